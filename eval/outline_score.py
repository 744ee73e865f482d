"""Scores the outline a parser found against one that was read by hand.

A heading is right if its normalised text equals a gold heading's and its line is within
:data:`LINE_SLACK`. What a reader may take for a heading or not (the *optional* rows) is scored neither
right nor wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eval.gold_files import tsv_rows
from eval.matching import normalise
from eval.pairing import pair_nearest
from ingest.errors import BadInput

LINE_SLACK: Final = 2
"""Lines by which a heading's line may be off: a broken heading begins on either side of a blank line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``level`` 0 (a document's title) to 4, its text, and its first source line (1-based)."""

    level: int
    heading: str
    line: int


@dataclass(frozen=True, slots=True)
class OptionalRow:
    """Something that may be taken for a heading or not; ``kind`` says what it is."""

    kind: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class OutlineScore:
    """``precision``, ``recall`` and ``f1`` of the headings; of those matched, the share under the same
    parent (``parent_accuracy``) and at the same level (``level_accuracy``); what was ``missed`` and what
    is ``extra``; how many found headings were ``optional``. A share of nothing is ``None``."""

    gold: int
    found: int
    matched: int
    optional: int
    precision: float | None
    recall: float | None
    f1: float | None
    parent_accuracy: float | None
    level_accuracy: float | None
    missed: tuple[Heading, ...]
    extra: tuple[Heading, ...]


def score_outline(
    found: Sequence[Heading], gold: Sequence[Heading], optional: Sequence[OptionalRow] = ()
) -> OutlineScore:
    """Score ``found`` against ``gold``; both are put in the order of their lines first.

    A heading's parent is the nearest preceding heading of a lower level. Optional entries are taken out
    of ``found`` before parents are read, so that one more level of them costs nothing.

    >>> gold = [Heading(0, "规划", 1), Heading(1, "一、目标", 3)]
    >>> found = [Heading(0, "规划", 1), Heading(2, "一、 目标", 4), Heading(2, "注意", 9)]
    >>> score = score_outline(found, gold)
    >>> score.recall, score.parent_accuracy, score.level_accuracy, score.extra[0].line
    (1.0, 1.0, 0.5, 9)
    """
    ordered = sorted(gold, key=lambda row: row.line)
    entries, skipped = _without_optional(sorted(found, key=lambda row: row.line), ordered, optional)
    pairs = _pairs(entries, ordered)
    same_parent = _same_parents(entries, ordered, pairs)
    same_level = sum(entries[left].level == ordered[right].level for left, right in pairs.items())
    matched_gold = set(pairs.values())
    return OutlineScore(
        gold=len(ordered),
        found=len(found),
        matched=len(pairs),
        optional=skipped,
        precision=_share(len(pairs), len(entries)),
        recall=_share(len(pairs), len(ordered)),
        f1=_share(2 * len(pairs), len(entries) + len(ordered)),
        parent_accuracy=_share(same_parent, len(pairs)),
        level_accuracy=_share(same_level, len(pairs)),
        missed=tuple(row for place, row in enumerate(ordered) if place not in matched_gold),
        extra=tuple(row for place, row in enumerate(entries) if place not in pairs),
    )


def read_gold_outline(path: Path) -> list[Heading]:
    """Read ``NNN.outline.tsv``: level, first line, heading."""
    return tsv_rows(path, 3, lambda cells: Heading(int(cells[0]), cells[2], int(cells[1])))


def read_optional(path: Path) -> list[OptionalRow]:
    """Read ``NNN.optional.tsv``: kind, line, text."""
    return tsv_rows(path, 3, lambda cells: OptionalRow(cells[0], int(cells[1]), cells[2]))


def headings_from_json(data: Any) -> list[Heading]:
    """Return the headings of a parsed JSON list of ``{"level", "heading", "line"}``.

    Raises :class:`BadInput` for anything else; further keys are ignored.
    """
    try:
        return [Heading(int(row["level"]), str(row["heading"]), int(row["line"])) for row in data]
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(
            f"文档结构的 JSON 不合格式：{error}", remedy='应是 [{"level", "heading", "line"}, …]'
        ) from error


def _pairs(found: Sequence[Heading], gold: Sequence[Heading]) -> dict[int, int]:
    """Match one to one, nearest lines first; maps place in ``found`` to place in ``gold``."""
    by_text: dict[str, list[int]] = {}
    for place, row in enumerate(gold):
        by_text.setdefault(normalise(row.heading), []).append(place)
    candidates = sorted(
        (abs(row.line - gold[right].line), left, right)
        for left, row in enumerate(found)
        for right in by_text.get(normalise(row.heading), ())
        if abs(row.line - gold[right].line) <= LINE_SLACK
    )
    return pair_nearest(candidates)


def _without_optional(
    found: Sequence[Heading], gold: Sequence[Heading], optional: Sequence[OptionalRow]
) -> tuple[list[Heading], int]:
    """Drop what matches an optional row and no gold heading; return the rest and how many went."""
    pairs = _pairs(found, gold)
    kept = [
        entry
        for place, entry in enumerate(found)
        if place in pairs or not any(_is_optional(entry, row) for row in optional)
    ]
    return kept, len(found) - len(kept)


def _same_parents(found: Sequence[Heading], gold: Sequence[Heading], pairs: dict[int, int]) -> int:
    """Count the matched headings whose parent is the same in both: matched with it, or none in either."""
    ours, theirs = _parents(found), _parents(gold)
    return sum(
        theirs[right] is None if (parent := ours[left]) is None else pairs.get(parent, -1) == theirs[right]
        for left, right in pairs.items()
    )


def _is_optional(entry: Heading, row: OptionalRow) -> bool:
    """Optional rows give a phrase or the line that it opens: either may be cut where the other isn't."""
    ours, theirs = normalise(entry.heading), normalise(row.text)
    near = abs(entry.line - row.line) <= LINE_SLACK
    return near and bool(ours) and bool(theirs) and (ours.startswith(theirs) or theirs.startswith(ours))


def _parents(rows: Sequence[Heading]) -> list[int | None]:
    """The place of each row's parent in ``rows``; ``None`` at the top."""
    parents: list[int | None] = []
    open_: list[int] = []
    for place, row in enumerate(rows):
        while open_ and rows[open_[-1]].level >= row.level:
            open_.pop()
        parents.append(open_[-1] if open_ else None)
        open_.append(place)
    return parents


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
