"""Where a long paragraph is cut into passages: at sentence ends, into pieces of about the same size."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.sentences import sentence_spans

Span = tuple[int, int]

TARGET = 300
"""Characters at which a passage is closed (chosen on the dev questions, see docs/figures)."""

LONGEST = 420
"""Characters that a passage of several paragraphs or sentences may reach."""

CEILING = 900
"""A single sentence longer than this is split at semicolons, then at commas."""


def cut_paragraph(text: str) -> list[Span]:
    """Return the pieces ``(start, end)`` of a paragraph: all of it if it fits, else runs of whole sentences.

    >>> cut_paragraph("好。"), cut_paragraph("推进绿化工作。" * 100)
    ([(0, 2)], [(0, 301), (301, 602), (602, 700)])
    """
    if len(text) <= LONGEST:
        return [(0, len(text))]
    spans = [part for low, high in sentence_spans(text) for part in _split_long(text, low, high)]
    size = len(text) / max(2, round(len(text) / TARGET))
    pieces: list[Span] = []
    begin = spans[0][0]
    for number, (_, high) in enumerate(spans):
        following = spans[number + 1] if number + 1 < len(spans) else None
        if following is None or high - begin >= size * 0.85 or following[1] - begin > LONGEST:
            pieces.append((begin, high))
            begin = following[0] if following else high
    return pieces


def _split_long(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """Split a sentence that is too long for a passage at semicolons, then at commas."""
    if high - low <= CEILING:
        return [(low, high)]
    for marks in ("；;", "，,、"):
        cuts = [low + m.end() for m in re.finditer(f"[{marks}]", text[low:high])]
        if cuts:
            return _gather(low, high, cuts)
    return [(start, min(start + CEILING, high)) for start in range(low, high, CEILING)]


def _gather(low: int, high: int, cuts: Sequence[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = low
    for cut, following in zip([*cuts, high], [*cuts[1:], high, None], strict=True):
        if following is None or following - begin > LONGEST:
            spans.append((begin, cut))
            begin = cut
    return [span for span in spans if span[1] > span[0]]
