"""PDFs with a text layer: lines in reading order, tables as rows, pages as pages; scans are refused.

Laid out as text:

- a paragraph a line, put together by geometry (:mod:`ingest.readers.pdf_paragraphs`)
- a ruled table as rows of cells kept apart by tabs; its header once, also where it is printed on every page
- a footnote as a line ``¹ …`` right behind the paragraph that holds the mark, or before the page break where
  that paragraph goes on
- ``\\f`` before each page but the first; :attr:`RawText.page_labels` gives the numbers as printed
- running heads, page numbers and watermarks are left out and told in :attr:`RawText.dropped`
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from ingest.errors import UnreadableFile
from ingest.readers.pdf_furniture import Row, find_furniture, printed_number, row_text
from ingest.readers.pdf_lines import Fragment, order_fragments, side_by_side, to_fragments
from ingest.readers.pdf_page import Char, Page, open_pdf, read_page
from ingest.readers.pdf_paragraphs import Line, Margins, ends_before, join_lines, measure_margins
from ingest.readers.pdf_tables import Frame, Table, loose_table, take_tables
from ingest.readers.raw import RawText
from ingest.readers.writer import SUPERSCRIPTS, Writer, goes_on, inline

MAX_PAGES = 5000
"""Pages of one file: the longest plan seen has 400."""

NOTE_SIZE = 0.9
"""A footnote is set smaller than this share of the text's size."""

GARBLED_SHARE = 0.2
"""More characters than this share without a known meaning: the text layer is of no use."""

SCANNED_CHARS = 10
"""A page with a picture and fewer characters is a scanned one; a stamp or page number may have been added."""

PICTURE_SHARE = 0.3
_NOTE = re.compile(r"\s*([⁰¹²³⁴-⁹]{1,3}|[0-9]{1,2}(?![0-9])|\[[0-9]{1,2}\]|[①-⑳])[\s\u3000.、]*(?=\S)")
_MARKS = re.compile(r"[⁰¹²³⁴-⁹]+|\[[0-9]{1,2}\]")
NOTE_RULE = (40.0, 0.45)
"""The rule above footnotes: this many points long at least, this share of the page's width at most."""


@dataclass(slots=True)
class _Sheet:
    """A page on its way: rows of text and items in reading order, what was taken off, its footnotes."""

    page: Page
    rows: list[Row] = field(default_factory=list)
    columns: int = 0
    furniture: list[tuple[Row, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def read_pdf(data: bytes, name: str) -> RawText:
    """Read a PDF.

    Raises:
        UnreadableFile: damaged, encrypted, without a text layer, or with one that can't be read.
    """
    pages, labels = _pages(data, name)
    _check_text(pages, name)
    sheets = [_sheet(page) for page in pages]
    furniture = find_furniture([(sheet.page.height, side_by_side(sheet.rows)) for sheet in sheets])
    body_size = _body_size(pages)
    for sheet, taken in zip(sheets, furniture, strict=True):
        _take_off(sheet, taken)
        _take_notes(sheet, body_size)
        sheet.columns = _order(sheet)
    writer = Writer()
    _Setter(writer, sheets).run()
    _tell(writer, sheets)
    printed = [printed_number(taken) for taken in furniture]
    return RawText(
        writer.text(),
        "pdf",
        "application/pdf",
        page_labels=tuple(number or label for number, label in zip(printed, labels, strict=True)),
        dropped=tuple(writer.dropped),
        warnings=tuple(writer.warnings),
        whole_lines=True,
    )


def _pages(data: bytes, name: str) -> tuple[list[Page], list[str]]:
    try:
        document = open_pdf(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        reason, remedy = (
            ("已加密，需要密码", "请去除密码后重试") if locked else ("已损坏或不是 PDF", "请重新下载或导出")
        )
        raise UnreadableFile(f"{name}：文件{reason}", remedy=remedy) from error
    if not 0 < count <= MAX_PAGES:
        raise UnreadableFile(f"{name}：共 {count} 页，超过上限 {MAX_PAGES} 页", remedy="请拆分后再建索引")
    pages: list[Page] = []
    labels: list[str] = []
    for number in range(count):
        try:
            page = document[number]
        except pdfium.PdfiumError as error:
            raise UnreadableFile(f"{name}：第 {number + 1} 页已损坏", remedy="请重新下载或导出") from error
        pages.append(read_page(page))
        labels.append(document.get_page_label(number) or str(number + 1))
        page.close()
    return pages, labels


def _check_text(pages: Sequence[Page], name: str) -> None:
    known = sum(len(page.chars) for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if unmapped > GARBLED_SHARE * (known + unmapped):
        raise UnreadableFile(
            f"{name}：文字层无法识别（{unmapped} 个字符的字体没有编码对照）",
            remedy="请用原文件重新导出，或先作文字识别（OCR）",
        )
    if all(_scanned(page) or not page.chars for page in pages):
        kind = "是扫描图像" if any(page.pictures for page in pages) else "没有文字"
        raise UnreadableFile(
            f"{name}：{kind}，共 {len(pages)} 页，没有文字层",
            remedy="请先作文字识别（OCR），导出带文字层的 PDF 或 .docx",
        )


def _scanned(page: Page) -> bool:
    return page.pictures >= PICTURE_SHARE and len(page.chars) < SCANNED_CHARS


def _body_size(pages: Sequence[Page]) -> float:
    sizes = Counter(round(2 * char.size) for page in pages for char in page.chars)
    return sizes.most_common(1)[0][0] / 2 if sizes else 0.0


# one page ---------------------------------------------------------------------------------------------


def _sheet(page: Page) -> _Sheet:
    tables, frames, rest = take_tables(page)
    fragments = to_fragments(rest)
    size = fragments[0].size if fragments else 10.0
    items: list[Table | Frame] = [*tables, *frames]
    for item in items:
        x0, top, x1, bottom = item.box
        fragments.append(Fragment([Char("\ufffc", x0, top, x1, bottom, top, size)], item=item))
    return _Sheet(page, [[fragment] for fragment in fragments])


def _take_off(sheet: _Sheet, taken: list[tuple[Row, str]]) -> None:
    gone = {id(fragment) for row, _ in taken for fragment in row}
    sheet.furniture = taken
    sheet.rows = [row for row in sheet.rows if id(row[0]) not in gone]


def _take_notes(sheet: _Sheet, body_size: float) -> None:
    """Set the footnotes aside: the page's last lines, set smaller or under a short rule, that begin with a
    mark which stands in the page's text too."""
    rows = side_by_side(sheet.rows)
    start = min(_first_small(rows, body_size), _first_under_rule(rows, sheet.page))
    while start < len(rows) and not _NOTE.match(row_text(rows[start])):
        start += 1
    notes = _read_notes(rows[start:])
    above = "".join(_item_text(fragment) for row in rows[:start] for fragment in row)
    if not notes.keys() & set(_MARKS.findall(above)):
        return
    sheet.notes = notes
    gone = {id(fragment) for row in rows[start:] for fragment in row}
    sheet.rows = [row for row in sheet.rows if id(row[0]) not in gone]


def _first_small(rows: Sequence[Row], body_size: float) -> int:
    start = len(rows)
    while start and all(f.size <= NOTE_SIZE * body_size and f.item is None for f in rows[start - 1]):
        start -= 1
    return start


def _first_under_rule(rows: Sequence[Row], page: Page) -> int:
    """The first row under a short rule at the left margin that underlines nothing."""
    left = min((row[0].x0 for row in rows if row[0].item is None), default=0.0)
    for rule in page.rules:
        short = NOTE_RULE[0] <= rule.x1 - rule.x0 <= NOTE_RULE[1] * page.width
        if not short or rule.x0 > left + 3 or rule.top < page.height / 3:
            continue
        below = [row[0].item is None for row in rows if row[0].base > rule.top]
        underlines = any(-2 <= rule.top - f.base <= 4 and f.x0 < rule.x1 for row in rows for f in row)
        if below and all(below) and not underlines:
            return len(rows) - len(below)
    return len(rows)


def _read_notes(rows: Sequence[Row]) -> dict[str, str]:
    notes: dict[str, str] = {}
    mark = ""
    for row in rows:
        text = row_text(row)
        match = _NOTE.match(text)
        if match:
            mark = match.group(1).translate(SUPERSCRIPTS)
            text = text[match.end() :]
        notes[mark] = inline(f"{notes[mark]}\n{text}" if mark in notes else text)
    return notes


def _item_text(fragment: Fragment) -> str:
    item = fragment.item
    if isinstance(item, Table):
        return "".join(cell for row in item.rows for cell in row)
    return "".join(f.text for f in to_fragments(item.chars)) if isinstance(item, Frame) else fragment.text


def _order(sheet: _Sheet) -> int:
    sheet.rows = order_fragments([fragment for row in sheet.rows for fragment in row])
    return max((fragment.column for row in sheet.rows for fragment in row), default=0)


# the whole document -----------------------------------------------------------------------------------


class _Setter:
    """Writes the sheets out: paragraphs over page ends, tables over page ends, notes, page breaks."""

    def __init__(self, writer: Writer, sheets: list[_Sheet]) -> None:
        self.writer = writer
        self.sheets = sheets
        self.page = 0
        self.open: list[Line] = []
        self.table: Table | None = None
        self.flow = [item for number, sheet in enumerate(sheets) for item in _flow(number, sheet)]
        lines = [item for item in self.flow if isinstance(item, Line)]
        self.margins: Margins = measure_margins(lines) if lines else Margins({}, {}, False)

    def run(self) -> None:
        for item in self.flow:
            if isinstance(item, Line):
                self._line(item)
            else:
                self._close()
                self._turn_to(item[0])
                self._rows(item[1])
        self._close()
        self._turn_to(len(self.sheets) - 1)
        self._notes_left()

    def _line(self, line: Line) -> None:
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
        return [(mark, notes.pop(mark)) for mark in _MARKS.findall(text) if mark in notes]

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

    def _rows(self, table: Table) -> None:
        rows = table.rows
        if self.table is not None and rows and rows[0] == self.table.rows[0]:
            while rows and self.table.rows and rows[0] == self.table.rows[0] and len(rows) > 1:
                self.writer.drop(" ".join(filter(None, rows[0])), "repeated-header")
                rows = rows[1:]
        self.writer.rows(rows)
        if self.table is None or len(self.table.rows[0]) != len(table.rows[0]):
            self.table = table
        marks = "".join(cell for row in rows for cell in row)
        for mark, note in self._marked(self.page, marks):
            self.writer.note(mark, note)


def _flow(number: int, sheet: _Sheet) -> list[Line | tuple[int, Table]]:
    """The page's lines and tables in reading order."""
    found: list[Line | tuple[int, Table]] = []
    loose: list[Row] = []
    for index, row in enumerate([*sheet.rows, []]):
        if len(row) >= 3 and all(fragment.item is None for fragment in row):
            loose.append(row)
            continue
        if loose:
            table = loose_table(loose)
            found += [(number, table)] if table else [Line(r, number, (sheet.columns, 0)) for r in loose]
            loose = []
        for fragment in row:
            if isinstance(fragment.item, Table):
                found.append((number, fragment.item))
            elif isinstance(fragment.item, Frame):
                lines = order_fragments(to_fragments(fragment.item.chars))
                found += [Line(inner, number, (-1, number, index)) for inner in lines]
        plain = [fragment for fragment in row if fragment.item is None]
        if plain:
            found.append(Line(plain, number, (sheet.columns, plain[0].column)))
    return found


def _tell(writer: Writer, sheets: Sequence[_Sheet]) -> None:
    """Tell what was left out of each page, at the page's beginning, and which pages have no text."""
    starts = [0, *(match.end() for match in re.finditer("\f", writer.text()))]
    told = list(writer.dropped)
    for number, sheet in enumerate(sheets):
        place = starts[number] if number < len(starts) else len(writer.text())
        told += [(place, row_text(row), reason) for row, reason in sheet.furniture]
        if sheet.page.watermark.strip():
            told.append((place, sheet.page.watermark.strip(), "watermark"))
        if _scanned(sheet.page):
            writer.warnings.append(f"第 {number + 1} 页是扫描图像，没有文字层，内容未读取")
        elif not sheet.page.chars:
            writer.warnings.append(f"第 {number + 1} 页没有文字")
        if sheet.page.unmapped:
            writer.warnings.append(f"第 {number + 1} 页有 {sheet.page.unmapped} 个字符无法识别，未读取")
    writer.dropped = sorted(told, key=lambda item: item[0])
