"""Laying a draft's tokens beside a stretch of source: which stands for which.

A fitting alignment with affine gaps: the whole draft against any part of the source. Leaving source words
out is cheap (drafts shorten), so a clause dropped in the middle does not tear the rest apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_service.check.agreement import rounds_to, same_unit, same_value
from qa_service.check.figures import Figure
from qa_service.check.tokens import FIGURE, Tokens

MISMATCH = -0.6
DRAFT_GAP, DRAFT_MORE = -0.6, -0.25
SOURCE_GAP, SOURCE_MORE = -0.8, -0.02
SAME_KIND = 0.6
"""What two figures of one kind with other values score: above a gap, so that they are laid side by side."""

_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Alignment:
    """``partner`` (draft tokens,) holds the source token laid beside each draft token, -1 for none; ``equal``
    (draft tokens,) whether the two agree; ``score`` the share of the draft's weight that agrees."""

    partner: NDArray[np.int32]
    equal: NDArray[np.bool_]
    score: float


def align(draft: Tokens, source: Tokens) -> Alignment:
    """Lay ``draft`` beside ``source``; both (n,) and (m,) tokens, time and memory n·m.

    >>> from qa_service.check.folding import fold_letters
    >>> from qa_service.check.tokens import tokenise
    >>> rows = [tokenise(fold_letters(text)) for text in ("新增7家企业", "五年新增8家企业。")]
    >>> align(*rows).partner.tolist()
    [1, 2, 3, 4, 5]
    """
    count, width = len(draft), len(source)
    if not count or not width:
        return Alignment(np.full(count, -1, np.int32), np.zeros(count, dtype=bool), 0.0)
    pairs = _fill(draft, source)
    partner = np.full(count, -1, dtype=np.int32)
    for row, column in pairs:
        partner[row] = column
    equal = equal_pairs(draft, source, partner)
    return Alignment(partner, equal, coverage(draft, equal))


def coverage(draft: Tokens, equal: NDArray[np.bool_]) -> float:
    """Share of the draft's weight that agrees."""
    return float(draft.weights[equal].sum() / max(float(draft.weights.sum()), 1e-6))


def _fill(draft: Tokens, source: Tokens) -> list[tuple[int, int]]:
    count, width = len(draft), len(source)
    columns = np.arange(width + 1, dtype=np.float32)
    best = np.zeros(width + 1, dtype=np.float32)
    down = np.full(width + 1, _NEVER, dtype=np.float32)
    # 0 both, 1 draft token alone, 2 source token alone
    moves = np.zeros((count + 1, width + 1), dtype=np.int8)
    stays = np.zeros((count + 1, width + 1), dtype=bool)
    jumps = np.zeros((count + 1, width + 1), dtype=np.int32)
    for row in range(1, count + 1):
        likeness = _likeness(draft, row - 1, source)
        opened, longer = best + DRAFT_GAP, down + DRAFT_MORE
        stays[row] = longer > opened
        down = np.maximum(opened, longer)
        both = np.full(width + 1, _NEVER, dtype=np.float32)
        both[1:] = best[:-1] + likeness
        here = np.maximum(both, down)
        moves[row] = np.where(both >= down, 0, 1)
        # A gap in the source: from the best column to the left, less what its length costs.
        lifted = here - SOURCE_MORE * columns
        top = np.maximum.accumulate(lifted)
        at = np.maximum.accumulate(np.where(lifted >= top, np.arange(width + 1), 0))
        reached = np.full(width + 1, _NEVER, dtype=np.float32)
        reached[1:] = top[:-1] + SOURCE_GAP + SOURCE_MORE * columns[1:]
        jumps[row, 1:] = at[:-1]
        jumped = reached > here
        moves[row][jumped] = 2
        best = np.where(jumped, reached, here).astype(np.float32)
    return _trace(moves, stays, jumps, int(np.argmax(best)), count)


def _trace(
    moves: NDArray[np.int8], stays: NDArray[np.bool_], jumps: NDArray[np.int32], column: int, row: int
) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    alone = False
    while row > 0:
        move = 1 if alone else int(moves[row, column])
        if move == 2:
            column = int(jumps[row, column])
            move = int(moves[row, column]) if moves[row, column] != 2 else 0
        if move == 1:
            alone = bool(stays[row, column])
            row -= 1
            continue
        if column == 0:
            break
        pairs.append((row - 1, column - 1))
        row, column = row - 1, column - 1
    return pairs[::-1]


def _likeness(draft: Tokens, row: int, source: Tokens) -> NDArray[np.float32]:
    """What laying draft token ``row`` beside each source token scores, (m,)."""
    code = draft.codes[row]
    figure = draft.figures[row]
    if figure is None:
        same = source.codes == code
        return np.where(same, max(float(draft.weights[row]), 0.4), MISMATCH).astype(np.float32)
    result = np.full(len(source), MISMATCH * 2, dtype=np.float32)
    for column in np.flatnonzero(source.codes == FIGURE):
        other = source.figures[int(column)]
        if other is not None:
            result[column] = _figure_likeness(figure, other)
    return result


def _figure_likeness(draft: Figure, source: Figure) -> float:
    value = same_value(draft, source)
    if same_unit(draft, source):
        if value:
            return 2.5
        return 1.5 if rounds_to(draft, source) else SAME_KIND
    return 1.0 if value else MISMATCH


def equal_pairs(draft: Tokens, source: Tokens, partner: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether each draft token agrees with its partner; a lone character that does is chance."""
    equal = np.zeros(len(draft), dtype=bool)
    for row in np.flatnonzero(partner >= 0):
        one, other = draft.figures[int(row)], source.figures[int(partner[row])]
        if one is None or other is None:
            equal[row] = one is other and draft.codes[row] == source.codes[partner[row]]
        else:
            equal[row] = same_unit(one, other) and (same_value(one, other) or rounds_to(one, other))
    return equal & ~_lonely(draft, partner, equal)


def _lonely(draft: Tokens, partner: NDArray[np.int32], equal: NDArray[np.bool_]) -> NDArray[np.bool_]:
    lonely = np.zeros(len(draft), dtype=bool)
    for row in np.flatnonzero(equal):
        if draft.figures[int(row)] is not None:
            continue
        before = row > 0 and equal[row - 1] and partner[row - 1] == partner[row] - 1
        after = row + 1 < len(draft) and equal[row + 1] and partner[row + 1] == partner[row] + 1
        near = any(
            0 <= other < len(draft) and equal[other] and abs(int(partner[other]) - int(partner[row])) <= 3
            for other in (row - 2, row - 1, row + 1, row + 2)
        )
        lonely[row] = not (before or after or near)
    return lonely
