"""A piece of a web page laid out as lines: paragraphs, headings, numbered lists, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.chars import BLANK, squeeze
from ingest.readers.writer import SUPERSCRIPTS, Writer, collapse

Element = Any
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "svg",
        "math",
        "select",
        "button",
        "input",
        "textarea",
        "canvas",
        "audio",
        "video",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SYMBOLS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
LAYOUT_CELL = 400
"""A cell with more characters than this holds an article, not a value: its table only lays the page out."""


def tag_of(node: Element) -> str:
    """Return the element's name, an empty string for comments and the like."""
    return node.tag if isinstance(node.tag, str) else ""


def is_hidden(node: Element) -> bool:
    """Tell whether the page itself hides the element."""
    style = re.sub(r"\s", "", node.get("style") or "").lower()
    return node.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def text_of(node: Element) -> str:
    """Return the visible text in and under ``node``, blanks folded."""
    return collapse("".join(_texts(node))).strip(BLANK)


def _texts(top: Element) -> Iterator[str]:
    """Texts in reading order, without recursion: the depth of a page is in its author's hands."""
    waiting: list[Element | str] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif tag_of(node) and tag_of(node) not in SILENT:
            apart = "\n" if tag_of(node) in BLOCKS or tag_of(node) == "br" else ""
            yield apart + (node.text or "")
            waiting.append(apart)
            for child in reversed(node):
                waiting += [child.tail or "", child]


class PageText:
    """Writes elements to a :class:`Writer`, passing over those in ``left_out``."""

    def __init__(self, writer: Writer, left_out: dict[Element, str]) -> None:
        self.writer = writer
        self.left_out = left_out
        self.buffer: list[str] = []

    def add(self, node: Element) -> None:
        """Write ``node`` and all under it."""
        self._node(node)
        self._flush()

    def _node(self, node: Element) -> None:
        tag = tag_of(node)
        if not tag or tag in SILENT:
            return
        reason = self.left_out.get(node) or ("hidden-text" if is_hidden(node) else None)
        if reason:
            self._flush()
            self.writer.drop(text_of(node), reason)
        elif tag == "br":
            self._flush()
        elif tag == "table" and is_data_table(node):
            self._flush()
            self._table(node)
        elif tag in ("ol", "ul"):
            self._flush()
            self._list(node)
        elif tag in ("sup", "sub"):
            self.buffer.append(_raised(text_of(node)) if tag == "sup" else text_of(node))
        elif tag == "img":
            self.buffer.append(" " if node.get("alt") else "")
        elif tag in BLOCKS:
            self._block(node, tag)
        else:
            self._inside(node)

    def _block(self, node: Element, tag: str) -> None:
        self._flush()
        self._inside(node)
        if tag in _HEADINGS and _HEADINGS[tag] > 1:
            self._flush(_HEADINGS[tag])
        else:
            self._flush()

    def _inside(self, node: Element) -> None:
        self.buffer.append(node.text or "")
        for child in node:
            self._node(child)
            self.buffer.append(child.tail or "")

    def _flush(self, level: int = 0) -> None:
        text = collapse("".join(self.buffer)).strip(BLANK)
        self.buffer = []
        if text and level:
            self.writer.heading(text, level)
        elif text:
            self.writer.line(text)

    def _list(self, node: Element) -> None:
        number = _whole(node.get("start"), 1)
        for item in node:
            if tag_of(item) != "li":
                self._node(item)
                continue
            number = _whole(item.get("value"), number)
            mark = _list_mark(number, node.get("type") or "1") if tag_of(node) == "ol" else ""
            # A number typed into the item counts, the computed one would stand before it twice.
            typed = re.match(r"\s*[（(]?[0-9一二三四五六七八九十]{1,3}[)）.．、]", text_of(item))
            self.buffer.append("" if typed else mark)
            self._inside(item)
            self._flush()
            number += 1

    def _table(self, node: Element) -> None:
        for caption in node.iterchildren("caption"):
            self.writer.line(text_of(caption))
        self.writer.rows(grid_rows(node))


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise


def _list_mark(number: int, kind: str) -> str:
    letters = _SYMBOLS.get(kind)
    return f"{letters[(number - 1) % 26]}. " if letters else f"{number}. "


def _raised(text: str) -> str:
    inner = text.strip("[]［］()（）")
    return inner.translate(SUPERSCRIPTS) if re.fullmatch(r"\d{1,3}", inner) else text


def is_data_table(table: Element) -> bool:
    """Tell a table of values from one that only lays the page out: two columns and rows at least, no table
    inside, no cell that holds an article."""
    if next((inner for inner in table.iter("table") if inner is not table), None) is not None:
        return False
    rows = [[text_of(cell) for cell in _cells(row)] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    wide = sum(len([cell for cell in row if cell]) >= 2 for row in rows)
    longest = max(map(len, cells), default=0)
    return wide >= 1 and len(rows) >= 2 and (longest <= LAYOUT_CELL or longest * 2 < sum(map(len, cells)))


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if tag_of(cell) in ("td", "th")]


def grid_rows(table: Element) -> list[list[str]]:
    """Return the table's rows with merged cells as blanks."""
    taken: dict[tuple[int, int], str] = {}
    rows = list(table.iter("tr"))
    for number, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while (number, column) in taken:
                column += 1
            wide = min(max(1, _whole(cell.get("colspan"), 1)), 200)
            high = min(max(1, _whole(cell.get("rowspan"), 1)), len(rows) - number)
            for down in range(high):
                for right in range(wide):
                    taken[number + down, column + right] = "" if down or right else cell_text(cell)
            column += wide
    widths = enumerate(_widths(taken, len(rows)))
    return [[taken.get((number, column), "") for column in range(width)] for number, width in widths]


def _widths(taken: dict[tuple[int, int], str], count: int) -> list[int]:
    widths = [0] * count
    for row, column in taken:
        widths[row] = max(widths[row], column + 1)
    return widths


def cell_text(cell: Element) -> str:
    """Return a cell's text; its paragraphs and line breaks become line feeds, folded by the writer."""
    writer = Writer()
    PageText(writer, {}).add(cell)
    return writer.text() if squeeze(writer.text()) else ""
