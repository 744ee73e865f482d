"""Tables that are set with runs of blanks, as a page's layout is written out in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.chars import display_width
from ingest.lines import Line
from ingest.markers import read_marker
from ingest.pieces import Piece
from ingest.tables import is_numeric

LEAST_ROWS = 3
"""So many lines in a row make a table, each of two cells or more."""

LEAST_CELLS = 3
"""The columns that a table has at least; two are a name and something of it, or a heading set wide."""

SLACK = 12
"""A cell begins within this many half-width columns of its column's head: figures stand to the right."""

_CELL = re.compile(r"\S+(?:[ \u3000]\S+)*")


def spaced_rows(lines: Sequence[Line]) -> dict[int, list[Piece]]:
    """Return the cells (source spans, empty for an empty cell) of each line that is a row, by its index.

    A cell belongs to the column whose head begins nearest to it, so that a row whose first cells are merged
    with those above keeps its figures under their years.
    """
    found: dict[int, list[Piece]] = {}
    for run in _runs(lines):
        rows = [_cells(lines[index]) for index in run]
        heads = [place for place, _ in max(rows, key=len)]
        placed = [_placed(row, heads, lines[index]) for index, row in zip(run, rows, strict=True)]
        if len(heads) >= LEAST_CELLS and all(placed):
            found |= dict(zip(run, [row for row in placed if row], strict=True))
    return found


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Lines of two cells or more that follow one another, figures in two of them at least."""
    run: list[int] = []
    for index, line in enumerate(lines):
        if line.blank and not line.tabbed:
            continue
        if _is_row(line):
            run.append(index)
            continue
        yield from _kept(lines, run)
        run = []
    yield from _kept(lines, run)


def _kept(lines: Sequence[Line], run: list[int]) -> Iterator[list[int]]:
    figures = sum(any(is_numeric(text) for text in _texts(lines[index])) for index in run)
    if len(run) >= LEAST_ROWS and figures >= LEAST_ROWS - 1:
        yield run


def _is_row(line: Line) -> bool:
    plain = not line.tabbed and not line.columns
    return plain and "  " in line.text and len(_texts(line)) > 1 and read_marker(line.text) is None


def _texts(line: Line) -> list[str]:
    return _CELL.findall(line.text)


def _cells(line: Line) -> list[tuple[int, Piece]]:
    """Where each cell begins (half-width columns), and its span in the source."""
    found: list[tuple[int, Piece]] = []
    for match in _CELL.finditer(line.text):
        place = display_width(line.lead + line.text[: match.start()])
        found.append((place, (line.start + match.start(), line.start + match.end())))
    return found


def _placed(row: Sequence[tuple[int, Piece]], heads: Sequence[int], line: Line) -> list[Piece] | None:
    """The row's cells by column, or ``None`` where they don't fit the heads."""
    placed: list[Piece] = []
    for number, (place, piece) in enumerate(row):
        free = range(len(placed), len(heads) - (len(row) - number) + 1)
        column = min(free, key=lambda n: abs(heads[n] - place), default=None)
        if column is None or abs(heads[column] - place) > SLACK:
            return None
        placed += [(line.start, line.start)] * (column - len(placed)) + [piece]
    return placed + [(line.end, line.end)] * (len(heads) - len(placed))
