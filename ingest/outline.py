"""The outline of a file: document titles, part titles and headings in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.bulletin import Extent, Part
from ingest.chars import squeeze
from ingest.headings import find_headings
from ingest.markers import read_marker
from ingest.unnumbered import Heading


@dataclass(frozen=True, slots=True)
class Entry:
    """One outline entry: level 0 is a title of a document or part. ``block`` is where it begins, ``body``
    the first block behind it (equal to ``block`` for a run-in heading, whose body stands in the same
    block from ``end`` on). ``resumed`` marks no heading but the place where a box (专栏) ends and the text
    of the section around it goes on; its level is the box's."""

    level: int
    heading: str
    block: int
    body: int
    end: int
    line: int
    article: str | None = None
    resumed: bool = False


TITLE_BELOW_LONGEST = 25
"""The title under a number that has a line to itself has at most this many characters."""

TABLE_TITLE_LINES, TABLE_TITLE_LONGEST = 3, 40
"""A table's title under 附表一 has so many lines at most, each of so many characters."""

_APPENDED = re.compile(r"附[表图][0-9０-９一二三四五六七八九十]{1,3}[：:]?")
_BARE = re.compile(r"第[^编篇章节条部]{1,8}(?:[编篇章节]|部分|条(?:之.{1,2})?)")

BOX_WIDER = 6
"""A box is set this much wider or narrower than the text around it, in half-width columns (seen: 14)."""


def outline_entries(blocks: Sequence[Block], extent: Extent) -> list[Entry]:
    """Return the entries of one document's outline."""
    entries: list[Entry] = []
    for part in extent.parts:
        if part.title:
            start = _title_block(blocks, part.start, part.body, part.annex)
            entries.append(Entry(0, part.title, part.start, part.body, 0, blocks[start].line))
        entries += _part_entries(blocks, part)
    return entries


def _part_entries(blocks: Sequence[Block], part: Part) -> Iterator[Entry]:
    headings = _without_titles_below(find_headings(blocks, part.body, part.end), blocks, part.end)
    for number, heading in enumerate(headings, 1):
        end = headings[number].block if number < len(headings) else part.end
        yield _entry(heading, blocks, part.end)
        behind = _box_end(blocks, heading.block + 1, end) if heading.family == "专栏" else None
        if behind is not None:
            yield Entry(heading.level, "", behind, behind, 0, blocks[behind].line, resumed=True)


def _box_end(blocks: Sequence[Block], start: int, end: int) -> int | None:
    """Where the box that begins at ``start`` gives way to the text around it: there the lines of a
    hard-wrapped file are of another width than the box's own. ``None`` where nothing tells."""
    width = 0
    for index in range(start, end):
        block = blocks[index]
        if block.kind != "text" or block.last_line == block.line:
            continue
        width = width or block.width
        if abs(block.width - width) >= BOX_WIDER:
            return index
    return None


def _title_block(blocks: Sequence[Block], start: int, body: int, annex: bool) -> int:
    """The title of an annex stands below its label."""
    return start + 1 if annex and body - start > 1 else start


def _entry(heading: Heading, blocks: Sequence[Block], end: int) -> Entry:
    block = blocks[heading.block]
    whole = not block.text[heading.end :].strip()
    text, body = heading.text, heading.block + 1 if whole else heading.block
    if whole and body < end and _is_title_below(heading, blocks[body]):
        text, body = f"{text} {blocks[body].text.strip()}", body + 1
    elif whole and _APPENDED.fullmatch(squeeze(text)):
        below = _table_title(blocks[body : min(end, body + TABLE_TITLE_LINES + 1)])
        text, body = " ".join(filter(None, (text, "".join(below)))), body + len(below)
    stop = len(block.text) if whole else heading.end
    article = re.match(r"第[^条]{1,8}条", squeeze(heading.text)) if heading.family == "条" else None
    return Entry(
        heading.level, text, heading.block, body, stop, block.line, article.group() if article else None
    )


def _table_title(below: Sequence[Block]) -> list[str]:
    """The lines between 附表一 and its table, but for 单位：亿元."""
    rows = [place for place, block in enumerate(below) if block.kind == "row"]
    texts = [block.text.strip() for block in below[: rows[0] if rows else 0]]
    return [text for text in texts if "：" not in text and len(text) <= TABLE_TITLE_LONGEST]


def _without_titles_below(headings: Sequence[Heading], blocks: Sequence[Block], end: int) -> list[Heading]:
    """Leave out what is no heading of its own but the title of the bare number above it: 第一章 on one line,
    总则 on the next."""
    alone = [h for h in headings if h.block + 1 < end and not blocks[h.block].text[h.end :].strip()]
    titles = {h.block + 1 for h in alone if _is_title_below(h, blocks[h.block + 1])}
    return [heading for heading in headings if heading.block not in titles]


def _is_title_below(heading: Heading, following: Block) -> bool:
    """第七条 on one line, its title on the next; so with 编, 章 and 节."""
    bare = _BARE.fullmatch(squeeze(heading.text)) is not None
    title = following.text.strip()
    short = following.kind == "text" and len(title) <= TITLE_BELOW_LONGEST and title[-1] not in "。：:；;，,"
    marker = read_marker(title) if bare and short else None
    return bare and short and (marker is None or marker.family == "named")
