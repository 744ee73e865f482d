"""One file, one or many documents: each document's head, parts and end found, the cover set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Block
from ingest.chars import fold_title, squeeze
from ingest.contents import find_contents, listed_titles
from ingest.markers import read_marker
from ingest.masthead import colophon_start, masthead_end
from ingest.sentences import is_stopped
from ingest.titles import (
    ANNEX_LABEL,
    ISSUER,
    NUMBER_BEHIND,
    is_adoption_line,
    is_date_line,
    is_letterhead,
    is_number_line,
    is_salutation,
    is_signer_line,
    order_number,
    quoted_titles,
    read_title,
    without_meeting_paper,
)

_FORM = re.compile(
    r"(?:关于|印发|批转|转发|发布).+的?(?:通知|意见|报告|决定|公告|通告|批复|函|措施|解读|方案|办法|规定)(?:[（(].{1,20}[）)])?$"
)
HEAD_WINDOW = 4
"""A document's date, number or addressees stand within this many blocks after its title."""

RESTART_WINDOW = 8
"""A document's own numbering begins within this many blocks after its title."""

NUMBERED_TITLE_SHORTEST = 7
"""保障措施 or 建设项目 over a list that counts from 1 is a heading; a document's title is longer."""

FIRST_TITLE_WINDOW = 12
"""A file's first title ends within this many blocks; a title further down needs a head of its own."""

START, START_ASKED = 2, 8
"""Letters that a listed title begins with, and characters that are read for them: 《 and “ are no letters."""

UNTITLED_LONGEST = 60
_TABLE_HEADS = ("姓名", "序号")


@dataclass(slots=True)
class Part:
    """A part of a document: the cover notice, the plan that it passes on, an annex. Block indices; the
    title takes ``[start, body)``, the part ends before ``end``. ``annex`` tells an 附件."""

    title: str
    start: int
    body: int
    end: int = 0
    annex: bool = False


@dataclass(slots=True)
class Extent:
    """A document's blocks ``[start, end)`` and its parts; the first part gives the document its title."""

    start: int
    end: int
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Division:
    """How a file divides: its documents, whose indices count in ``blocks`` (those of the file without what
    was set aside), and the blocks set aside with the reason."""

    extents: list[Extent]
    blocks: list[Block]
    dropped: list[tuple[Block, str]]


def divide(blocks: Sequence[Block]) -> Division:
    """Find the documents of a file.

    A title begins a document when its head follows (date, number, addressees), when the contents list
    names it, when it says 关于…的通知, or when a numbering of its own starts after it. It begins a part
    instead when the document before it names it between book-title marks or an 附件 label stands
    before it.
    """
    contents = find_contents(blocks)
    if len(contents) == len(blocks):
        contents = range(0)
    listed = listed_titles([blocks[i] for i in contents])
    dropped = [(blocks[i], "contents") for i in contents]
    kept = [block for i, block in enumerate(blocks) if i not in contents]
    extents = _Finder(kept, listed).find() or [_untitled(kept)]
    if len(extents) > 1 or listed:
        last = extents[-1]
        head = masthead_end(kept, extents[0].start, listed=bool(listed))
        end = colophon_start(kept, last.parts[-1].body, last.end)
        dropped += [(block, "masthead") for block in kept[:head]]
        dropped += [(block, "colophon") for block in kept[end:]]
        kept = kept[:end]
        extents[-1].end = extents[-1].parts[-1].end = end
    else:
        head = 0
    extents[0].start = head
    return Division([_shifted(extent, head) for extent in extents], kept[head:], dropped)


def _shifted(extent: Extent, by: int) -> Extent:
    parts = [Part(p.title, p.start - by, p.body - by, p.end - by, p.annex) for p in extent.parts]
    return Extent(extent.start - by, extent.end - by, parts)


def _untitled(blocks: Sequence[Block]) -> Extent:
    """A file without a title that :func:`read_title` knows: a short first line that is no sentence, no
    numbered heading and no line of a document's head is the title, whatever it ends in."""
    text = blocks[0].text
    plain = blocks[0].kind == "text" and len(blocks) > 1 and 4 <= len(squeeze(text)) <= UNTITLED_LONGEST
    if not plain or is_stopped(text) or text[-1] in "，,、；;" or read_marker(text) or is_head_line(text):
        return Extent(0, len(blocks), [Part("", 0, 0, len(blocks))])
    return Extent(0, len(blocks), [Part(squeeze(text), 0, 1, len(blocks))])


# documents and parts --------------------------------------------------------------------------------


class _Finder:
    def __init__(self, blocks: Sequence[Block], listed: set[str]) -> None:
        self.blocks = blocks
        self.listed = listed
        self.listed_starts = {title[:START] for title in listed}
        self.longest_listed = max(map(len, listed), default=0)
        self.extents: list[Extent] = []
        self.named: set[str] = set()

    def find(self) -> list[Extent]:
        index = 0
        while index < len(self.blocks):
            used = self._try(index)
            index += used or 1
        self._close(len(self.blocks))
        return self.extents

    def _try(self, index: int) -> int:
        label = self._annex_label(index)
        if label:
            return label
        if self._lost_annex(index):
            self._add_part(squeeze(self.blocks[index].text), index, index + 1, annex=True)
            return 1
        found = self._listed_title(index) or read_title(self.blocks, index)
        if not found:
            return 0
        title, used = self._own_title(index, *self._under_number(index, *found))
        title = without_meeting_paper(title)
        if self.extents and self._is_part(title):
            self._add_part(title, index, index + used, annex=False)
            return used
        if not self._begins_document(title, index, index + used):
            return 0
        start = self._head_start(index)
        self._close(start)
        self.extents.append(Extent(start, 0, [Part(title, index, index + used)]))
        self.named = self._names(title, index + used)
        return used

    def _under_number(self, index: int, title: str, used: int) -> tuple[str, int]:
        """An announcement's own title stands under 某局公告 and its number."""
        below = index + used
        if below < len(self.blocks) and order_number(self.blocks[below].text):
            own = read_title(self.blocks, below + 1)
            if own:
                return own[0], used + 1 + own[1]
        return title, used

    def _own_title(self, index: int, title: str, used: int) -> tuple[str, int]:
        """A page's headline without issuer stands over the document's own title, which has one."""
        below = read_title(self.blocks, index + used)
        headline = fold_title(NUMBER_BEHIND.sub("", title))
        if below and fold_title(below[0]) != headline and fold_title(below[0]).endswith(headline):
            return below[0], used + below[1]
        return title, used

    def _listed_title(self, index: int) -> tuple[str, int] | None:
        """A title that the contents list names, whatever it ends in."""
        first = self.blocks[index].text[:START_ASKED]
        if not self.listed or fold_title(first)[:START] not in self.listed_starts:
            return None
        joined = ""
        best = None
        for used, block in enumerate(self.blocks[index : index + 5], 1):
            if block.kind != "text" or len(block.text) > 140:
                break
            joined += squeeze(block.text)
            folded = fold_title(joined)
            if len(folded) > self.longest_listed:
                break
            if folded in self.listed:
                best = joined, used
        return best

    def _annex_label(self, index: int) -> int:
        """``附件 2`` on a line of its own: the lines after it are the annex's title."""
        block = self.blocks[index]
        if not self.extents or block.kind != "text" or "附" not in block.text[:2]:
            return 0
        if not ANNEX_LABEL.match(squeeze(block.text)):
            return 0
        title, body = "", index + 1
        while body < len(self.blocks) and body < index + 4:
            text = self.blocks[body].text
            if self.blocks[body].kind != "text" or is_stopped(text) and not text.endswith(("）", ")")):
                break
            if len(text) > 60 or (title and (read_marker(text) or self.blocks[body].gap > 1)):
                break
            if title and squeeze(text) in _TABLE_HEADS:
                break
            title += squeeze(text)
            body += 1
            if (
                self.blocks[body - 1].kind == "text"
                and body < len(self.blocks)
                and (self.blocks[body].kind == "row" or len(self.blocks[body].text) > 60)
            ):
                break
        if not title:
            return 0
        whole = read_title(self.blocks, index + 1)
        if whole and whole[0].startswith(title):
            title, body = whole[0], max(body, index + 1 + whole[1])
        self._add_part(without_meeting_paper(title), index, body, annex=True)
        return body - index

    def _lost_annex(self, index: int) -> bool:
        """An annex whose label was lost: within annexes, a short line set apart after a table."""
        block, after = self.blocks[index], self.blocks[index + 1 : index + 2]
        return (
            bool(self.extents)
            and self.extents[-1].parts[-1].annex
            and self.blocks[index - 1].kind == "row"
            and block.kind == "text"
            and len(block.text) <= 40
            and not is_stopped(block.text)
            and not read_marker(block.text)
            and bool(after)
            and after[0].gap >= 2
        )

    def _is_part(self, title: str) -> bool:
        folded = fold_title(title)
        return folded in self.named and not _is_notice(title)

    def _names(self, title: str, body: int) -> set[str]:
        """Titles that a document's own title, and the notice under it, name as passed on."""
        named = quoted_titles(title)
        for block in self.blocks[body : body + 6]:
            if block.kind == "text" and len(block.text) < 400:
                named |= quoted_titles(block.text)
            if read_marker(block.text):
                break
        return named

    def _begins_document(self, title: str, index: int, body: int) -> bool:
        if index and not self._follows_end(index):
            return False
        if fold_title(title) in self.listed or (not self.extents and body <= FIRST_TITLE_WINDOW):
            return True
        head = self.blocks[body : body + HEAD_WINDOW]
        if any(is_date_line(b.text) or is_number_line(b.text) for b in head):
            return True
        if head and (is_salutation(head[0].text) or is_adoption_line(head[0].text)):
            return True
        if _FORM.search(title) or self._stands_apart(body):
            return True
        return len(title) >= NUMBERED_TITLE_SHORTEST and self._numbering_restarts(body)

    def _follows_end(self, index: int) -> bool:
        before = self.blocks[index - 1]
        text = before.text
        if before.kind != "text" or is_stopped(text) or text[-1] in "。；;？！":
            return True
        return (
            is_head_line(text)
            or not self.extents
            or self.blocks[index].gap > 0
            or read_marker(text) is not None
        )

    def _numbering_restarts(self, body: int) -> bool:
        following = self.blocks[body : body + RESTART_WINDOW]
        for block in following:
            if block.kind == "row":
                return squeeze(block.cell_texts()[0]) in _TABLE_HEADS and block is following[0]
            marker = read_marker(block.text)
            if marker and marker.family in ("章", "条", "一、", "1."):
                return marker.number == 1
            if marker and marker.number:
                return False
        return False

    def _stands_apart(self, body: int) -> bool:
        """Set apart by two blank lines: a caption page at a bulletin's end."""
        return len(self.extents) > 1 and body < len(self.blocks) and self.blocks[body].gap >= 2

    def _head_start(self, index: int) -> int:
        """Letterhead and number above the title belong to the document."""
        start = index
        floor = self.extents[-1].parts[-1].body if self.extents else 0
        while start > floor:
            text = self.blocks[start - 1].text
            if not (is_letterhead(text) or is_number_line(text) or is_signer_line(text)):
                break
            start -= 1
        return start

    def _add_part(self, title: str, start: int, body: int, *, annex: bool) -> None:
        self.extents[-1].parts[-1].end = start
        self.extents[-1].parts.append(Part(title, start, body, 0, annex))

    def _close(self, end: int) -> None:
        if self.extents:
            self.extents[-1].end = end
            self.extents[-1].parts[-1].end = end


def is_head_line(text: str) -> bool:
    """Tell whether a line belongs to a document's head: letterhead, number, issuer or date."""
    known = is_letterhead(text) or is_number_line(text) or is_date_line(text) or is_signer_line(text)
    return known or bool(ISSUER.match(text))


def _is_notice(title: str) -> bool:
    return bool(re.search(r"(?:印发|批转|转发).*通知$", title))
