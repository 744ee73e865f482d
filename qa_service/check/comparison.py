"""A draft's sentence laid beside one stretch of a document, what was moved put back in its place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_service.check.align import align, coverage, equal_pairs
from qa_service.check.folding import Folded
from qa_service.check.gathering import FAR, gathered
from qa_service.check.library import Stretch
from qa_service.check.reordered import Clauses, in_other_order
from qa_service.check.tokens import Tokens, part_of, tokenise

MOVED_LEAST = 4
"""Fewest tokens of a part that is looked for elsewhere in the stretch."""

ISLAND = 4
"""Shared tokens between two parts that were moved together are chance if they are fewer than this."""

MOVED_SHARE = 0.6
"""Share of such a part that must be found there."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``draft`` and ``source`` tokens, each draft token's ``partner`` (-1: none) and whether they are
    ``equal``; ``score`` is the share of the draft's weight that is. ``stretch`` says where the source is."""

    stretch: Stretch
    draft: Tokens
    source: Tokens
    partner: NDArray[np.int32]
    equal: NDArray[np.bool_]
    score: float

    def runs(self) -> list[tuple[int, int]]:
        """Return the maximal runs ``[low, high)`` of draft tokens that do not agree."""
        edges = np.flatnonzero(np.diff(np.concatenate([[1], self.equal.astype(np.int8), [1]])))
        return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def jumps(self) -> list[tuple[int, int]]:
        """Return the source tokens ``(from, to)`` of neighbouring shared draft tokens that the source has
        further apart than the draft, or closer, by more than :data:`FAR` tokens."""
        shared = np.flatnonzero(self.equal)
        columns = self.partner[shared]
        off = np.abs(np.diff(columns) - np.diff(shared))
        return [(int(columns[at]), int(columns[at + 1])) for at in np.flatnonzero(off > FAR)]

    def breaks(self) -> int:
        """Count the jumps."""
        return len(self.jumps())

    def used(self) -> tuple[int, int]:
        """Return the source tokens ``[low, high)`` between the first and the last that agree."""
        used = self.partner[self.equal]
        return (int(used.min()), int(used.max()) + 1) if len(used) else (0, 0)


def compare(draft: Tokens, folded: Folded, stretch: Stretch, clauses: Clauses = ()) -> Comparison:
    """Lay ``draft`` beside ``stretch`` of the document that ``folded`` is; its ``clauses`` may stand there in
    another order."""
    source = tokenise(folded, stretch.start, stretch.end)
    first = align(draft, source)
    found = Comparison(stretch, draft, source, first.partner, first.equal, first.score)
    partner = first.partner.copy()
    for low, high in _wide_runs(found):
        if high - low < MOVED_LEAST:
            continue
        part = part_of(draft, low, high)
        moved = align(part, source)
        gained = float(part.weights[moved.equal].sum())
        before = float(part.weights[found.equal[low:high]].sum())
        if moved.score >= MOVED_SHARE and gained >= max(MOVED_LEAST - 1, 1.5 * before):
            partner[low:high] = np.where(moved.equal, moved.partner, -1)
    equal = gathered(draft, source, partner)
    placed = None if first.score == 1.0 else in_other_order(draft, clauses, source, coverage(draft, equal))
    if placed is not None:
        partner, equal = placed, equal_pairs(draft, source, placed)
    return Comparison(stretch, draft, source, partner, equal, coverage(draft, equal))


def _wide_runs(found: Comparison) -> list[tuple[int, int]]:
    """The runs that do not agree, joined where only a word or two that agree by chance lie between them."""
    joined: list[tuple[int, int]] = []
    for low, high in found.runs():
        if joined and low - joined[-1][1] < ISLAND and high - joined[-1][0] > MOVED_LEAST:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return joined
