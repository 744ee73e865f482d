"""Headings without a number: 前言, boxes, dashes, Markdown's, those whose number was lost, and captions of
paragraphs in a part that has no other heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.chars import squeeze
from ingest.heading_forms import LOST_LONGEST, OWN_LONGEST, first_stop
from ingest.markers import Family, Marker, read_marker
from ingest.sentences import is_stopped

DASH_LONGEST = 30

MOST_MISSING = 2
"""Headings whose number was lost, one after the other."""

COLUMN = 4
"""So many short lines one below the other, none a sentence, are cells."""

FEWEST_CAPTIONS = 2
"""Short lines that each stand over a paragraph are headings from this many on."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the ``block`` it stands in (index), its ``level``, its ``text`` as printed, and ``end``,
    the index in the block's text where it ends (a run-in heading leaves the body behind it)."""

    block: int
    level: int
    text: str
    end: int
    family: Family
    number: int | None


def add_unnumbered(
    headings: Sequence[Heading], blocks: Sequence[Block], start: int, end: int
) -> list[Heading]:
    """Return ``headings`` and, among ``blocks[start:end]``, those that bear no number."""
    numbered = {heading.block: heading for heading in headings}
    numbered |= {heading.block: heading for heading in _missing(headings, blocks, start)}
    return _Finder(blocks, numbered, start, end).find() or _captions(blocks, start, end)


def _missing(headings: Sequence[Heading], blocks: Sequence[Block], start: int) -> Iterator[Heading]:
    """Headings whose number was lost: where a number is missing between two siblings, and just as many short
    lines stand by themselves there as numbers are missing."""
    elder: dict[int, Heading] = {}
    for heading in headings:
        elder = {level: other for level, other in elder.items() if level <= heading.level}
        before = elder.get(heading.level)
        outer = max(
            (other.block for level, other in elder.items() if level < heading.level), default=start - 1
        )
        elder[heading.level] = heading
        if heading.number is None or heading.family == "条" or before and before.family != heading.family:
            continue
        missing = heading.number - (before.number or 0 if before else 0) - 1
        if 1 <= missing <= MOST_MISSING:
            first = (before.block if before else outer) + 1
            lost = [i for i in range(first, heading.block) if _stands_alone(i, blocks)]
            if len(lost) == missing:
                yield from (_whole(i, blocks[i], heading.level, "named") for i in lost)


def _stands_alone(index: int, blocks: Sequence[Block]) -> bool:
    """A short line that is no sentence, over a longer one or a numbered heading."""
    block, following = blocks[index], blocks[index + 1]
    if block.kind != "text" or read_marker(block.text) or not _could_be_lost(block, blocks[index - 1]):
        return False
    longer = len(following.text) > 2 * len(block.text) or read_marker(following.text) is not None
    return following.kind == "text" and longer


class _Finder:
    def __init__(self, blocks: Sequence[Block], numbered: dict[int, Heading], start: int, end: int) -> None:
        self.blocks = blocks
        self.numbered = numbered
        self.start = start
        self.end = end
        self.found: list[Heading] = []
        self.last_number: dict[tuple[Family, int], int] = {}
        levels = (heading.level for heading in numbered.values() if heading.family != "条")
        self.top_level = min(levels, default=1)
        self.top_hashes = min((block.hashes for block in blocks[start:end] if block.hashes), default=1)

    def find(self) -> list[Heading]:
        for index in range(self.start, self.end):
            heading = self.numbered.get(index) or self._unnumbered(index)
            if heading:
                self.found.append(heading)
                self._count(heading)
        return self.found

    def _count(self, heading: Heading) -> None:
        """Remember the numbers that are open: those of a heading close the ones below it."""
        if heading.number is None:
            self.last_number = {key: n for key, n in self.last_number.items() if key[1] < heading.level}
        else:
            self.last_number = {key: n for key, n in self.last_number.items() if key[1] <= heading.level}
            self.last_number[(heading.family, heading.level)] = heading.number

    def _unnumbered(self, index: int) -> Heading | None:
        block = self.blocks[index]
        if block.kind != "text" or len(block.text) > OWN_LONGEST or index + 1 >= self.end:
            return None
        marker = read_marker(block.text)
        if marker is None:
            if block.hashes:
                return _whole(index, block, block.hashes - self.top_hashes + 1, "#")
            return self._lost(index)
        return self._marked(index, marker)

    def _marked(self, index: int, marker: Marker) -> Heading | None:
        block = self.blocks[index]
        if marker.family == "named":
            return _whole(index, block, self.top_level, "named")
        if marker.family == "专栏":
            return _whole(index, block, self._level_of_owner(("专栏", "——")) + 1, "专栏")
        return self._dash(index) if marker.family == "——" else None

    def _dash(self, index: int) -> Heading | None:
        """A dash with a short line of its own, over a longer paragraph."""
        block, following = self.blocks[index], self.blocks[index + 1]
        if first_stop(block.text, 2) is not None or len(block.text) > DASH_LONGEST:
            return None
        longer = following.kind == "text" and len(following.text) > len(block.text)
        if not longer or squeeze(following.text).startswith("——"):
            return None
        return _whole(index, block, self._level_of_owner(("——",)) + 1, "——")

    def _lost(self, index: int) -> Heading | None:
        """A short line before a sequence that begins again: the heading above it, its number lost."""
        block = self.blocks[index]
        following = self.numbered.get(index + 1)
        if following is None or not _could_be_lost(block, self.blocks[index - 1] if index else None):
            return None
        if _is_cell(index, self.blocks):
            return None
        if following.family == "条":
            return _whole(index, block, 1, "章")
        if following.number != 1 or (following.family, following.level) not in self.last_number:
            return None
        outer = [heading.level for heading in self.found if heading.level < following.level]
        return _whole(index, block, outer[-1] if outer else 1, "named")

    def _level_of_owner(self, but: Sequence[Family]) -> int:
        owner = next((heading for heading in reversed(self.found) if heading.family not in but), None)
        return owner.level if owner else 0


def _whole(index: int, block: Block, level: int, family: Family) -> Heading:
    return Heading(index, level, block.text.strip(), len(block.text), family, None)


def _could_be_lost(block: Block, previous: Block | None) -> bool:
    text = squeeze(block.text)
    if not 2 <= len(text) <= LOST_LONGEST or text[-1] in "，,、；;：:。.？?！!”）)" or "。" in text:
        return False
    return previous is None or previous.kind != "text" or previous.text[-1] not in "，,、"


def _is_cell(index: int, blocks: Sequence[Block]) -> bool:
    """One of a column of short lines: a table's head whose cells came one a line."""
    column = blocks[max(0, index - COLUMN + 1) : index + 1]
    lines = [block for block in column if block.kind == "text" and len(block.text) <= LOST_LONGEST]
    closed = all(block.gap == 0 for block in column[1:])
    return len(lines) == COLUMN and closed and not any(is_stopped(block.text) for block in lines)


def _captions(blocks: Sequence[Block], start: int, end: int) -> list[Heading]:
    """In a part without any heading: short lines that each stand over one paragraph or more.

    The first must open the part, or else what stands above it is an introduction, of one paragraph.
    """
    places = [index for index in range(start, end) if _is_caption(index, blocks, end)]
    if len(places) < FEWEST_CAPTIONS or places[0] > start + 1:
        return []
    return [_whole(index, blocks[index], 1, "named") for index in places]


def _is_caption(index: int, blocks: Sequence[Block], end: int) -> bool:
    """A short line set apart, no sentence, with a whole paragraph under it."""
    block = blocks[index]
    short = block.kind == "text" and len(block.text) <= LOST_LONGEST and block.gap > 0
    if not short or index + 1 >= end or is_stopped(block.text.rstrip("）)")) or read_marker(block.text):
        return False
    following = blocks[index + 1]
    return (
        following.kind == "text" and len(following.text) > 2 * len(block.text) and is_stopped(following.text)
    )
