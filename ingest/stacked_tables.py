"""Tables whose cells came one a line, as a copied page or a PDF's text gives them: 序号, the other columns'
names, then 1, what belongs to it, 2 …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.chars import squeeze
from ingest.lines import Line
from ingest.numerals import parse_numeral
from ingest.sentences import is_stopped
from ingest.tables import HEADER_LONGEST, NUMBER_COLUMN, is_numeric

FEWEST_COLUMNS, MOST_COLUMNS = 3, 12
"""Columns of such a table, that of the numbers included."""

FEWEST_ROWS = 2
"""Rows that a table has at least, each with the number that comes next."""

MOST_SKIPPED = 2
"""The next row's number is so much higher at most: one may be missing."""

WRAPPED_SHORTEST, REST_SHORTEST = 8, 5
"""Characters of a cell's line that may go on in the next one, and of that: 亿元 below a name is its unit."""

CELL_LONGEST = 160
"""Characters of a cell's line at most."""

_NUMBER = re.compile(r"[0-9０-９]{1,3}$")
_GROUP = re.compile(r"[一二三四五六七八九十]{1,3}、\S{2,24}$|[（(][一二三四五六七八九十]{1,3}[）)]\S{2,24}$")
_END = re.compile(
    r"(?:注|备注|说明|附注|资料来源)[：:]|附[件表图录][0-9０-９一二三四五六七八九十]*(?:[：:\s]|$)"
)


@dataclass(frozen=True, slots=True)
class StackedRow:
    """A row: of each cell the lines (indices) that hold it. ``whole`` if its cells are as many as the
    columns; otherwise which line belongs to which cell is not known, and each stands by itself."""

    cells: tuple[tuple[int, ...], ...]
    whole: bool = True

    @property
    def last(self) -> int:
        """Index of its last line."""
        return self.cells[-1][-1]


def stacked_rows(lines: Sequence[Line]) -> dict[int, StackedRow]:
    """Return the rows of such tables, their heads among them, by the index of the first line.

    >>> from ingest.lines import split_lines
    >>> cells = "序号 指标 单位 目标 1 绿道 公里 96 2 公园 座 31".split()
    >>> [row.cells for row in stacked_rows(split_lines("\\n".join(cells))).values()][1]
    ((4,), (5,), (6,), (7,))
    """
    found: dict[int, StackedRow] = {}
    places = [index for index, line in enumerate(lines) if line.text]
    at = 0
    while at < len(places):
        table = _Table(lines, places, at)
        rows = list(table.rows()) if table.columns else []
        if sum(row.whole for row in rows) > FEWEST_ROWS:
            found |= {row.cells[0][0]: row for row in rows}
            at = table.at
        else:
            at += 1
    return found


class _Table:
    """The table that begins at the place ``at``: ``columns`` are as many as its head has lines, none if no
    table begins there."""

    def __init__(self, lines: Sequence[Line], places: Sequence[int], at: int) -> None:
        self.lines, self.places, self.at = lines, places, at
        self.columns = self._head() if squeeze(lines[places[at]].text) in NUMBER_COLUMN else 0

    def _text(self, at: int) -> str:
        return squeeze(self.lines[self.places[at]].text) if at < len(self.places) else ""

    def _head(self) -> int:
        """How many short lines there are before 1, or before the name of the first group of rows."""
        for columns in range(1, MOST_COLUMNS + 1):
            text = self._text(self.at + columns)
            if _number(text) == 1 or _GROUP.match(text) and _number(self._text(self.at + columns + 1)) == 1:
                return columns if columns >= FEWEST_COLUMNS else 0
            line = self.lines[self.places[self.at + columns]] if text else None
            if line is None or line.tabbed or len(text) > HEADER_LONGEST or is_stopped(text):
                return 0
        return 0

    def rows(self) -> Iterator[StackedRow]:
        """Yield the rows and go on to where the table ends."""
        head = [self._text(self.at + column) for column in range(self.columns)]
        expected = 1
        while self.at < len(self.places):
            if [self._text(self.at + column) for column in range(self.columns)] == head:
                yield self._taken(self.columns)
                continue
            number = _number(self._text(self.at))
            if number is None and _GROUP.match(self._text(self.at)) and self._follows(self.at + 1, expected):
                yield self._taken(1)
            elif number is not None and expected <= number <= expected + MOST_SKIPPED:
                expected = number + 1
                yield self._row(head, expected)
            else:
                return

    def _taken(self, count: int) -> StackedRow:
        cells = tuple((place,) for place in self.places[self.at : self.at + count])
        self.at += count
        return StackedRow(cells)

    def _row(self, head: Sequence[str], expected: int) -> StackedRow:
        """The row that begins at the place, up to the one with the number ``expected``."""
        begin = self.at
        end = begin + self.columns
        if not (self._is_border(end, head, expected) and all(map(self._is_cell, range(begin, end)))):
            end = begin + 1
            while self._goes_on(begin, end, head, expected):
                end += 1
        self.at = end
        merged = _merged(self.lines, self.places[begin + 1 : end], self.columns - 1)
        if merged is None:
            return StackedRow(tuple((place,) for place in self.places[begin:end]), whole=False)
        return StackedRow(((self.places[begin],), *merged))

    def _goes_on(self, begin: int, end: int, head: Sequence[str], expected: int) -> bool:
        if not self._is_cell(end):
            return False
        if end - begin < self.columns:
            # A figure may be the next row's number; it is, if a whole row begins with it.
            return not (
                self._follows(end, expected) and self._is_border(end + self.columns, head, expected + 1)
            )
        if self._begins_row(end, head, expected):
            return False
        # A further line is this row's if another row begins soon behind it.
        return any(self._begins_row(at, head, expected) for at in range(end + 1, end + self.columns))

    def _is_cell(self, at: int) -> bool:
        text = self._text(at)
        return bool(text) and not (
            self.lines[self.places[at]].tabbed or len(text) > CELL_LONGEST or _END.match(text)
        )

    def _is_border(self, at: int, head: Sequence[str], expected: int) -> bool:
        """Whether a row may end before the place: another begins there, or nothing or a note follows."""
        text = self._text(at)
        return not text or _END.match(text) is not None or self._begins_row(at, head, expected)

    def _begins_row(self, at: int, head: Sequence[str], expected: int) -> bool:
        if self._follows(at, expected) or self._text(at) == head[0]:
            return True
        return _GROUP.match(self._text(at)) is not None and self._follows(at + 1, expected)

    def _follows(self, at: int, expected: int) -> bool:
        number = _number(self._text(at))
        return number is not None and expected <= number <= expected + MOST_SKIPPED


def _merged(lines: Sequence[Line], places: Sequence[int], cells: int) -> tuple[tuple[int, ...], ...] | None:
    """The lines of a row as so many cells: those that were broken over lines joined, if it is plain which."""
    over = len(places) - cells
    if over == 0:
        return tuple((place,) for place in places)
    texts = [squeeze(lines[place].text) for place in places]
    broken = [n for n in range(len(texts) - 1) if _may_go_on(texts[n], texts[n + 1])]
    if over < 0 or len(broken) != over:
        return None
    joined: list[tuple[int, ...]] = []
    for number, place in enumerate(places):
        if number - 1 in broken:
            joined[-1] = (*joined[-1], place)
        else:
            joined.append((place,))
    return tuple(joined)


def _may_go_on(text: str, following: str) -> bool:
    words = not is_numeric(text) and not is_numeric(following)
    return words and len(text) >= WRAPPED_SHORTEST and len(following) >= REST_SHORTEST


def _number(text: str) -> int | None:
    return parse_numeral(text) if _NUMBER.match(text) else None
