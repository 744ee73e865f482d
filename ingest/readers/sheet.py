"""One page on its way to text: its tables, what is printed around it, its footnotes, its reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.page import Char, Page
from ingest.readers.page_furniture import Row, find_furniture, printed_number, row_text
from ingest.readers.page_lines import Fragment, order_fragments, side_by_side, to_fragments
from ingest.readers.page_paragraphs import Line
from ingest.readers.page_tables import Frame, Table, loose_table, take_tables
from ingest.readers.writer import SUPERSCRIPTS, inline

NOTE_SIZE = 0.9
"""A footnote is set smaller than this share of the text's size."""

_NOTE = re.compile(r"\s*([⁰¹²³⁴-⁹]{1,3}|[0-9]{1,2}(?![0-9])|\[[0-9]{1,2}\]|[①-⑳])[\s\u3000.、]*(?=\S)")
MARKS = re.compile(r"[⁰¹²³⁴-⁹]+|\[[0-9]{1,2}\]")
NOTE_RULE = (40.0, 0.45)
"""The rule above footnotes: this many points long at least, this share of the page's width at most."""


@dataclass(slots=True)
class Sheet:
    """A page on its way: rows of text and items in reading order, what was taken off, its footnotes,
    and the page ``number`` printed at its edge."""

    page: Page
    rows: list[Row] = field(default_factory=list)
    columns: int = 0
    furniture: list[tuple[Row, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    number: str | None = None


def make_sheets(pages: Sequence[Page]) -> list[Sheet]:
    """Return the sheets of a document's pages: what repeats from page to page is known only from all of
    them."""
    sheets = [_sheet(page) for page in pages]
    rows = [(sheet.page.height, side_by_side(sheet.rows)) for sheet in sheets]
    furniture = find_furniture(rows, misread=any(page.scanned for page in pages))
    body_size = _body_size(pages)
    for sheet, taken in zip(sheets, furniture, strict=True):
        _take_off(sheet, taken)
        sheet.number = printed_number(taken)
        _take_notes(sheet, body_size)
        sheet.columns = _order(sheet)
    return sheets


def _body_size(pages: Sequence[Page]) -> float:
    sizes = Counter(round(2 * char.size) for page in pages for char in page.chars)
    return sizes.most_common(1)[0][0] / 2 if sizes else 0.0


def _sheet(page: Page) -> Sheet:
    tables, frames, rest = take_tables(page)
    fragments = to_fragments(rest)
    size = fragments[0].size if fragments else 10.0
    items: list[Table | Frame] = [*tables, *frames]
    for item in items:
        x0, top, x1, bottom = item.box
        fragments.append(Fragment([Char("\ufffc", x0, top, x1, bottom, top, size)], item=item))
    return Sheet(page, [[fragment] for fragment in fragments])


def _take_off(sheet: Sheet, taken: list[tuple[Row, str]]) -> None:
    gone = {id(fragment) for row, _ in taken for fragment in row}
    sheet.furniture = taken
    sheet.rows = [row for row in sheet.rows if id(row[0]) not in gone]


def _take_notes(sheet: Sheet, body_size: float) -> None:
    """Set the footnotes aside: the page's last lines, set smaller or under a short rule, that begin with a
    mark. It stands in the page's text too; where it is lost there (a scan), it is raised in front of the
    note."""
    rows = side_by_side(sheet.rows)
    ruled = _first_under_rule(rows, sheet.page)
    start = min(_first_small(rows, body_size), ruled)
    while start < len(rows) and not _NOTE.match(row_text(rows[start])):
        start += 1
    notes = _read_notes(rows[start:])
    above = "".join(_item_text(fragment) for row in rows[:start] for fragment in row)
    raised = start < len(rows) and row_text(rows[start])[0] in SUPERSCRIPTS.values()
    if not notes.keys() & set(MARKS.findall(above)) and not (notes and raised):
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


def _order(sheet: Sheet) -> int:
    sheet.rows = order_fragments([fragment for row in sheet.rows for fragment in row])
    return max((fragment.column for row in sheet.rows for fragment in row), default=0)


def flow_of(number: int, sheet: Sheet) -> list[Line | tuple[int, Table]]:
    """The page's lines and tables in reading order."""
    found: list[Line | tuple[int, Table]] = []
    loose: list[Row] = []
    region = (int(sheet.page.scanned), sheet.columns)  # where margins are the same
    for index, row in enumerate([*sheet.rows, []]):
        if len(row) >= 3 and all(fragment.item is None for fragment in row):
            loose.append(row)
            continue
        if loose:
            table = loose_table(loose)
            found += [(number, table)] if table else [Line(r, number, (*region, 0)) for r in loose]
            loose = []
        for fragment in row:
            if isinstance(fragment.item, Table):
                found.append((number, fragment.item))
            elif isinstance(fragment.item, Frame):
                lines = order_fragments(to_fragments(fragment.item.chars))
                found += [Line(inner, number, (-1, number, index)) for inner in lines]
        plain = [fragment for fragment in row if fragment.item is None]
        if plain:
            found.append(Line(plain, number, (*region, plain[0].column)))
    return found
