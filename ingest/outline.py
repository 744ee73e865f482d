"""The outline of a file: document titles, part titles and headings in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.bulletin import Extent
from ingest.chars import squeeze
from ingest.headings import Heading, find_headings


@dataclass(frozen=True, slots=True)
class Entry:
    """One outline entry: level 0 is a title of a document or part. ``block`` is where it begins, ``body``
    the first block behind it (equal to ``block`` for a run-in heading, whose body stands in the same
    block from ``end`` on)."""

    level: int
    heading: str
    block: int
    body: int
    end: int
    line: int
    article: str | None = None


def outline_entries(blocks: Sequence[Block], extent: Extent) -> list[Entry]:
    """Return the entries of one document's outline."""
    entries: list[Entry] = []
    for part in extent.parts:
        if part.title:
            start = _title_block(blocks, part.start, part.body, part.annex)
            entries.append(Entry(0, part.title, part.start, part.body, 0, blocks[start].line))
        heads = find_headings(blocks, part.body, part.end)
        entries += [_entry(heading, blocks, part.end) for heading in heads]
    return entries


def _title_block(blocks: Sequence[Block], start: int, body: int, annex: bool) -> int:
    """The title of an annex stands below its label."""
    return start + 1 if annex and body - start > 1 else start


def _entry(heading: Heading, blocks: Sequence[Block], end: int) -> Entry:
    block = blocks[heading.block]
    whole = not block.text[heading.end :].strip()
    text, body = heading.text, heading.block + 1 if whole else heading.block
    if whole and heading.family == "条" and body < end and _is_article_title(heading, blocks[body]):
        text, body = f"{text} {blocks[body].text.strip()}", body + 1
    stop = len(block.text) if whole else heading.end
    article = re.match(r"第[^条]{1,8}条", squeeze(heading.text)) if heading.family == "条" else None
    return Entry(
        heading.level, text, heading.block, body, stop, block.line, article.group() if article else None
    )


def _is_article_title(heading: Heading, following: Block) -> bool:
    """第七条 on one line, its title on the next."""
    bare = heading.text.strip().endswith("条")
    title = following.text.strip()
    return bare and following.kind == "text" and len(title) <= 25 and title[-1] not in "。：:；;，,"
