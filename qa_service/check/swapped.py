"""Words of a sentence that have changed places: 甲由乙管，丙由丁管 told as 丙由乙管，甲由丁管.

Every word of it stands in the source, so a comparison word by word finds nothing. Clauses that are told in
another order, and items of a list, say the same as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from qa_service.check.agreement import same_unit
from qa_service.check.comparison import Comparison
from qa_service.check.facts import FactPair
from qa_service.check.tokens import FIGURE

LEAST, MOST = 2, 16
"""Tokens of a piece that is looked at: a lone character is chance, and more is a clause."""

BETWEEN = 2
"""Fewest tokens of what stays in its place between the two."""

NEAR = 12
"""Most tokens of the source that the draft may leave out beside a place."""

WIDEST = 24
"""Most tokens between two items of a list."""

_LISTING = frozenset("、/和与及跟同或并")


@dataclass(frozen=True, slots=True)
class Swap:
    """Draft tokens ``[low, high)`` stand where the source has ``[source_low, source_high)``, which the draft
    has where the source has them."""

    low: int
    high: int
    source_low: int
    source_high: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Draft tokens ``[low, high)`` agree with source tokens ``[start, end)``, in one piece on both sides."""

    low: int
    high: int
    start: int
    end: int

    @property
    def size(self) -> int:
        return self.high - self.low


def swaps(found: Comparison, pairs: Sequence[FactPair], marks: Sequence[str]) -> list[Swap]:
    """Return both sides of each pair of words, or of figures, that have changed places. ``pairs`` are the
    sentence's figures with their counterparts; ``marks`` has for each draft token, and for the end, what the
    sentence has right before it that is no token."""
    blocks = _blocks(found)
    result = list(_figures(found, blocks, pairs))
    for first, second in combinations(range(len(blocks)), 2):
        if _words(found, blocks, first, second, marks):
            one, other = blocks[first], blocks[second]
            result += [
                Swap(one.low, one.high, other.start, other.end),
                Swap(other.low, other.high, one.start, one.end),
            ]
    return result


def _blocks(found: Comparison) -> list[_Block]:
    """The blocks in the draft's order. Of words that the source has twice, those that fill a hole count, and
    short words that the comparison left alone do where they fill one."""
    blocks = _as_paired(found)
    alone = [_Block(low, high, -1, -1) for low, high in found.runs()]
    settled: list[_Block] = []
    for block in sorted([*blocks, *alone], key=lambda one: one.low):
        figure = FIGURE in found.draft.codes[block.low : block.high]
        if LEAST <= block.size <= MOST and not figure:
            taken = {at for other in blocks if other != block for at in range(other.start, other.end)}
            settled += _filling(found, block, taken)
        elif block.start >= 0:
            settled.append(block)
    return settled


def _filling(found: Comparison, block: _Block, taken: Collection[int]) -> list[_Block]:
    words, size = found.draft.codes[block.low : block.high], block.size
    if size > len(found.source):
        return []
    windows = np.lib.stride_tricks.sliding_window_view(found.source.codes, size)
    places = np.flatnonzero((windows == words).all(axis=1)).tolist()
    free = [at for at in places if not any(place in taken for place in range(at, at + size))]
    if block.start >= 0:
        free = [block.start, *free]
    best = max(free, key=lambda at: (at - 1 in taken) + (at + size in taken), default=None)
    return [] if best is None else [_Block(block.low, block.high, best, best + size)]


def _as_paired(found: Comparison) -> list[_Block]:
    blocks: list[_Block] = []
    for row in np.flatnonzero(found.equal).tolist():
        at = int(found.partner[row])
        last = blocks[-1] if blocks else None
        if last is not None and (last.high, last.end) == (row, at):
            blocks[-1] = _Block(last.low, row + 1, last.start, at + 1)
        else:
            blocks.append(_Block(row, row + 1, at, at + 1))
    return blocks


def _words(
    found: Comparison, blocks: Sequence[_Block], first: int, second: int, marks: Sequence[str]
) -> bool:
    """Whether each of two pieces stands in the other's place, all that is around them being where it was."""
    one, other = blocks[first], blocks[second]
    if not (LEAST <= one.size <= MOST and LEAST <= other.size <= MOST and other.end <= one.start):
        return False
    between = blocks[first + 1 : second]
    if sum(block.size for block in between) < BETWEEN:
        return False
    row = [*blocks[max(0, first - 1) : first], other, *between, one, *blocks[second + 1 : second + 2]]
    if len(row) == len(between) + 2:
        return False
    # In the source's order with the two exchanged, nothing else jumps.
    if not all(0 <= after.start - before.end <= NEAR for before, after in pairwise(row)):
        return False
    return not _in_list(found, one, other, marks)


def _in_list(found: Comparison, one: _Block, other: _Block, marks: Sequence[str]) -> bool:
    """Whether two pieces are items of a list, or clauses: those may be told in any order."""
    if _listing(found, one.high, marks) and _listing(found, other.low, marks):
        return True
    ends = [marks[at] for block in (one, other) for at in (block.low, block.high)]
    if all(map(str.strip, ends[1:3])) and (ends[0].strip() or one.low == 0):
        return bool(ends[3].strip()) or other.high == len(found.draft)
    # 彭浦新村街道、大宁路街道: what the items have in common stands behind them.
    between = {mark for at in range(one.high, other.low + 1) for mark in marks[at].strip()}
    figures = FIGURE in found.draft.codes[one.high : other.low]
    return bool(between) and between <= _LISTING and not figures and other.low - one.high <= WIDEST


def _figures(found: Comparison, blocks: Sequence[_Block], pairs: Sequence[FactPair]) -> Iterator[Swap]:
    """Two figures, one behind the other, that are exchanged: 分别增长5%、3% for 分别增长3%、5%. Where the
    words before them have been exchanged, too, they say what they said."""
    for one, other in pairwise(pairs):
        if (one.state, other.state) != ("agree", "agree") or other.row - one.row > 2:
            continue
        figures = [found.draft.figures[pair.row] for pair in (one, other)]
        if figures[0] is None or figures[1] is None or not same_unit(figures[0], figures[1]):
            continue
        low = max((at for at in found.draft.broken if at <= one.row), default=0)
        starts = [block.start for block in blocks if low < block.high <= one.row]
        as_told = bool(found.equal[low : one.row].all()) and starts == sorted(starts)
        if as_told and low < one.row and 0 < one.column - other.column <= 2:
            yield Swap(one.row, one.row + 1, other.column, other.column + 1)
            yield Swap(other.row, other.row + 1, one.column, one.column + 1)


def _listing(found: Comparison, at: int, marks: Sequence[str]) -> bool:
    """Whether items of a list meet before draft token ``at``, or at it."""
    near = marks[at] + found.draft.words(max(0, at - 1), min(at + 1, len(found.draft)))
    return any(mark in near for mark in _LISTING)
