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
                for other in pair - {word}:
                    begin = _counterpart(found, low, high, word, other)
                    if begin is not None:
                        yield WordDifference("opposite", True, low, high, begin, begin + len(other))
                at = text.find(word, at + len(word))


def _tokens(found: Comparison, start: int, end: int) -> tuple[int, int]:
    starts = found.draft.starts.tolist()
    return starts.index(start) if start in starts else -1, starts.index(end) if end in starts else len(starts)


def _counterpart(found: Comparison, low: int, high: int, word: str, other: str) -> int | None:
    """The source token where ``other`` begins between the counterparts of the draft's tokens around ``word``;
    right beside the one that there is, where only one side has a counterpart."""
    if low < 0:
        return None
    left = low > 0 and bool(found.equal[low - 1])
    right = high < len(found.draft) and bool(found.equal[high])
    begin = int(found.partner[low - 1]) + 1 if left else -1
    end = int(found.partner[high]) if right else -1
    if left and right:
        told = found.source.words(begin, end) if 0 < end - begin <= WIDEST else ""
        return begin + told.index(other) if other in told and word not in told else None
    size = len(other)
    if right and end >= size:
        begin = end - size
    beside = (left or right) and 0 <= begin <= len(found.source) - size
    return begin if beside and found.source.words(begin, begin + size) == other else None
