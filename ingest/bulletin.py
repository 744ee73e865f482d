"""One file, one or many documents: the table of contents set aside, each document's head, parts and end found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Block, is_stopped
from ingest.chars import fold_title, squeeze
from ingest.markers import read_marker
from ingest.titles import (
    ANNEX_LABEL,
    ISSUER,
    MASTHEAD,
    is_adoption_line,
    is_date_line,
    is_letterhead,
    is_number_line,
    is_salutation,
    quoted_titles,
    read_title,
)

_CONTENTS_END = re.compile(r"[（(]\s*[0-9０-９]{1,4}\s*[）)]$|(?:[.．…·⋯]{2,}|\s{2,}|\t)\s*[0-9０-９]{1,4}$")
_CATEGORY = re.compile(r"[【\[].{2,20}[】\]]$")
_FORM = re.compile(r"(?:关于|印发|批转|转发|发布).+的?(?:通知|意见|报告|决定|公告|通告|批复|函|措施|解读|方案|办法|规定)(?:[（(].{1,20}[）)])?$")
HEAD_WINDOW = 4
"""A document's date, number or addressees stand within this many blocks after its title."""

RESTART_WINDOW = 8
"""A document's own numbering begins within this many blocks after its title."""

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
    """How a file divides: its documents, and the blocks that are none of them, with the reason."""

    extents: list[Extent]
    dropped: dict[int, str]


def divide(blocks: Sequence[Block]) -> Division:
    """Find the documents of a file.

    A title begins a document when its head follows (date, number, addressees), when the contents list
    names it, when it says 关于…的通知, or when a numbering of its own starts after it. It begins a part
    instead when the document before it names it between book-title marks or an 附件 label stands
    before it.
    """
    dropped = _contents(blocks)
    listed = _listed_titles(blocks, dropped)
    kept = [i for i in range(len(blocks)) if i not in dropped]
    view = [blocks[i] for i in kept]
    finder = _Finder(view, listed)
    extents = finder.find()
    first = extents[0].start if extents else 0
    if len(extents) > 1 or listed:
        for index in range(first):
            if listed or MASTHEAD.match(squeeze(view[index].text)):
                dropped[kept[index]] = "masthead"
        _drop_colophon(view, extents, kept, dropped)
    elif extents:
        extents[0].start = 0
    if not extents:
        extents = [Extent(0, len(view), [Part("", 0, 0, len(view))])]
    elif any(kept[i] not in dropped for i in range(extents[0].start)):
        extents[0].start = 0
    return Division([_renumber(extent, kept, len(blocks)) for extent in extents], dropped)


def _renumber(extent: Extent, kept: Sequence[int], total: int) -> Extent:
    def back(index: int) -> int:
        return kept[index] if index < len(kept) else total

    parts = [
        Part(p.title, back(p.start), back(p.body), back(p.end - 1) + 1, p.annex) for p in extent.parts
    ]
    return Extent(back(extent.start), back(extent.end - 1) + 1 if extent.end else 0, parts)


# the contents list ----------------------------------------------------------------------------------


def _contents(blocks: Sequence[Block]) -> dict[int, str]:
    """Blocks of the contents list: from 目录 on, as long as lines with a page number keep coming."""
    for index, block in enumerate(blocks[:200]):
        if squeeze(block.text) in ("目录", "目次") and block.kind == "text":
            last = _contents_end(blocks, index)
            return {i: "contents" for i in range(index, last + 1)} if last > index else {}
    return {}


def _contents_end(blocks: Sequence[Block], index: int) -> int:
    last, misses = index, 0
    for position in range(index + 1, len(blocks)):
        text = blocks[position].text
        if _CONTENTS_END.search(text):
            last, misses = position, 0
        elif _CATEGORY.match(text):
            misses = 0
        else:
            misses += 1
            if misses > 3:
                break
    return last


def _listed_titles(blocks: Sequence[Block], contents: dict[int, str]) -> set[str]:
    titles: set[str] = set()
    joined = ""
    for index in sorted(contents)[1:]:
        text = blocks[index].text.lstrip("-·• ")
        if _CATEGORY.match(text):
            joined = ""
            continue
        joined += text
        match = _CONTENTS_END.search(joined)
        if match:
            titles.add(fold_title(joined[: match.start()]))
            joined = ""
    return titles


# documents and parts --------------------------------------------------------------------------------


class _Finder:
    def __init__(self, blocks: Sequence[Block], listed: set[str]) -> None:
        self.blocks = blocks
        self.listed = listed
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
        title, used = found
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

    def _listed_title(self, index: int) -> tuple[str, int] | None:
        """A title that the contents list names, whatever it ends in."""
        joined = ""
        best = None
        for used, block in enumerate(self.blocks[index : index + 5], 1):
            if block.kind != "text" or len(block.text) > 140:
                break
            joined += squeeze(block.text)
            if fold_title(joined) in self.listed:
                best = joined, used
        return best

    def _annex_label(self, index: int) -> int:
        """``附件 2`` on a line of its own: the lines after it are the annex's title."""
        block = self.blocks[index]
        if not self.extents or block.kind != "text" or not ANNEX_LABEL.match(squeeze(block.text)):
            return 0
        title, body = "", index + 1
        while body < len(self.blocks) and body < index + 4:
            text = self.blocks[body].text
            if self.blocks[body].kind != "text" or is_stopped(text) and not text.endswith(("）", ")")):
                break
            if len(text) > 60 or (title and (read_marker(text) or self.blocks[body].gap > 1)):
                break
            title += squeeze(text)
            body += 1
            if self.blocks[body - 1].kind == "text" and body < len(self.blocks) and (
                self.blocks[body].kind == "row" or len(self.blocks[body].text) > 60
            ):
                break
        if not title:
            return 0
        self._add_part(title, index, body, annex=True)
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
        if fold_title(title) in self.listed or not self.extents:
            return True
        head = self.blocks[body : body + HEAD_WINDOW]
        if any(is_date_line(b.text) or is_number_line(b.text) for b in head):
            return True
        if head and (is_salutation(head[0].text) or is_adoption_line(head[0].text)):
            return True
        return bool(_FORM.search(title)) or self._numbering_restarts(body) or self._stands_apart(body)

    def _follows_end(self, index: int) -> bool:
        before = self.blocks[index - 1]
        text = before.text
        if before.kind != "text" or is_stopped(text) or text[-1] in "。；;？！":
            return True
        return self._is_head_line(text) or not self.extents or self.blocks[index].gap > 0 or read_marker(text) is not None

    def _is_head_line(self, text: str) -> bool:
        return is_letterhead(text) or is_number_line(text) or bool(ISSUER.match(text)) or is_date_line(text)

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
            if not (is_letterhead(text) or is_number_line(text)):
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


def _is_notice(title: str) -> bool:
    return bool(re.search(r"(?:印发|批转|转发).*通知$", title))


def _drop_colophon(
    view: Sequence[Block], extents: Sequence[Extent], kept: Sequence[int], dropped: dict[int, str]
) -> None:
    """The bulletin's name, issue, date and address at the file's end belong to no document."""
    last = extents[-1]
    end = last.end
    while end > last.parts[-1].body and MASTHEAD.match(squeeze(view[end - 1].text)):
        end -= 1
        dropped[kept[end]] = "colophon"
    last.end = last.parts[-1].end = end
