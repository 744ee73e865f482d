"""Pages set as text: paragraphs and tables put together over page ends, notes with their marks, page breaks.

Laid out as text:

- a paragraph a line, put together by geometry (:mod:`ingest.readers.page_paragraphs`)
- a ruled table as rows of cells kept apart by tabs; its header once, also where it is printed on every page;
  a row that a page end cuts in two as one row, on the page where it begins
- a footnote as a line ``¹ …`` right behind the paragraph that holds the mark, or before the page break where
  that paragraph goes on
- ``\\f`` before each page but the first
- running heads, page numbers and watermarks are left out and told
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.chars import squeeze
from ingest.page_labels import settle_labels
from ingest.readers.page import Page
from ingest.readers.page_furniture import row_text
from ingest.readers.page_paragraphs import Line, Margins, ends_before, join_lines, measure_margins
from ingest.readers.page_tables import Table, goes_on_in, join_rows, same_rows
from ingest.readers.sheet import MARKS, Sheet, flow_of, make_sheets
from ingest.readers.writer import Writer, goes_on

CONTINUED = re.compile(r"续表|[（(]续(?:表|上表|前表)?[）)]$|^[（(]?(?:接上页|续上页|续前页)[）)]?$")
"""A caption that only says that the table of the page before goes on."""


def set_pages(pages: Sequence[Page], given: Sequence[str] = ()) -> tuple[Writer, tuple[str, ...]]:
    """Return what the pages read as, and each page's number as printed (empty where none is known).

    ``given`` are the page numbers that the file itself gives.
    """
    sheets = make_sheets(pages)
    writer = Writer()
    _Setter(writer, sheets).run()
    _tell(writer, sheets)
    labels = settle_labels([sheet.number for sheet in sheets], given)
    return writer, labels or ("",) * len(sheets)


class _Setter:
    """Writes the sheets out. ``open`` are the lines of the paragraph so far, ``table`` the first piece of the
    table so far, ``rows`` all its rows, ``held`` the last one, kept back because it may go on on the next
    page (``unfinished``: its cells that may), ``late`` captions passed over."""

    def __init__(self, writer: Writer, sheets: list[Sheet]) -> None:
        self.writer = writer
        self.sheets = sheets
        self.page = 0
        self.open: list[Line] = []
        self.table: Table | None = None
        self.table_page = 0
        self.rows: list[list[str]] = []
        self.unfinished: frozenset[int] = frozenset()
        self.held: list[str] = []
        self.late: list[str] = []
        self.flow = [item for number, sheet in enumerate(sheets) for item in flow_of(number, sheet)]
        lines = [item for item in self.flow if isinstance(item, Line)]
        self.margins: Margins = measure_margins(lines) if lines else Margins({}, {}, False)

    def run(self) -> None:
        """Write everything."""
        for index, item in enumerate(self.flow):
            if not isinstance(item, Line):
                self._close()
                self._rows(*item)
            elif self._says_continued(index):
                self.late.append(item.text)
            else:
                self._line(item)
        self._release()
        self._close()
        self._turn_to(len(self.sheets) - 1)
        self._tell_late()
        self._notes_left()

    # running text ----------------------------------------------------------------------------------

    def _line(self, line: Line) -> None:
        self._release()
        if self.open and ends_before(self.open, line, self.margins):
            self._close()
        self.open.append(line)
        self.table = None

    def _close(self) -> None:
        lines, self.open = self.open, []
        if not lines:
            return
        pieces = join_lines(lines)
        self._turn_to(pieces[0][0])
        text = pieces[0][1]
        waiting: list[tuple[str, str]] = []
        for (page, piece), (following, after) in zip(pieces, pieces[1:], strict=False):
            waiting += self._marked(page, piece)
            between = ""
            if goes_on(piece):
                between = "".join(f"\n{mark} {note}" for mark, note in waiting)
                waiting = []
            text += between + ("\n" if between else "") + "\f" * (following - page) + after
        waiting += self._marked(*pieces[-1])
        if len(pieces) > 1:
            self._notes_left()
        self.writer.line(text)
        self.page = pieces[-1][0]
        for mark, note in waiting:
            self.writer.note(mark, note)

    def _marked(self, page: int, text: str) -> list[tuple[str, str]]:
        """Take the notes whose marks stand in ``text``."""
        notes = self.sheets[page].notes
        return [(mark, notes.pop(mark)) for mark in MARKS.findall(text) if mark in notes]

    def _turn_to(self, page: int) -> None:
        while self.page < page:
            self._notes_left()
            self.writer.feed()
            self.page += 1

    def _notes_left(self) -> None:
        notes = self.sheets[self.page].notes
        for mark, text in notes.items():
            self.writer.note(mark or "注：", text)
        notes.clear()

    # tables ------------------------------------------------------------------------------------------

    def _says_continued(self, index: int) -> bool:
        """A line between two pieces of a table that says no more than 续表."""
        item, following = self.flow[index], self.flow[index + 1 : index + 2]
        return (
            isinstance(item, Line)
            and self.table is not None
            and bool(following)
            and not isinstance(following[0], Line)
            and following[0][0] == item.page == self.table_page + 1
            and CONTINUED.search(squeeze(item.text)) is not None
        )

    def _rows(self, page: int, table: Table) -> None:
        rows, repeated = list(table.rows), 0
        if self.table is not None:
            repeated = same_rows(self.table.rows, rows)
        self.late += [" ".join(filter(None, row)) for row in rows[:repeated]]
        rows = rows[repeated:]
        next_page = self.table is not None and page == self.table_page + 1
        if self.held and next_page and rows and goes_on_in(self.held, rows[0], self.rows, self.unfinished):
            self.held = join_rows(self.held, rows.pop(0))
            if not rows:  # the row fills the whole page: it may go on on the next one too
                self.table_page, self.unfinished = page, table.unfinished
                return
        self._release()
        self._turn_to(page)
        self._tell_late()
        self._write(rows[:-1])
        self.held = rows[-1] if rows else []
        if self.table is None or len(self.table.rows[0]) != len(table.rows[0]):
            self.table, self.rows = table, []
        self.rows += rows
        self.table_page, self.unfinished = page, table.unfinished

    def _tell_late(self) -> None:
        late, self.late = self.late, []
        for text in late:
            self.writer.drop(text, "repeated-header")

    def _release(self) -> None:
        """Write the row that was kept back: nothing more belongs to it."""
        held, self.held = self.held, []
        self._write([held] if held else [])

    def _write(self, rows: Sequence[Sequence[str]]) -> None:
        self.writer.rows(rows)
        marks = "".join(cell for row in rows for cell in row)
        for mark, note in self._marked(self.page, marks):
            self.writer.note(mark, note)


def _tell(writer: Writer, sheets: Sequence[Sheet]) -> None:
    """Tell what was left out of each page, at the page's beginning, and what could not be read."""
    starts = [0, *(match.end() for match in re.finditer("\f", writer.text()))]
    told = list(writer.dropped)
    for number, sheet in enumerate(sheets):
        place = starts[number] if number < len(starts) else len(writer.text())
        told += [(place, row_text(row), reason) for row, reason in sheet.furniture]
        left_out = [(sheet.page.watermark, "watermark"), *sheet.page.left_out]
        told += [(place, text.strip(), reason) for text, reason in left_out if text.strip()]
        if sheet.page.unmapped:
            writer.warnings.append(f"第 {number + 1} 页有 {sheet.page.unmapped} 个字符无法识别，未读取")
    writer.dropped = sorted(told, key=lambda item: item[0])
