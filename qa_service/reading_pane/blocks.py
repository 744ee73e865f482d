"""Canonical text in blocks: headings, paragraphs, tables, notes, each with its span.

A canonical line is a block of the source, a tab parts two cells of a row (see :mod:`ingest.assemble`), so
the blocks come back from the text; the passages tell captions, header rows, notes and covers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ingest.chars import squeeze
from ingest.model import Document, Passage, Section

BlockKind = Literal["heading", "text", "table", "note", "front"]

HEADING_LINES = 4
"""A heading that was set over several lines has at most this many."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row, ``[start, end)`` of the canonical text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; ``header`` rows name the columns."""

    start: int
    end: int
    header: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """``[start, end)`` of the canonical text; ``text`` is verbatim (empty for a table, whose text stands in
    its ``rows``). ``level`` is a heading's, ``lead`` the length of a heading that runs into its text.
    ``page_start`` and ``page_end`` are the pages that it stands on, where they are known."""

    kind: BlockKind
    start: int
    end: int
    text: str = ""
    level: int | None = None
    lead: int = 0
    page_start: int | None = None
    page_end: int | None = None
    rows: tuple[Row, ...] = field(default=())


class Blocks:
    """The blocks of one document."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._passages = document.passages
        self._starts = [passage.locator.start for passage in document.passages]
        self._headings = {section.start: section for section in document.sections}
        self.all: tuple[TextBlock, ...] = tuple(self._build())
        self._offsets = [block.start for block in self.all]

    def between(self, start: int, end: int) -> tuple[TextBlock, ...]:
        """Return the blocks that begin in ``[start, end)``: consecutive spans give each block once."""
        first = bisect_right(self._offsets, start - 1)
        last = bisect_right(self._offsets, end - 1)
        return self.all[first:last]

    def _build(self) -> Iterator[TextBlock]:
        lines = list(_lines(self._text))
        index = 0
        while index < len(lines):
            start, end = lines[index]
            if "\t" in self._text[start:end]:
                stop = index
                while stop < len(lines) and self._is_row(*lines[stop]):
                    stop += 1
                yield self._table(lines[index:stop])
                index = stop
                continue
            count = self._heading_lines(lines, index)
            if count:
                yield self._heading(start, lines[index + count - 1][1])
                index += count
                continue
            if start < end:
                yield self._plain(start, end)
            index += 1

    def _is_row(self, start: int, end: int) -> bool:
        return "\t" in self._text[start:end]

    def _heading_lines(self, lines: list[tuple[int, int]], index: int) -> int:
        """How many lines from ``index`` on make up a heading; 0 if they make none."""
        section = self._headings.get(lines[index][0])
        if section is None:
            return 0
        wanted = squeeze(section.heading)
        for count in range(1, HEADING_LINES + 1):
            if index + count > len(lines):
                return 0
            seen = squeeze(self._text[lines[index][0] : lines[index + count - 1][1]])
            if seen == wanted:
                return count
            if not wanted.startswith(seen):
                return 0
        return 0

    def _heading(self, start: int, end: int) -> TextBlock:
        section = self._headings[start]
        pages = self._pages(start, end)
        return TextBlock("heading", start, end, self._text[start:end], section.level, 0, *pages)

    def _plain(self, start: int, end: int) -> TextBlock:
        passage = self._passage_at(start)
        kind: BlockKind = "text"
        if passage is not None and passage.kind in ("note", "front"):
            kind = "note" if passage.kind == "note" else "front"
        section = self._headings.get(start)
        lead = _lead(section, self._text[start:end]) if section else 0
        level = section.level if section and lead else None
        return TextBlock(kind, start, end, self._text[start:end], level, lead, *self._pages(start, end))

    def _table(self, lines: list[tuple[int, int]]) -> TextBlock:
        rows = tuple(Row(a, b, self._is_header(b), tuple(_cells(self._text, a, b))) for a, b in lines)
        start, end = lines[0][0], lines[-1][1]
        return TextBlock("table", start, end, "", None, 0, *self._pages(start, end), rows)

    def _is_header(self, end: int) -> bool:
        """A row's passage ends with the row; what stands before it in the passage is its header."""
        passage = self._passage_at(end - 1)
        return passage is not None and passage.kind == "row" and passage.locator.end > end

    def _passage_at(self, offset: int) -> Passage | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self._passages[index].locator.end <= offset:
            return None
        return self._passages[index]

    def _pages(self, start: int, end: int) -> tuple[int | None, int | None]:
        first, last = self._passage_at(start), self._passage_at(max(start, end - 1))
        first = first or last
        last = last or first
        if first is None or last is None:
            return None, None
        return first.locator.page_start, last.locator.page_end


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _cells(text: str, start: int, end: int) -> Iterator[Cell]:
    for cell in text[start:end].split("\t"):
        yield Cell(start, start + len(cell), cell)
        start += len(cell) + 1


def _lead(section: Section, line: str) -> int:
    """Length of the heading at the beginning of ``line``; 0 if the line does not begin with it."""
    wanted = squeeze(section.heading)
    for length in range(len(wanted), min(len(line), 2 * len(wanted) + 8) + 1):
        if squeeze(line[:length]) == wanted:
            return length
    return 0
