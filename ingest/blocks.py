"""Lines joined into blocks: paragraphs, headings and table rows, each with its way back to the source."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ingest.chars import squeeze, strip_span
from ingest.decimals import decimal_sequence
from ingest.gaps import TAB, WIDE_GAP, is_paragraph, kept_apart, numbered_lines
from ingest.lines import Layout, Line
from ingest.markers import read_marker
from ingest.numerals import parse_numeral
from ingest.paragraphs import OpenParagraph, needs_space
from ingest.pieces import Assembler, Piece
from ingest.spaced_tables import spaced_rows
from ingest.stacked_tables import stacked_rows

BlockKind = Literal["text", "row", "note"]
NAME_LONGEST = 5
"""A person's name in a list of appointments has at most this many characters, blanks apart."""

_NOTE_MARK = re.compile(r"[¹²³⁴-⁹⁰]+\s*\S|\[\d{1,2}\]\s*\S|注\s*[：:]\s*\S")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, note or table row.

    ``pieces`` are the source slices that make it up, separators included; ``text`` is their text.
    ``cells`` are the spans of a row's cells in ``text`` (empty cells are empty spans); ``line`` and
    ``last_line`` are 1-based source lines; ``gap`` counts the blank lines before the block; ``hashes``
    counts the ``#`` that mark it up as a heading, ``width`` is that of its widest line (half-width columns).
    """

    kind: BlockKind
    text: str
    pieces: tuple[Piece, ...]
    line: int
    last_line: int
    gap: int
    cells: tuple[tuple[int, int], ...] = ()
    hashes: int = 0
    width: int = 0

    def cell_texts(self) -> tuple[str, ...]:
        """Return the text of each cell."""
        return tuple(self.text[start:end] for start, end in self.cells)


@dataclass(slots=True)
class BlockList:
    """The blocks of a file and the markup characters that were left out of them, as source spans."""

    blocks: list[Block]
    markup: list[Piece]


def build_blocks(source: str, lines: Sequence[Line], layout: Layout, noise: dict[int, str]) -> BlockList:
    """Join ``lines`` into blocks.

    ``noise`` (index to reason) is passed over, so that a paragraph goes on through a page number or an
    injected address; a footnote that stands inside a broken-off paragraph is set aside behind it.
    """
    kept = [(i, line) for i, line in enumerate(lines) if i not in noise]
    decimals = {i for i, _ in decimal_sequence((line.start, line.text) for _, line in kept if line.text)}
    shown = [line for _, line in kept]
    numbered = numbered_lines(shown)
    joiner = _Joiner(source, layout, decimals, {shown[i].start: gap for i, gap in numbered.items()})
    tables, spaced, stacked = _column_lines(shown, numbered), spaced_rows(shown), stacked_rows(shown)
    gap, done = 0, -1
    for index, (line, columned) in enumerate(zip(shown, tables, strict=True)):
        if index <= done:
            continue
        if line.blank and not line.tabbed:
            gap += 1
            joiner.blank()
            continue
        if index in stacked:
            done = stacked[index].last
            joiner.feed_stacked([[shown[place] for place in cell] for cell in stacked[index].cells], gap)
        elif index in spaced:
            joiner.feed_cells(line, gap, spaced[index])
        else:
            joiner.feed(line, gap, columned)
        gap = 0
    joiner.flush()
    return BlockList(joiner.blocks, joiner.assembler.markup)


def _column_lines(lines: Sequence[Line], numbered: Container[int]) -> list[bool]:
    """Tell for each line whether it is a row of a list set in columns by runs of blanks; the gaps of the
    ``numbered`` ones stand behind their marks."""
    gapped = [
        index not in numbered and bool(re.match(r"\S{1,8}(?: {1,2}\S{1,3})?[ \u3000]{4,}\S", line.text))
        for index, line in enumerate(lines)
    ]
    filled = [i for i, line in enumerate(lines) if not line.blank]
    result = [False] * len(lines)
    for position, index in enumerate(filled):
        near = filled[max(0, position - 3) : position] + filled[position + 1 : position + 4]
        result[index] = gapped[index] and any(gapped[other] for other in near)
    return result


class _Joiner:
    """``decimals`` are where the lines of 1.1 headings start; ``gaps`` are those behind the marks of numbered
    lines (:func:`ingest.gaps.numbered_lines`), by where the line starts."""

    def __init__(
        self,
        source: str,
        layout: Layout,
        decimals: Set[int],
        gaps: Mapping[int, Piece | None] = MappingProxyType({}),
    ) -> None:
        self.source = source
        self.gaps = gaps
        self.layout = layout
        self.decimals = decimals
        self.assembler = Assembler(source)
        self.blocks: list[Block] = []
        self.open: OpenParagraph | None = None
        self.cells: list[list[Line]] = []
        self.cells_gap = 0
        self.cell_lines = False
        self.notes: list[tuple[Line, int]] = []
        self.space_table = 0
        self.name_list = False

    def blank(self) -> None:
        """A blank line ends a row that is laid out one cell a line."""
        if self.cells:
            self._flush_cells()

    def feed_cells(self, line: Line, gap: int, cells: Sequence[Piece]) -> None:
        """A row whose cells are known."""
        self._flush_cells()
        self._flush_text()
        self._emit_row([[cell] for cell in cells], line, line, gap)
        self.cell_lines = False

    def feed_stacked(self, cells: Sequence[Sequence[Line]], gap: int) -> None:
        """A row whose cells came one a line, or several."""
        self._flush_cells()
        self._flush_text()
        spans = [[(line.start, line.end) for line in cell] for cell in cells]
        self._emit_row(spans, cells[0][0], cells[-1][-1], gap)
        self.cell_lines = False

    def feed(self, line: Line, gap: int, columned: bool) -> None:
        if self.cells and not line.tabbed and is_paragraph(line):
            self._flush_cells()
        if line.tabbed and not line.columns and not self._is_short_row(line):
            self._feed_cell(line, gap)
        elif self.cells:
            self.cells[-1].append(line)
        elif (line.columns and line.start not in self.gaps) or line.tabbed or columned:
            self._feed_row(line, gap, WIDE_GAP)
        elif self._continues_row(line, gap):
            self._extend_row(line)
        elif line.text.startswith("|") and line.text.endswith("|") and line.text.count("|") > 2:
            self._feed_row(line, gap, re.compile(r"\|"))
        elif self._is_spaced_row(line):
            self._feed_row(line, gap, re.compile(r" +"))
        else:
            self._feed_text(line, gap)

    # one cell a line -------------------------------------------------------------------------------

    def _feed_cell(self, line: Line, gap: int) -> None:
        if not self.cells:
            self._flush_text()
            self.cells_gap = gap
        self.cells.append([line])

    def _flush_cells(self) -> None:
        cells, self.cells = self.cells, []
        while cells and all(not line.text for line in cells[-1]):
            cells.pop()
        if cells:
            spans = [[(line.start, line.end) for line in cell] for cell in cells]
            self._emit_row(spans, cells[0][0], cells[-1][-1], self.cells_gap)
            self.cell_lines = True

    def _continues_row(self, line: Line, gap: int) -> bool:
        """A short piece without a mark between two rows belongs to the row's last cell: a cell that was
        broken over lines (``2025年`` / blank / ``目标``), or an entry of a list that goes on."""
        if not self.blocks or self.blocks[-1].kind != "row" or self.open:
            return False
        last = self.blocks[-1]
        if line.number - last.last_line > 3 or read_marker(line.text) or _NOTE_MARK.match(line.text):
            return False
        if self.cell_lines:
            return len(line.text) <= 12 and gap <= 1 and line.text[-1] not in "。：:"
        return self.name_list and (last.text[-1] not in "；;。" or line.text[0] in "（(")

    def _extend_row(self, line: Line) -> None:
        last = self.blocks.pop()
        text = last.text + self.source[line.start : line.end]
        cells = (*last.cells[:-1], (last.cells[-1][0], len(text)))
        self.blocks.append(
            Block(
                "row", text, (*last.pieces, (line.start, line.end)), last.line, line.number, last.gap, cells
            )
        )

    def _is_short_row(self, line: Line) -> bool:
        """A tab and one cell right below a row that has a line to itself: the cells before it are merged with
        those above."""
        last = self.blocks[-1] if self.blocks and not (self.cells or self.open) else None
        one_line = last is not None and last.kind == "row" and not self.cell_lines
        return bool(line.text) and one_line and last is not None and line.number == last.last_line + 1

    # one row a line --------------------------------------------------------------------------------

    def _feed_row(self, line: Line, gap: int, separator: re.Pattern[str]) -> None:
        self._flush_text()
        # Each leading tab is an empty cell: a merged one.
        spans: list[list[Piece]] = [[(line.start, line.start)] for _ in range(line.lead.count("\t"))]
        position = line.start
        for match in separator.finditer(self.source, line.start, line.end):
            spans.append([strip_span(self.source, position, match.start())])
            position = match.end()
        spans.append([strip_span(self.source, position, line.end)])
        if separator.pattern == r"\|":
            spans = spans[1:-1]
            if all(set(self.source[a:b]) <= set("-: ") for ((a, b),) in spans):
                self.assembler.markup.append((line.start, line.end))
                return
            bars = separator.finditer(self.source, line.start, line.end)
            self.assembler.markup += [(bar.start(), bar.end()) for bar in bars]
        self._emit_row(spans, line, line, gap)
        self.cell_lines = False

    def _is_spaced_row(self, line: Line) -> bool:
        """Rows of a table whose cells are kept apart by single blanks: they begin with a header that
        starts with 序号, and are numbered from 1 on."""
        tokens = line.text.split()
        if len(tokens) >= 3 and tokens[0] == "序号":
            self.space_table = 1
            return True
        number = read_number(tokens[0]) if tokens else None
        if self.space_table and len(tokens) >= 3 and number == self.space_table:
            self.space_table += 1
            return True
        self.space_table = 0
        return False

    def _emit_row(self, cells: Sequence[Sequence[Piece]], first: Line, last: Line, gap: int) -> None:
        spans: list[tuple[int, int]] = []
        for index, parts in enumerate(cells):
            if index:
                self.assembler.separate("\t")
            start = self.assembler.length
            for a, b in parts:
                self.assembler.add(a, b)
            spans.append((start, self.assembler.length))
        text, pieces = self.assembler.take()
        if text.strip():
            self.name_list = self._is_name_list(text, spans)
            self.blocks.append(Block("row", text, pieces, first.number, last.number, gap, tuple(spans)))

    def _is_name_list(self, text: str, cells: Sequence[tuple[int, int]]) -> bool:
        """A list of appointments: it is headed 姓名, or its entries of name and post end in semicolons."""
        name = squeeze(text[slice(*cells[0])])
        if len(cells) != 2 or len(name) > NAME_LONGEST or read_number(name) is not None:
            return False
        return self.name_list or name == "姓名" or text[-1] in "；;"

    # running text ----------------------------------------------------------------------------------

    def _feed_text(self, line: Line, gap: int) -> None:
        if _NOTE_MARK.match(line.text) and not self.layout.wrapped:
            self.notes.append((line, gap))
            if self.open is None or not self.open.may_go_on(self.layout):
                self._flush_text()
            return
        decimal = line.start in self.decimals
        if self.open and (decimal or self.open.ends_before(line, self.layout)):
            self._flush_text()
        if self.open:
            self.open.add(line)
        else:
            self.open = OpenParagraph.begin(line, gap, decimal=decimal)

    def _flush_text(self) -> None:
        if self.open:
            self._emit_text(self.open)
            self.open = None
        notes, self.notes = self.notes, []
        for line, gap in notes:
            self.assembler.add(line.start, line.end)
            text, pieces = self.assembler.take()
            self.blocks.append(Block("note", text, pieces, line.number, line.number, gap))

    def _emit_text(self, paragraph: OpenParagraph) -> None:
        lines = paragraph.lines
        for index, line in enumerate(lines):
            if index and needs_space(lines[index - 1].text[-1], line.text[0]):
                self.assembler.separate(" ")
            self._add_text(line)
        text, pieces = self.assembler.take()
        if text:
            first, last = lines[0].number, lines[-1].number
            width = max(line.width for line in lines)
            self.blocks.append(
                Block("text", text, pieces, first, last, paragraph.gap, (), paragraph.hashes, width)
            )

    def _add_text(self, line: Line) -> None:
        """Add a line of running text, the gap behind its mark closed and a blank for each tab."""
        position = line.start
        gap = self.gaps.get(position)
        gaps = [gap] if gap else []
        gaps += [tab.span() for tab in TAB.finditer(self.source, gap[1] if gap else position, line.end)]
        for start, end in gaps:
            self.assembler.add(position, start)
            if (start, end) != gap or kept_apart(self.source[position:start]):
                self.assembler.separate(" ")
            position = end
        self.assembler.add(position, line.end)

    def flush(self) -> None:
        self._flush_cells()
        self._flush_text()


def read_number(token: str) -> int | None:
    """Return the value of a token of digits of either width, else ``None``."""
    return parse_numeral(token) if token and token[0].isdigit() else None
