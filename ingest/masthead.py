"""A bulletin's first and last page: its name, issue, date, publisher and address belong to no document."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Block
from ingest.chars import squeeze
from ingest.markers import read_marker
from ingest.titles import MASTHEAD

MASTHEAD_LONGEST = 40
"""A line of a bulletin's cover page has at most this many characters."""

COLOPHON_LINES = 12
"""A bulletin's last page has at most this many lines."""


def masthead_end(blocks: Sequence[Block], limit: int, *, listed: bool) -> int:
    """The bulletin's name, issue and date before the first document belong to none."""
    end = 0
    while end < limit and _is_masthead(blocks[end], listed=listed):
        end += 1
    return end


def _is_masthead(block: Block, *, listed: bool) -> bool:
    if MASTHEAD.match(squeeze(block.text)):
        return True
    return listed and len(block.text) <= MASTHEAD_LONGEST and block.text[-1] not in "。；;"


def colophon_start(blocks: Sequence[Block], body: int, end: int) -> int:
    """The bulletin's name, issue, date and address at the file's end belong to no document: a run of short
    lines, the first of which is one of a masthead. ``body`` and ``end`` are where the last part's text begins
    and ends."""
    floor = max(body, end - COLOPHON_LINES)
    start = index = end
    while index > floor and _is_short_line(blocks[index - 1]):
        index -= 1
        if MASTHEAD.match(squeeze(blocks[index].text)):
            start = index
    return start


def _is_short_line(block: Block) -> bool:
    text = block.text
    return (
        block.kind == "text"
        and len(text) <= MASTHEAD_LONGEST
        and text[-1] not in "。；;"
        and not read_marker(text)
    )
