"""Sections cut into passages: by paragraph and sentence, never across a section border, rows on their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.model import Appointment, IndicatorRow, PassageKind
from ingest.outline import Entry
from ingest.paragraph_cuts import CEILING, LONGEST, TARGET, cut_paragraph
from ingest.row_fields import read_appointment, read_indicator
from ingest.tables import inherited_cells, is_caption, is_group, is_header, row_context


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it gets its locator: canonical span, kind, index of its outline entry (-1 before
    the first), the caption and header that go with a row, and what the row says."""

    start: int
    end: int
    kind: PassageKind
    entry: int
    context: str = ""
    indicator: IndicatorRow | None = None
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where it starts in the canonical text."""

    block: Block
    start: int

    @property
    def end(self) -> int:
        """Canonical offset behind the block."""
        return self.start + len(self.block.text)


def cut_passages(
    text: str, placed: Sequence[Placed], entries: Sequence[Entry], first: int, head_end: int
) -> list[Draft]:
    """Cut a document's blocks into passages.

    ``placed`` are its blocks in order, the first one having index ``first`` in the file; ``entries`` its
    outline (block indices of the file); ``head_end`` the index of the block where the cover ends, so
    that title, number, date and addressees make one passage of kind ``front``. A heading without text of
    its own is kept with the passage that follows it.
    """
    cutter = _Cutter(text, placed, entries, first)
    return cutter.cut(head_end)


class _Cutter:
    def __init__(self, text: str, placed: Sequence[Placed], entries: Sequence[Entry], first: int) -> None:
        self.text = text
        self.placed = placed
        self.first = first
        self.entries = entries
        self.drafts: list[Draft] = []
        self.pending: int | None = None
        self.pending_end = 0
        self.pending_entry = -1

    def cut(self, head_end: int) -> list[Draft]:
        starts = [entry.block - self.first for entry in self.entries]
        borders = [0, *starts, len(self.placed)]
        if starts and starts[0] == 0:
            borders = [*starts, len(self.placed)]
        offset = 0 if starts and starts[0] == 0 else -1
        for number, (start, stop) in enumerate(zip(borders, borders[1:], strict=False)):
            self._section(number + offset, start, stop, head_end - self.first)
        self._flush_pending()
        return self.drafts

    # one section ------------------------------------------------------------------------------------

    def _section(self, entry: int, start: int, stop: int, head_end: int) -> None:
        if start >= stop:
            return
        body = start
        position = self.placed[start].start
        if entry >= 0:
            outline = self.entries[entry]
            if self.pending_entry >= 0 and outline.level <= self.entries[self.pending_entry].level:
                self._flush_pending()
            body = outline.body - self.first
            if self.pending is None:
                self.pending = position
            self.pending_end = self.placed[max(body, start + 1) - 1].end
            self.pending_entry = entry
        if body >= stop and not (entry >= 0 and body == start):
            return
        cover = min(stop, head_end)
        if body < cover:
            self._front(entry, body, cover)
            body = cover
        self._body(entry, body, stop)

    def _front(self, entry: int, body: int, stop: int) -> None:
        """Title, number, date and addressees, with the notice's own words as far as they fit."""
        begin = self.placed[body].start if self.pending is None else self.pending
        self.pending = None
        end = self.placed[stop - 1].end
        if end - begin <= CEILING:
            self.drafts.append(Draft(begin, end, "front", entry))
            return
        self.pending = begin
        self._body(entry, body, stop, kind="front")

    def _body(self, entry: int, start: int, stop: int, kind: PassageKind = "text") -> None:
        index = start
        while index < stop:
            table = self._table_at(index, stop)
            if table:
                index = self._rows(entry, index, table)
            elif self.placed[index].block.kind == "note":
                place = self.placed[index]
                self._flush_pending()
                self.drafts.append(Draft(place.start, place.end, "note", entry))
                index += 1
            else:
                end = index
                while end < stop and self.placed[end].block.kind == "text" and not self._table_at(end, stop):
                    end += 1
                self._prose(entry, index, end, kind)
                index = end

    def _flush_pending(self) -> None:
        if self.pending is not None:
            self.drafts.append(Draft(self.pending, self.pending_end, "text", self.pending_entry))
            self.pending = None

    # tables -----------------------------------------------------------------------------------------

    def _table_at(self, index: int, stop: int) -> int:
        """Index of the table's first row, plus one, if a table or its caption begins at ``index``; else 0."""
        block = self.placed[index].block
        if block.kind == "row":
            return index + 1
        if index + 1 < stop and self.placed[index + 1].block.kind == "row" and is_caption(block.text):
            return index + 2
        return 0

    def _rows(self, entry: int, index: int, table: int) -> int:
        """One passage a row; a header goes with the row below it. Returns the index behind the table."""
        first = table - 1
        caption = self.placed[index].block.text if first > index else ""
        started = self.placed[index].start if self.pending is None else self.pending
        self.pending = None
        last = first
        while last < len(self.placed) and self.placed[last].block.kind == "row":
            last += 1
        rows = [self.placed[row].block.cell_texts() for row in range(first, last)]
        header: tuple[str, ...] = ()
        above: list[str] = []
        group = ""
        for number, cells in enumerate(rows):
            end = self.placed[first + number].end
            heads = is_header(rows, number, header)
            if heads or is_group(rows, number, header):
                header, above, group = (cells, [], group) if heads else (header, [], "".join(cells).strip())
                if number + 1 == len(rows):
                    self.drafts.append(Draft(started, end, "row", entry, caption))
                continue
            inherited = inherited_cells(cells, above)
            context = row_context(caption, header, [group, *inherited])
            indicator = read_indicator(caption, header, cells)
            appointment = read_appointment(caption, header, "".join(inherited[:1]), cells)
            self.drafts.append(Draft(started, end, "row", entry, context, indicator, appointment))
            if number + 1 < len(rows):
                started = self.placed[first + number + 1].start
        return last

    # prose ------------------------------------------------------------------------------------------

    def _prose(self, entry: int, start: int, stop: int, kind: PassageKind) -> None:
        pieces: list[tuple[int, int]] = []
        for index in range(start, stop):
            place = self.placed[index]
            pieces += [
                (place.start + low, place.start + high) for low, high in cut_paragraph(place.block.text)
            ]
        begin: int | None = self.pending
        self.pending = None
        end = 0
        for low, high in pieces:
            if begin is not None and end and (high - begin > LONGEST or end - begin >= TARGET):
                self.drafts.append(Draft(begin, end, kind, entry))
                begin = low
            begin = low if begin is None else begin
            end = high
        if begin is not None and end > begin:
            last = self.drafts[-1] if self.drafts else None
            tiny = end - begin < TARGET // 5
            if (
                tiny
                and last
                and last.entry == entry
                and last.kind == kind
                and end - last.start <= LONGEST * 1.3
            ):
                self.drafts[-1] = Draft(last.start, end, kind, entry)
            else:
                self.drafts.append(Draft(begin, end, kind, entry))
