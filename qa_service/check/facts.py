"""Figures of a draft against the figures of its source, each in the role that it plays."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa_service.check.agreement import (
    adds_bound,
    conflict_of_bounds,
    conflict_of_direction,
    conflict_of_trend,
    rounds_to,
    same_measure,
    same_unit,
    same_value,
)
from qa_service.check.comparison import Comparison
from qa_service.check.figures import Figure
from qa_service.check.segments import support
from qa_service.check.tokens import FIGURE
from qa_service.check.verdict import DifferenceKind

SUPPORT = 2.0
"""Weight of shared neighbours from which two figures side by side are held to play the same role."""

ALIKE = 0.5
"""Share of a figure's own words from which a figure elsewhere in the source plays its role."""

COPIED = 0.85
"""Share from which a sentence is copied: another measure word (家, 所) is then a change."""

WORDS_BEFORE, WORDS_AFTER = 10, 3
"""Characters around a figure that tell its role."""

State = Literal["agree", "differ", "unsupported"]


@dataclass(frozen=True, slots=True)
class FactPair:
    """Draft figure at token ``row`` and its counterpart at source token ``column`` (-1: none). ``kind`` says
    how they differ; ``notes`` what was rounded or left out."""

    row: int
    column: int
    state: State
    kind: DifferenceKind = "figure"
    notes: tuple[DifferenceKind, ...] = ()


def pair_figures(found: Comparison) -> list[FactPair]:
    """Return one pair for each figure of the draft, in order."""
    return [_pair(found, row) for row in np.flatnonzero(found.draft.codes == FIGURE).tolist()]


def _pair(found: Comparison, row: int) -> FactPair:
    column = int(found.partner[row])
    figure = found.draft.figures[row]
    other = found.source.figures[column] if column >= 0 else None
    assert figure is not None
    if other is not None:
        if figure.is_year and other.is_year and not same_value(figure, other):
            governing = _governing(found, row, column)
            year = found.source.figures[governing]
            if year is not None and governing != column:
                return _judge(row, governing, figure, year)
        if figure.is_year != other.is_year and figure.unit != other.unit:
            return _elsewhere(found, row, figure)  # 2025年 is no amount of 3449万元
        pair = _judge(row, column, figure, other, copied=found.score >= COPIED)
        if pair.state == "agree" or support(found, row, column) >= SUPPORT:
            return pair
    return _elsewhere(found, row, figure)


def _governing(found: Comparison, row: int, column: int) -> int:
    """The year that governs what the draft says after its own: the last one before most of it."""
    after = found.partner[row + 1 :][found.equal[row + 1 :]]
    if not len(after):
        return column
    middle = int(np.median(after))
    years = [
        at for at, figure in _figures(found, column, middle) if figure.is_year and figure.low == figure.high
    ]
    return years[-1] if years else column


def _judge(row: int, column: int, draft: Figure, source: Figure, *, copied: bool = False) -> FactPair:
    if not same_unit(draft, source):
        return FactPair(row, column, "differ", "unit" if _same_number(draft, source) else "figure")
    if conflict_of_bounds(draft, source):
        return FactPair(row, column, "differ", "bound")
    if same_value(draft, source):
        if conflict_of_trend(draft, source):
            return FactPair(row, column, "differ", "opposite")
        if conflict_of_direction(draft, source):
            return FactPair(row, column, "differ", "direction")
        if adds_bound(draft, source):
            return FactPair(row, column, "differ", "bound")
        if not same_measure(draft, source):
            return FactPair(row, column, "differ" if copied else "agree", "unit", ("unit",))
        notes: tuple[DifferenceKind, ...] = ("qualifier",) if _qualifier_dropped(draft, source) else ()
        return FactPair(row, column, "agree", notes=notes)
    if rounds_to(draft, source):
        return FactPair(row, column, "agree", notes=("rounded",))
    return FactPair(row, column, "differ", _kind(draft, source))


def _kind(draft: Figure, source: Figure) -> DifferenceKind:
    if draft.is_year:
        return "year"
    if draft.is_period:
        return "period"
    if draft.low > 0 and source.low > 0:
        power = math.log10(draft.low / source.low)
        if abs(power - round(power)) < 1e-9 and draft.scale != source.scale:
            return "scale"
    return "figure"


def _same_number(draft: Figure, source: Figure) -> bool:
    return abs(draft.low / draft.scale - source.low / source.scale) < 1e-9


def _qualifier_dropped(draft: Figure, source: Figure) -> bool:
    return (source.rounded and not draft.rounded) or (source.bound != "" and draft.bound == "")


def _elsewhere(found: Comparison, row: int, draft: Figure) -> FactPair:
    """Look for the figure's counterpart in the whole stretch, by the words around it."""
    words = _around(found.draft.text, draft)
    best, place = 0.0, -1
    agreeing: list[tuple[float, int]] = []
    low, high = _reach(found)
    for column, source in _figures(found, low, high):
        if not same_unit(draft, source):
            continue
        share = _share(words, _around(found.source.text, source))
        if same_value(draft, source) or rounds_to(draft, source):
            agreeing.append((share, column))
        elif share > best and not _taken(found, column):
            best, place = share, column
    # The same value nearby acquits, unless another one clearly plays the role.
    if agreeing and max(agreeing)[0] >= min(best, ALIKE) - 0.2:
        column = max(agreeing)[1]
        agreed = found.source.figures[column]
        assert agreed is not None
        return (
            _judge(row, column, draft, agreed)
            if max(agreeing)[0] >= ALIKE
            else FactPair(row, column, "agree")
        )
    if best < ALIKE:
        place = _beside(found, row, draft, low, high)
    if place >= 0:
        other = found.source.figures[place]
        assert other is not None
        return _judge(row, place, draft, other)
    return FactPair(row, -1, "unsupported")


def _beside(found: Comparison, row: int, draft: Figure, low: int, high: int) -> int:
    """The source's one figure of the kind that is left over where the draft's words stand; -1: none."""
    if draft.is_year or draft.is_period:
        return -1
    left = [
        column
        for column, source in _figures(found, low, high)
        if same_unit(draft, source) and not _taken(found, column) and support(found, row, column) >= SUPPORT
    ]
    return left[0] if len(left) == 1 else -1


def _reach(found: Comparison) -> tuple[int, int]:
    low, high = found.used()
    return max(0, low - 60), min(len(found.source), high + 60)


def _figures(found: Comparison, low: int, high: int) -> Iterator[tuple[int, Figure]]:
    for column in range(low, high):
        figure = found.source.figures[column]
        if figure is not None:
            yield column, figure


def _taken(found: Comparison, column: int) -> bool:
    """Whether another figure of the draft has this one already."""
    rows = np.flatnonzero(found.partner == column)
    return bool(found.equal[rows].any()) if len(rows) else False


def _around(text: str, figure: Figure) -> set[str]:
    before = text[max(0, figure.start - WORDS_BEFORE) : figure.start]
    after = text[figure.end : figure.end + WORDS_AFTER]
    return {piece[i : i + 2] for piece in (before, after) for i in range(len(piece) - 1)}


def _share(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words) if words else 0.0
