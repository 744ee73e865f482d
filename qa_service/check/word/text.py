"""The text of a Word draft, and for each of its characters the run that it stands in.

A paragraph is a line; so is a row of a table whose cells hold a paragraph each, its cells kept apart by tabs.
Left out: tracked deletions, hidden text, instructions of fields, tables of contents, notes, heads and feet.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx_names import attribute, child, is_on, local

Element = Any

_PASSED_OVER = frozenset(
    "pPr rPr del moveFrom tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr Fallback".split()
)
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Draft ``[start, end)`` is the text of ``node`` (a ``w:t``, or what stands for a tab or a break) in
    ``run``. ``host`` is the paragraph of the body that a text box is anchored in, ``None`` outside of one."""

    start: int
    end: int
    node: Element
    run: Element
    host: Element | None = None


@dataclass(frozen=True, slots=True)
class WordText:
    """``text`` and its ``pieces`` in order; what separates paragraphs and cells belongs to none."""

    text: str
    pieces: tuple[Piece, ...]

    def between(self, start: int, end: int) -> list[Piece]:
        """Return the pieces that hold any of ``[start, end)``."""
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        found = []
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            if piece.end > start:
                found.append(piece)
        return found


def read_word_text(document: Element) -> WordText:
    """Return the text of the root of ``word/document.xml``."""
    reader = _Reader(_contents_styles(document))
    body = child(document, "body")
    if body is not None:
        reader.blocks(body)
    return WordText("".join(reader.parts), tuple(reader.pieces))


def _contents_styles(document: Element) -> frozenset[str]:
    used = (attribute(node) or "" for node in document.iter("{*}pStyle"))
    return frozenset(name for name in used if name.lower().startswith("toc"))


class _Reader:
    def __init__(self, contents: frozenset[str]) -> None:
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self._length = 0
        self._contents = contents
        self._host: Element | None = None
        self._fields: list[str] = []
        """Open fields, outermost first: ``code`` until the result begins, then ``result`` or ``contents``."""

    # blocks -----------------------------------------------------------------------------------------

    def blocks(self, parent: Element) -> None:
        for node in parent:
            name = local(node)
            if name == "p":
                self._paragraph(node)
                self._separate("\n")
            elif name == "tbl":
                self._table(node)
            elif name == "sdt" and _is_contents(node):
                continue
            elif name not in _PASSED_OVER:
                self.blocks(node)

    def _paragraph(self, node: Element) -> None:
        style = attribute(child(node, "pPr", "pStyle")) or ""
        boxes: list[Element] = []
        if style not in self._contents:
            self._inline(node, boxes)
        for box in boxes:
            outer, self._host = self._host, node if self._host is None else self._host
            self._separate("\n")
            self.blocks(box)
            self._host = outer

    def _table(self, table: Element) -> None:
        for row in table.iter("{*}tr"):
            if _nearest(row, "tbl") is not table or child(row, "trPr", "del") is not None:
                continue
            cells = [cell for cell in row.iter("{*}tc") if _nearest(cell, "tr") is row]
            if all(map(_is_short, cells)):
                for cell in cells:
                    for paragraph in cell.iterchildren("{*}p"):
                        self._paragraph(paragraph)
                    self._separate("\t")
                self._separate("\n")
            else:
                for cell in cells:
                    self.blocks(cell)

    # runs -------------------------------------------------------------------------------------------

    def _inline(self, parent: Element, boxes: list[Element]) -> None:
        for node in parent:
            name = local(node)
            if name == "r":
                if not is_on(child(node, "rPr", "vanish")):
                    self._run(node, node, boxes)
            elif name not in _PASSED_OVER:
                self._inline(node, boxes)

    def _run(self, run: Element, parent: Element, boxes: list[Element]) -> None:
        for node in parent:
            name = local(node)
            if name == "fldChar":
                self._field(attribute(node, "fldCharType"))
            elif name == "instrText":
                self._instruction(str(node.text or ""))
            elif name in ("AlternateContent", "Choice"):
                self._run(run, node, boxes)
            elif name in ("drawing", "pict"):
                boxes += [box for box in node.iter("{*}txbxContent") if _nearest(box, "txbxContent") is None]
            elif any(state != "result" for state in self._fields):
                continue
            elif name == "t":
                self._add(str(node.text or "").replace("\n", " "), node, run)
            elif name in _BREAKS:
                self._add(_BREAKS[name], node, run)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append("code")
        elif kind == "separate" and self._fields and self._fields[-1] == "code":
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, code: str) -> None:
        if self._fields and code.strip().upper().startswith("TOC"):
            self._fields[-1] = "contents"

    def _add(self, text: str, node: Element, run: Element) -> None:
        if text:
            start = self._length
            self._separate(text)
            self.pieces.append(Piece(start, self._length, node, run, self._host))

    def _separate(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def _nearest(node: Element, name: str) -> Element | None:
    return next((parent for parent in node.iterancestors() if local(parent) == name), None)


def _is_short(cell: Element) -> bool:
    """Whether a cell is one of a row of data: one paragraph, no sentence, nothing nested."""
    filled = [p for p in cell.iterchildren("{*}p") if "".join(p.itertext()).strip()]
    nested = child(cell, "tbl") is not None or child(cell, "sdt") is not None
    return len(filled) <= 1 and not nested and not any("。" in "".join(p.itertext()) for p in filled)


def _is_contents(node: Element) -> bool:
    gallery = child(node, "sdtPr", "docPartObj", "docPartGallery")
    return "table of contents" in (attribute(gallery) or "").lower()
