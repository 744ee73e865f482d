"""One extent of blocks made into a :class:`~ingest.model.Document`: canonical text, sections, passages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from ingest.blocks import Block
from ingest.bulletin import Extent
from ingest.chars import fold_title, strip_span
from ingest.markers import read_marker
from ingest.model import Document, Locator, Metadata, Passage, Run, Section, Source, source_slices
from ingest.outline import Entry, outline_entries
from ingest.passages import Draft, Placed, cut_passages
from ingest.sentences import is_stopped
from ingest.titles import ISSUER, is_adoption_line, is_date_line, is_number_line, is_salutation


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Ascending source offsets of the first character of each line, and of each page (empty: unknown), and
    the pages' numbers as printed (empty, all or one: unknown)."""

    line_starts: Sequence[int]
    page_starts: Sequence[int]
    page_labels: Sequence[str] = ()

    def line_of(self, offset: int) -> int:
        """1-based line of a source offset."""
        return bisect_right(self.line_starts, offset)

    def page_of(self, offset: int) -> int | None:
        """1-based page of a source offset, ``None`` where pages are unknown."""
        return max(1, bisect_right(self.page_starts, offset)) if self.page_starts else None

    def label_of(self, page: int | None) -> str | None:
        """The number printed on a page, ``None`` where none is known."""
        return self.page_labels[page - 1] or None if page and page <= len(self.page_labels) else None


def assemble(
    source: Source, blocks: Sequence[Block], extent: Extent, metadata: Metadata, places: SourceMap, nth: int
) -> Document:
    """Build the document of ``extent``, the ``nth`` of its title and number in the file (from 1)."""
    own = blocks[extent.start : extent.end]
    placed, text, runs = _canonical(own)
    entries = outline_entries(blocks, extent)
    drafts = cut_passages(text, placed, entries, extent.start, _cover_end(blocks, extent))
    identity = document_id(metadata, source, nth)
    found = _sections(entries, placed, extent.start, len(text))
    paths = [section.path for section in found]
    sections = tuple(s for s, entry in zip(found, entries, strict=True) if not entry.resumed)
    passages = _passages(text, drafts, entries, paths, runs, places, identity)
    return Document(
        id=identity,
        source=source,
        metadata=metadata,
        text=text,
        sections=sections,
        passages=passages,
        runs=runs,
        line_start=own[0].line,
        line_end=own[-1].last_line,
    )


def document_id(metadata: Metadata, source: Source, nth: int = 1) -> str:
    """Return the id of a document: twelve hex digits from its title, number and file name, and from which
    one of these it is, where a file has several (lists of appointments under one title).

    The order of building does not enter, nor does the text, so passages that stay keep their ids when
    others are edited.
    """
    which = (str(nth),) if nth > 1 else ()
    identity = "\x1f".join((fold_title(metadata.title), metadata.doc_number or "", source.name, *which))
    return blake2b(identity.encode(), digest_size=6).hexdigest()


def _canonical(blocks: Sequence[Block]) -> tuple[list[Placed], str, tuple[Run, ...]]:
    placed: list[Placed] = []
    runs: list[Run] = []
    parts: list[str] = []
    position = 0
    for number, block in enumerate(blocks):
        if number:
            runs.append(Run(position, 1, -1))
            parts.append("\n")
            position += 1
        placed.append(Placed(block, position))
        parts.append(block.text)
        for start, end in block.pieces:
            length = end - start if start >= 0 else 1
            runs.append(Run(position, length, start))
            position += length
    return placed, "".join(parts), tuple(runs)


COVER_LONGEST = 120
"""A line of a document's cover has at most this many characters."""

COVER_LINES = 6
"""Addressees stand within this many lines below the title: date, number, occasion, speaker are above them."""


def _cover_end(blocks: Sequence[Block], extent: Extent) -> int:
    """Index of the block where the cover ends: number, date, issuer and addressees, and a notice's words."""
    if len(extent.parts) > 1 and not extent.parts[1].annex:
        return extent.parts[1].start
    start = extent.parts[0].body
    for index in range(start, min(start + COVER_LINES, extent.end)):
        block = blocks[index]
        if block.kind != "text" or len(block.text) > COVER_LONGEST:
            break
        if is_salutation(block.text):
            return index + 1
        if not _is_cover_line(block.text) and (is_stopped(block.text) or read_marker(block.text)):
            break
    index = start
    while index < extent.end and blocks[index].kind == "text" and _is_cover_line(blocks[index].text):
        index += 1
    if index > start and index < extent.end and _ends_occasion(blocks[index - 1].text, blocks[index]):
        index += 1
    return index


def _ends_occasion(text: str, following: Block) -> bool:
    """2026年1月16日某区第二届 on one line, 人民代表大会第七次会议通过 on the next."""
    broken_off = (
        is_adoption_line(text) and text[-1] not in "）)" and not text.endswith(("通过", "上", "会议"))
    )
    return broken_off and following.kind == "text" and following.text.endswith(("通过", "上", "会议"))


def _is_cover_line(text: str) -> bool:
    known = is_date_line(text) or is_number_line(text) or is_salutation(text) or is_adoption_line(text)
    named = ISSUER.fullmatch(text) is not None or text[0] in "（(" and text[-1] in "）)"
    return len(text) <= COVER_LONGEST and (known or named)


def _sections(
    entries: Sequence[Entry], placed: Sequence[Placed], first: int, length: int
) -> tuple[Section, ...]:
    starts = [placed[entry.block - first].start for entry in entries]
    ends = _section_ends([entry.level for entry in entries], starts, length)
    sections: list[Section] = []
    stack: list[tuple[int, str]] = []
    for entry, start, end in zip(entries, starts, ends, strict=True):
        stack = [item for item in stack if item[0] < entry.level]
        if not entry.resumed:
            stack.append((entry.level, entry.heading))
        path = tuple(heading for _, heading in stack)
        sections.append(Section(entry.level, entry.heading, path, start, end, entry.line))
    return tuple(sections)


def _section_ends(levels: Sequence[int], starts: Sequence[int], length: int) -> list[int]:
    """Where each section ends: at the next one of its level or above."""
    ends = [length] * len(levels)
    still_open: list[int] = []
    for number, level in enumerate(levels):
        while still_open and levels[still_open[-1]] >= level:
            ends[still_open.pop()] = starts[number]
        still_open.append(number)
    return ends


def _passages(
    text: str,
    drafts: Sequence[Draft],
    entries: Sequence[Entry],
    paths: Sequence[tuple[str, ...]],
    runs: tuple[Run, ...],
    places: SourceMap,
    identity: str,
) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    for draft in drafts:
        # An empty first cell leaves a tab in front of its row: no part of a quotation.
        start, end = strip_span(text, draft.start, draft.end)
        body = text[start:end]
        digest = blake2b(body.encode(), digest_size=5).hexdigest()
        seen[digest] = seen.get(digest, 0) + 1
        suffix = f"-{seen[digest]}" if seen[digest] > 1 else ""
        article = entries[draft.entry].article if draft.entry >= 0 else None
        passages.append(
            Passage(
                id=f"{identity}-{digest}{suffix}",
                document_id=identity,
                kind=draft.kind,
                text=body,
                path=_path(draft, entries, paths),
                locator=locate(runs, start, end, places, article),
                context=draft.context,
                indicator=draft.indicator,
                appointment=draft.appointment,
            )
        )
    return tuple(passages)


def _path(draft: Draft, entries: Sequence[Entry], paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The heading path of a passage; what stands above the title (letterhead, number) goes under it."""
    if draft.entry >= 0:
        return paths[draft.entry]
    return paths[0] if entries and entries[0].level == 0 else ()


def locate(
    runs: tuple[Run, ...], start: int, end: int, places: SourceMap, article: str | None = None
) -> Locator:
    """Return the locator of canonical ``[start, end)``: its lines and pages in the source."""
    slices = source_slices(runs, start, end)
    first, last = slices[0][0], slices[-1][1] - 1
    pages = places.page_of(first), places.page_of(last)
    return Locator(
        start,
        end,
        places.line_of(first),
        places.line_of(last),
        *pages,
        article,
        *map(places.label_of, pages),
    )
