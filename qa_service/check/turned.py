"""Words that stand where the source has their opposite, whole words and not letters: 部分 for 全部.

Laid side by side letter by letter the two share one, and what differs is two scraps that mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from qa_service.check.comparison import Comparison
from qa_service.check.lexicon import OPPOSITE_WORDS
from qa_service.check.wording import WordDifference

WIDEST = 6
"""Most source tokens between the shared ones around the word: it stands in their place."""


def turned(found: Comparison) -> Iterator[WordDifference]:
    """Yield the opposites, each between tokens that draft and source share."""
    text = found.draft.text
    for pair in OPPOSITE_WORDS:
        for word in pair:
            at = text.find(word)
            while at >= 0:
                low, high = _tokens(found, at, at + len(word))
                place = _place(found, low, high)
                told = found.source.words(*place) if place else ""
                for other in pair - {word}:
                    if place and other in told and word not in told:
                        begin = place[0] + told.index(other)
                        yield WordDifference("opposite", True, low, high, begin, begin + len(other))
                at = text.find(word, at + len(word))


def _tokens(found: Comparison, start: int, end: int) -> tuple[int, int]:
    starts = found.draft.starts.tolist()
    return starts.index(start) if start in starts else -1, starts.index(end) if end in starts else len(starts)


def _place(found: Comparison, low: int, high: int) -> tuple[int, int] | None:
    """The source tokens between the counterparts of the draft's tokens right before and right behind."""
    if low < 1 or high >= len(found.draft) or not (found.equal[low - 1] and found.equal[high]):
        return None
    begin, end = int(found.partner[low - 1]) + 1, int(found.partner[high])
    return (begin, end) if 0 < end - begin <= WIDEST else None
