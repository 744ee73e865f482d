"""Ruled tables of a PDF page: cells found by pdfplumber's table finder, filled with the characters inside.

The finder gets the ruled lines that pypdfium2 reads (its own parser, pdfminer, takes three times as long). A
"table" of a single cell is a frame around text (专栏): its text stays running text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from ingest.readers.pdf_lines import Fragment, to_fragments
from ingest.readers.pdf_page import Char, Page, Rule
from ingest.readers.writer import inline

Box = tuple[float, float, float, float]
SNAP = 3.0
"""Rules this close (points) are one; so are ends that nearly meet."""

LEAST_CELL = 4.0
"""A cell narrower or lower than this (points) is the gap of a double rule."""

MAX_EDGES = 3000
"""Rules on a page of tables number some hundreds; a page with more is a drawing."""


@dataclass(slots=True)
class Table:
    """A table: its ``box`` (x0, top, x1, bottom) and its rows; merged cells are empty strings."""

    box: Box
    rows: list[list[str]]


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
        rows = _rows(cells, inside)
        if sum(sum(bool(cell) for cell in row) > 1 for row in rows) >= 1 and len(cells) > 1:
            tables.append(Table(box, rows))
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


def _rows(cells: Sequence[Box], chars: Sequence[Char]) -> list[list[str]]:
    """Place each cell by its upper left corner in the grid that all edges make."""
    columns = _distinct([cell[0] for cell in cells])
    lines = _distinct([cell[1] for cell in cells])
    grid = [[""] * len(columns) for _ in lines]
    left = list(chars)
    for cell in sorted(cells, key=lambda c: (c[2] - c[0]) * (c[3] - c[1])):
        inside = [char for char in left if _holds(cell, char)]
        if not inside:
            continue
        left = [char for char in left if not _holds(cell, char)]
        grid[_place(lines, cell[1])][_place(columns, cell[0])] = cell_text(inside)
    return [row for row in grid if any(row)]


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
