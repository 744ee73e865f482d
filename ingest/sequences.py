"""Numbers must advance: of all blocks that bear a number, the ones that make the best sequence.

A number that happens to stand at a line's start (三、四级医院, 2．６亿元 cut in two) must not be taken for
the next heading and shut the real one out. So each family's numbers are judged together: the chosen ones
count up, begin again at 1 where an outer heading came between, and weigh more the more they look like
headings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.heading_forms import CLAUSES, Candidate, Form
from ingest.markers import Family

ORDER: dict[Family, int] = {
    "编": 0, "章": 1, "节": 2, "一、": 3, "（一）": 4, "条": 4, "1.": 5, "1、": 5, "（1）": 6, "①": 7,
}  # fmt: skip
"""Rank of the numbering families, outermost first (结构层次序数 of GB/T 9704: 一、 then （一） then 1. then
（1）; 编, 章, 节, 条 of 立法技术规范)."""

WEIGHTS: dict[Form, float] = {"own": 3.0, "run-in": 2.0, "stopped": 1.5, "sentence": 0.1}
"""How much a block of each form speaks for the sequence it is in."""

MARKED = 3.0
"""Added for a heading that is marked up as one."""

OTHER_PRINT = 0.5
"""Cost of a number that is printed another way than the one before: （1） after (1), 2. after 1．."""

OTHER_FORM = 1.0
"""Cost of going from a heading to a numbered sentence, or back."""

RESTART = 2.5
"""Cost of a sequence that begins again with no outer heading before it."""

MISSING = 1.0
"""Cost of each number left out."""

SMALL_MISSING = 0.2
"""The same for articles, chapters and books, which are printed in extracts."""

MOST_MISSING = {"条": 9, "章": 9, "编": 9}
"""Numbers that may be left out at one place; one in other families."""

LATEST_START = 4
"""A sequence whose first headings were lost begins with this number at the latest."""


@dataclass(slots=True)
class _Link:
    """A candidate at the end of a sequence: the best score of any that ends with it, and the one before."""

    candidate: Candidate
    score: float
    before: _Link | None


def advancing(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that make the best sequences of their families, in order."""
    kept: list[Candidate] = []
    for family in ranks(candidates):
        own = [c for c in candidates if c.family == family]
        outer = sorted(c.block for c in kept if c.form != "sentence")
        chosen = _with_repeated(own, _best_sequence(own, outer), outer)
        kept += _with_followers(own, chosen, outer)
    return sorted(kept, key=lambda candidate: candidate.block)


def ranks(candidates: Sequence[Candidate]) -> dict[Family, int]:
    """Rank of each family in use, outermost first; of 1. and 1、 the one that comes first is outside."""
    first: dict[Family, int] = {}
    for candidate in candidates:
        first.setdefault(candidate.family, candidate.block)
    families = sorted(first, key=lambda family: (ORDER[family], first[family]))
    return {family: rank for rank, family in enumerate(families)}


def _best_sequence(own: Iterable[Candidate], outer: Sequence[int]) -> list[Candidate]:
    """The heaviest sequence of one family; ``outer`` are the blocks of the headings above it, ascending."""
    by_number: dict[int, _Link] = {}
    best: _Link | None = None
    best_above: _Link | None = None
    passed = 0
    for candidate in own:
        while passed < len(outer) and outer[passed] < candidate.block:
            best_above, passed = best, passed + 1
        link = _best_link(candidate, by_number, best, best_above, restarts=passed > 0)
        if link is None:
            continue
        known = by_number.get(candidate.number)
        if known is None or link.score >= known.score:
            by_number[candidate.number] = link
        if best is None or link.score > best.score:
            best = link
    chosen: list[Candidate] = []
    while best is not None:
        chosen.append(best.candidate)
        best = best.before
    return chosen[::-1]


def _with_repeated(
    own: Sequence[Candidate], chosen: Sequence[Candidate], outer: Sequence[int]
) -> list[Candidate]:
    """Add headings that bear the number of the one before or behind them by mistake: two （五）, with the
    same form and text between them. A number that was cut in two (2．6亿元) is none."""
    found = list(chosen)
    for before, after in pairwise(chosen):
        for candidate in own:
            text_between = candidate.form == "own"
            if not before.block + text_between < candidate.block < after.block - text_between:
                continue
            twins = [c for c in (before, after) if c.number == candidate.number and c.form == candidate.form]
            alike = any(twin.print == candidate.print for twin in twins)
            parted = bisect_right(outer, before.block) != bisect_right(outer, after.block)
            if (
                alike
                and not parted
                and candidate.form in ("own", "run-in")
                and not _begins_in_figures(candidate)
            ):
                found.append(candidate)
    return sorted(found, key=lambda candidate: candidate.block)


def _begins_in_figures(candidate: Candidate) -> bool:
    return candidate.text[candidate.marker.end : candidate.marker.end + 1].isdigit()


def _with_followers(
    own: Sequence[Candidate], chosen: Sequence[Candidate], outer: Sequence[int]
) -> list[Candidate]:
    """Add the numbered sentences that go on directly from a chosen block: they tell what it numbers."""
    taken = {candidate.block for candidate in chosen}
    starts = [candidate.block for candidate in chosen]
    for before, candidate in pairwise(own):
        follows = before.block in taken and candidate.number == before.number + 1
        if not follows or candidate.form != "sentence" or candidate.print != before.print:
            continue
        parted = bisect_right(outer, before.block) != bisect_right(outer, candidate.block)
        after = bisect_right(starts, candidate.block)
        if not parted and (after == len(chosen) or chosen[after].number != candidate.number):
            taken.add(candidate.block)
    return [candidate for candidate in own if candidate.block in taken]


def _best_link(
    candidate: Candidate,
    by_number: dict[int, _Link],
    best: _Link | None,
    best_above: _Link | None,
    *,
    restarts: bool,
) -> _Link | None:
    """The best way for ``candidate`` to go on or to begin, ``None`` where it can do neither."""
    number, options = candidate.number, list[tuple[float, _Link | None]]()
    cost = SMALL_MISSING if candidate.family in MOST_MISSING else MISSING
    for left_out in range(MOST_MISSING.get(candidate.family, 1) + 1):
        before = by_number.get(number - 1 - left_out)
        if before:
            options.append((before.score - cost * left_out - _unlike(before.candidate, candidate), before))
    if number == 1 or candidate.marked:
        options.append((best_above.score if best_above else 0.0, best_above) if restarts else (0.0, None))
        if best is not best_above and best is not None:
            options.append((best.score - RESTART, best))
    elif number <= LATEST_START and (
        candidate.family not in CLAUSES or candidate.family in ("一、", "（一）")
    ):
        lost = MISSING * (number - 1)
        options.append((best_above.score - lost, best_above) if restarts and best_above else (-lost, None))
    if not options:
        return None
    score, before = max(options, key=lambda option: option[0])
    weight = WEIGHTS[candidate.form] + MARKED * candidate.marked
    return _Link(candidate, score + weight, before) if score + weight > 0 else None


def _unlike(one: Candidate, other: Candidate) -> float:
    """How little two neighbours in a sequence look like siblings."""
    forms = {one.form, other.form} in ({"own", "sentence"}, {"run-in", "sentence"})
    return OTHER_PRINT * (one.print != other.print) + OTHER_FORM * forms
