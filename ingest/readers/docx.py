"""Word documents: the text as Word shows it with all changes accepted, numbers computed, nothing executed.

The package's XML is read with lxml itself: what python-docx offers (paragraphs and tables of the body) leaves
out numbers, notes, text boxes and tracked changes. Macros are neither opened nor run: a ``.docm`` is read
like a ``.docx``, with a warning. Laid out as text:

- a paragraph a line; a soft line break begins a line too; a tab inside running text becomes four blanks
- a heading is a line with the number that Word computes; one without any number gets ``#`` (its style tells)
- a table row is a line of cells kept apart by tabs; merged cells are blanks; a one-celled table is paragraphs
- a footnote is a line ``¹ …`` right behind the paragraph (or table) that holds the mark, an endnote ``[1] …``
- a text box comes behind the paragraph that it is anchored in
- ``\\f`` where a page break stands or where Word last rendered one
"""

from __future__ import annotations

import re
from typing import Any

from ingest.chars import BLANK, squeeze
from ingest.readers.docx_inline import Inline, InlineReader, deleted_text, visible_text
from ingest.readers.docx_names import attribute, child, is_on, local, whole
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_styles import Style, read_styles
from ingest.readers.package import Package
from ingest.readers.raw import RawText
from ingest.readers.writer import RENDERED, Writer

Element = Any
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY_LEVEL = 9
"""Outline level of body text."""

MAX_SPAN = 200
"""A cell spans at most so many columns; Word itself stops at 63."""


def read_docx(data: bytes, name: str) -> RawText:
    """Read a Word document.

    Raises:
        UnreadableFile: damaged, encrypted, or beyond the limits of :mod:`ingest.readers.package`.
    """
    package = Package(data, name, ".docx", "word/document.xml")
    reader = _Body(package)
    body = child(package.xml("word/document.xml"), "body")
    if body is not None:
        reader.prepare(body)
        reader.blocks(body)
    reader.rest()
    writer = reader.writer
    if any(part.endswith("vbaProject.bin") for part in package.infos):
        writer.warnings.append("文件含宏，未读取也未执行")
    return RawText(
        writer.text(),
        "utf-8",
        MEDIA_TYPE,
        dropped=tuple(writer.dropped),
        warnings=tuple(writer.warnings),
        whole_lines=writer.whole_lines(),
    )


class _Body:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.writer = Writer()
        self.styles = read_styles(package.xml("word/styles.xml"))
        self.numbering = Numbering.read(package.xml("word/numbering.xml"))
        self.notes = {
            "footnoteReference": _notes(package.xml("word/footnotes.xml")),
            "endnoteReference": _notes(package.xml("word/endnotes.xml")),
        }
        self.inline = InlineReader()
        self.carried = ""
        self.endnotes: list[tuple[str, str]] = []
        self.sections: list[str | None] = []
        """How each section but the first begins: a section's own properties stand at its end."""

    def prepare(self, body: Element) -> None:
        """Look ahead for what decides how pages are counted."""
        kinds = [attribute(child(n, "type")) for n in body.iter() if local(n) == "sectPr"]
        self.sections = kinds[1:]
        breaks = any(local(n) == "br" and attribute(n, "type") == "page" for n in body.iter())
        if breaks and not any(local(n) == "lastRenderedPageBreak" for n in body.iter()):
            self.writer.warnings.append("文件没有保存实际分页，页码只按分页符计，可能小于打印页码")

    def blocks(self, parent: Element) -> None:
        """Write paragraphs and tables in order."""
        for node in parent:
            name = local(node)
            if name == "p":
                self._paragraph(node)
            elif name == "tbl":
                self._table(node)
            elif name in ("del", "moveFrom"):
                self.writer.drop(deleted_text(node), "revision")
            elif name == "AlternateContent":
                choice = child(node, "Choice")
                self.blocks(choice if choice is not None else node)
            elif name == "altChunk":
                self.writer.warnings.append("文件中嵌入了另一份文档（altChunk），其内容未读取")
            elif name not in ("sectPr", "sdtPr", "sdtEndPr", "tblPr", "pPr"):
                self.blocks(node)

    # paragraphs ------------------------------------------------------------------------------------

    def _paragraph(self, node: Element) -> None:
        properties = child(node, "pPr")
        style = self._style(properties)
        content = self._content(node, style)
        text = self._numbered(properties, style, content)
        if is_on(child(properties, "rPr", "del")):
            # The paragraph's end is deleted: it goes on in the next one.
            self.carried += text
            text = ""
        elif self.carried:
            text, self.carried = self.carried + text, ""
        if is_on(child(properties, "pageBreakBefore")) or style.page_break:
            text = "\f" + text
        self._write(text, _own(whole(child(properties, "outlineLvl")), style.outline), style)
        self._behind(content)
        ends_section = child(properties, "sectPr") is not None and self.sections
        if ends_section and self.sections.pop(0) != "continuous":
            self.writer.feed()

    def _write(self, text: str, outline: int | None, style: Style) -> None:
        if style.contents:
            # The leader of a contents list is a tab; dots are what is seen, and what tells an entry.
            text = re.sub(r"\t(?=[^\t]*$)", "……", text)
        if outline is not None and outline < BODY_LEVEL and not style.contents:
            self.writer.heading(text, outline + 1)
        else:
            self.writer.line(text)

    def _style(self, properties: Element | None) -> Style:
        return self.styles.get(attribute(child(properties, "pStyle")) or "", self.styles[""])

    def _content(self, node: Element, style: Style) -> Inline:
        content = self.inline.read(node, hidden=style.hidden)
        for text, reason in content.dropped:
            self.writer.drop(text, reason)
        return content

    def _numbered(self, properties: Element | None, style: Style, content: Inline) -> str:
        own = child(properties, "numPr")
        number = attribute(child(own, "numId")) or style.list_id
        text = content.text
        if not number or number == "0" or not text.strip(BLANK) and not content.boxes:
            return text
        level = whole(child(own, "ilvl"))
        if level is None:
            tied = self.numbering.level_of_style(number, attribute(child(properties, "pStyle")) or "")
            level = tied if tied is not None else style.list_level or 0
        mark = self.numbering.next(number, level)
        feeds = len(text) - len(text.lstrip("\f" + RENDERED))
        body = text[feeds:].lstrip(BLANK)
        if mark[-1:] == "." and body[:1].isdigit():
            mark += " "
        return text[:feeds] + mark + body

    def _behind(self, content: Inline) -> None:
        for box in content.boxes:
            self.blocks(box)
        for mark, name, kind in content.notes:
            text = self._note(name, kind)
            if kind == "footnoteReference":
                self.writer.note(mark, text)
            else:
                self.endnotes.append((mark, text))

    def _note(self, name: str, kind: str) -> str:
        node = self.notes[kind].get(name)
        if node is None:
            return ""
        reader = InlineReader()
        lines = [reader.read(paragraph).text for paragraph in node.iter() if local(paragraph) == "p"]
        return "\n".join(line.strip(BLANK) for line in lines)

    # tables ----------------------------------------------------------------------------------------

    def _table(self, table: Element) -> None:
        if self.carried:
            self._flush_carried()
        rows = [row for row in _rows(table) if self._kept(row)]
        if max((len(_cells(row)) for row in rows), default=0) <= 1:
            for row in rows:
                for cell in _cells(row):
                    self.blocks(cell)
            return
        behind: list[Inline] = []
        for row in rows:
            kinds = _page_breaks(row)
            if kinds:
                self.writer.feed(rendered="br" not in kinds)
            self.writer.rows([self._row(row, behind)])
        for content in behind:
            self._behind(content)

    def _flush_carried(self) -> None:
        text, self.carried = self.carried, ""
        self.writer.line(text)

    def _kept(self, row: Element) -> bool:
        if child(row, "trPr", "del") is None:
            return True
        self.writer.drop(deleted_text(row), "revision")
        return False

    def _row(self, row: Element, behind: list[Inline]) -> list[str]:
        cells = [""] * min(MAX_SPAN, whole(child(row, "trPr", "gridBefore")) or 0)
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            goes_on = merge is not None and attribute(merge) != "restart"
            text = self._cell(cell, behind)
            cells.append("" if goes_on or attribute(child(properties, "hMerge")) == "continue" else text)
            cells += [""] * (min(MAX_SPAN, whole(child(properties, "gridSpan")) or 1) - 1)
        return cells

    def _cell(self, cell: Element, behind: list[Inline]) -> str:
        lines: list[str] = []
        for node in cell:
            name = local(node)
            if name == "p":
                properties = child(node, "pPr")
                style = self._style(properties)
                content = self._content(node, style)
                lines.append(self._numbered(properties, style, content))
                behind.append(content)
            elif name == "tbl":
                for row in _rows(node):
                    lines.append(" ".join(filter(None, (self._cell(inner, behind) for inner in _cells(row)))))
            elif name not in ("tcPr", "sdtPr", "sdtEndPr", "del", "moveFrom"):
                lines.append(self._cell(node, behind))
        return "\n".join(line for line in lines if squeeze(line))

    # the rest --------------------------------------------------------------------------------------

    def rest(self) -> None:
        """Write the endnotes, and tell what stands outside the text: heads and feet of pages, comments."""
        if self.carried:
            self._flush_carried()
        for mark, text in self.endnotes:
            self.writer.note(mark, text)
        seen: set[str] = set()
        for prefix, reason in (
            ("word/header", "running-head"),
            ("word/footer", "running-head"),
            ("word/comments", "comment"),
        ):
            for part in self.package.names(prefix):
                if not re.fullmatch(r"word/(?:header|footer|comments)\d*\.xml", part):
                    continue
                text = visible_text(self.package.xml(part))
                if text not in seen:
                    self.writer.drop(text, reason)
                seen.add(text)


def _own(own: int | None, inherited: int | None) -> int | None:
    return inherited if own is None else own


def _notes(root: Element | None) -> dict[str, Element]:
    """Notes by id, the separators apart."""
    nodes = [] if root is None else [node for node in root if local(node) in ("footnote", "endnote")]
    return {
        attribute(node, "id") or "": node for node in nodes if attribute(node, "type") in (None, "normal")
    }


def _rows(table: Element) -> list[Element]:
    return _inner(table, "tr")


def _cells(row: Element) -> list[Element]:
    return _inner(row, "tc")


def _inner(node: Element, name: str) -> list[Element]:
    """Rows or cells, also where a content control or a tracked change wraps them."""
    found: list[Element] = []
    for inner in node:
        if local(inner) == name:
            found.append(inner)
        elif local(inner) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            found += _inner(inner, name)
    return found


def _page_breaks(row: Element) -> set[str]:
    """What says that a page begins with this row: the marks in its first cell."""
    nodes = [node for cell in _cells(row)[:1] for node in cell.iter()]
    return {
        local(node)
        for node in nodes
        if local(node) == "lastRenderedPageBreak"
        or (local(node) == "br" and attribute(node, "type") == "page")
    }
