"""Ruled tables of a page: cells found by pdfplumber's table finder, filled with the characters inside.

The finder gets the ruled lines that pypdfium2 reads (its own parser, pdfminer, takes three times as long). A
"table" of a single cell is a frame around text (专栏): its text stays running text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from ingest.chars import squeeze
from ingest.readers.page import Char, Page, Rule
from ingest.readers.page_lines import Fragment, to_fragments
from ingest.readers.writer import inline
from ingest.sentences import is_stopped

Box = tuple[float, float, float, float]
SNAP = 3.0
"""Rules this close (points) are one; so are ends that nearly meet."""

LEAST_CELL = 4.0
"""A cell narrower or lower than this (points) is the gap of a double rule."""

NARROW = 2.2
"""A cell's only line that ends this near its right side (in font sizes) is full."""

MAX_EDGES = 3000
"""Rules on a page of tables number some hundreds; a page with more is a drawing."""


@dataclass(slots=True)
class Table:
    """A table: its ``box`` (x0, top, x1, bottom) and its rows; merged cells are empty strings.
    ``unfinished`` are the columns of the last row whose text reaches the cell's right side and ends no
    sentence."""

    box: Box
    rows: list[list[str]]
    unfinished: frozenset[int] = frozenset()


@dataclass(slots=True)
class Frame:
    """A box around text, and the characters in it."""

    box: Box
    chars: list[Char]


def take_tables(page: Page) -> tuple[list[Table], list[Frame], list[Char]]:
    """Return the page's tables, its frames, and the characters that are in neither."""
    rest = page.chars
    tables: list[Table] = []
    frames: list[Frame] = []
    for cells in sorted(_find_cells(page), key=len, reverse=True):
        box = _around(cells)
        inside = [char for char in rest if _holds(box, char)]
        if not inside:
            continue
        rest = [char for char in rest if not _holds(box, char)]
        rows, unfinished = _rows(cells, inside)
        if sum(sum(bool(cell) for cell in row) > 1 for row in rows) >= 1 and len(cells) > 1:
            tables.append(Table(box, rows, unfinished))
        else:
            frames.append(Frame(box, inside))
    return tables, frames, rest


def _find_cells(page: Page) -> list[list[Box]]:
    edges = [_edge(rule) for rule in page.rules]
    if not 4 <= len(edges) <= MAX_EDGES:
        return []
    merged = merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    cells = intersections_to_cells(edges_to_intersections(merged, SNAP, SNAP))
    large = [c for c in cells if c[2] - c[0] >= LEAST_CELL and c[3] - c[1] >= LEAST_CELL]
    return cells_to_tables(large) + _lone(large)


def _lone(cells: Sequence[Box]) -> list[list[Box]]:
    """cells_to_tables leaves single cells out: frames."""
    tables = {cell for table in cells_to_tables(list(cells)) for cell in table}
    return [[cell] for cell in cells if cell not in tables]


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "v" if rule.x0 == rule.x1 else "h",
    }


def _around(cells: Sequence[Box]) -> Box:
    return (
        min(c[0] for c in cells),
        min(c[1] for c in cells),
        max(c[2] for c in cells),
        max(c[3] for c in cells),
    )


def _holds(box: Box, char: Char) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _rows(cells: Sequence[Box], chars: Sequence[Char]) -> tuple[list[list[str]], frozenset[int]]:
    """Place each cell by its upper left corner in the grid that all edges make; also tell which columns of
    the last row are unfinished."""
    columns = _distinct([cell[0] for cell in cells])
    lines = _distinct([cell[1] for cell in cells])
    grid = [[""] * len(columns) for _ in lines]
    left = list(chars)
    unfinished: set[int] = set()
    for cell in sorted(cells, key=lambda c: (c[2] - c[0]) * (c[3] - c[1])):
        inside = [char for char in left if _holds(cell, char)]
        if not inside:
            continue
        left = [char for char in left if not _holds(cell, char)]
        row, column = _place(lines, cell[1]), _place(columns, cell[0])
        grid[row][column] = cell_text(inside)
        if cell[3] >= max(c[3] for c in cells) - SNAP and _unfinished(cell, inside):
            unfinished.add(column)
    return [row for row in grid if any(row)], frozenset(unfinished)


def _unfinished(cell: Box, chars: Sequence[Char]) -> bool:
    """The cell's last line is full: as far right as its other lines, or nearly as far as the cell."""
    lines = to_fragments(chars)
    last = lines[-1]
    ends = [line.x1 for line in lines[:-1] if abs(line.base - last.base) > last.size / 2]
    margin = max(ends) - last.size if ends else cell[2] - NARROW * last.size
    return last.x1 >= margin and not is_stopped(last.text)


def _distinct(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _place(edges: Sequence[float], value: float) -> int:
    return max(index for index, edge in enumerate(edges) if edge <= value + 0.01)


def cell_text(chars: Sequence[Char]) -> str:
    """Return a cell's lines as one text."""
    lines: list[list[Fragment]] = []
    for fragment in to_fragments(chars):
        if lines and abs(lines[-1][0].base - fragment.base) < 0.45 * fragment.size:
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    texts = [" ".join(f.text for f in sorted(line, key=lambda f: f.x0)) for line in lines]
    return inline("\n".join(texts))


# over page ends -------------------------------------------------------------------------------------


def same_rows(first: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows at the beginning of ``rows``, not all, are those that the table began with."""
    count = 0
    while count < min(len(first), len(rows) - 1) and _squeezed(first[count]) == _squeezed(rows[count]):
        count += 1
    return count


def _squeezed(row: Sequence[str]) -> list[str]:
    return [squeeze(cell) for cell in row]


def goes_on_in(
    held: Sequence[str], row: Sequence[str], rows: Sequence[Sequence[str]], unfinished: frozenset[int]
) -> bool:
    """Tell whether ``row``, the first one on a page, is the rest of ``held``, the last one of the page
    before.

    It is where it fills fewer cells than ``held`` and none that is empty there, and either a cell that all
    ``rows`` of the table so far number is empty in it, or it fills a cell whose text is ``unfinished`` and
    leaves one empty that all rows fill: a merged cell leaves blanks too, and ends its text.

    >>> goes_on_in(["3", "建设", "区建委"], ["", "绿道。", ""], [["1", "甲", "乙"]], frozenset())
    True
    """
    filled = {column for column, cell in enumerate(row) if cell}
    if len(row) != len(held) or not filled < {column for column, cell in enumerate(held) if cell}:
        return False
    always = [column for column in range(len(row)) if all(one[column] for one in rows)]
    empty = [column for column in always if column not in filled]
    if any(all(squeeze(one[column]).isdigit() for one in rows) for column in empty[:1]):
        return True
    return bool(empty) and bool(filled & unfinished)


def join_rows(held: Sequence[str], rest: Sequence[str]) -> list[str]:
    """Return the row that a page end cut in two."""
    return [inline(f"{a}\n{b}") if a and b else a or b for a, b in zip(held, rest, strict=True)]


LOOSE_ROWS = 3
"""A table without rules has this many rows at least, each in three columns or more."""


def loose_table(rows: Sequence[Sequence[Fragment]]) -> Table | None:
    """Return the table that rows of fragments side by side make, ``None`` if they are too few.

    Fragments that overlap in breadth stand in one column.
    """
    if len(rows) < LOOSE_ROWS:
        return None
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((fragment.x0, fragment.x1) for row in rows for fragment in row):
        if columns and x0 < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    if len(columns) < 3:
        return None
    grid = [[""] * len(columns) for _ in rows]
    for cells, row in zip(grid, rows, strict=True):
        for fragment in row:
            index = next(i for i, (low, high) in enumerate(columns) if low <= fragment.x0 <= high)
            cells[index] = f"{cells[index]} {fragment.text}".strip()
    box = rows[0][0].x0, rows[0][0].top, rows[-1][-1].x1, rows[-1][-1].bottom
    return Table(box, grid)
