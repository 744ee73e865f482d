"""Web pages: the article of a government site's page, without the site around it.

Read with lxml, which the .docx reader needs anyhow: one parser less to keep than with selectolax; libxml2 is
lenient with broken pages and fetches nothing. Scripts are never run: a page that a script fills is refused
for want of text. What is left out is told piece by piece in :attr:`RawText.dropped`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import UnreadableFile
from ingest.readers.html_facts import find_facts
from ingest.readers.html_main import find_chrome, find_main, find_title, measure
from ingest.readers.html_text import SILENT, PageText, tag_of, text_of
from ingest.readers.raw import RawText
from ingest.readers.text import decode_text
from ingest.readers.writer import Writer

Element = Any
MAX_DEPTH = 500
"""Elements within elements: real pages stay below 60."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([-\w]{2,20})", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_TITLES = ("articletitle", "og:title", "title", "dc.title")
_DATES = ("pubdate", "publishdate", "article:published_time", "publishtime", "dc.date", "date")
_DAY = re.compile(r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SITE = re.compile(r"\s*[_|—–]\s*|\s+-\s+")


def read_html(data: bytes, name: str) -> RawText:
    """Read a web page.

    Raises:
        UnreadableFile: it cannot be decoded, or holds no text.
    """
    text, encoding = decode_page(data, name)
    root = _parse(text, name)
    body = next(root.iter("body"), root)
    facts = _facts(root)
    _check_depth(body, name)
    sizes = measure(body)
    told = find_facts(body)
    main = find_main(body, sizes)
    named = next((facts[key] for key in _TITLES if facts.get(key)), None) or _page_title(root)
    writer = Writer()
    title = find_title(body, main, told.facts.title or named, told.elements)
    outside = _Outside(writer, main, title, told.elements)
    outside.before(body)
    if title is not None:
        writer.line(text_of(title))
    PageText(writer, find_chrome(main, sizes) | dict.fromkeys(told.elements, "page-facts")).add(main)
    outside.after()
    if not writer.text().strip():
        raise UnreadableFile(
            f"{name}：网页中没有正文文字", remedy="页面可能由脚本生成；请在浏览器中打开后另存或打印为 PDF"
        )
    return RawText(
        writer.text(),
        encoding,
        "text/html",
        dropped=tuple(writer.dropped),
        facts=replace(told.facts, published=told.facts.published or _published(facts)),
        whole_lines=writer.whole_lines(),
    )


def decode_page(data: bytes, name: str) -> tuple[str, str]:
    """Return a page's text and its encoding: byte-order mark, then the page's own charset, then what fits.

    >>> decode_page('<meta charset="gb2312"><p>规划</p>'.encode("gbk"), "a.html")[1]
    'gb18030'
    """
    match = _CHARSET.search(data[:4096])
    declared = match.group(1).decode().lower() if match else ""
    declared = _CHINESE.get(declared, declared)
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared), declared
        except (LookupError, UnicodeDecodeError):
            pass
    return decode_text(data, name)


def _parse(text: str, name: str) -> Element:
    # The parser would take a declared encoding for the string's own.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    # Without huge_tree, what is too deep or too long is passed over in silence; memory is bounded outside.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError as error:
        if not error.code or "unknown" in str(error):  # how libxml2 reports that memory ran out
            raise MemoryError from error
        raise UnreadableFile(f"{name}：无法解析网页（{error}）", remedy="请在浏览器中打开后另存") from error
    except (etree.ParserError, ValueError) as error:
        raise UnreadableFile(f"{name}：无法解析网页（{error}）", remedy="请在浏览器中打开后另存") from error
    return root


def _check_depth(body: Element, name: str) -> None:
    depth = deepest = 0
    for event, _ in etree.iterwalk(body, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise UnreadableFile(
            f"{name}：网页元素嵌套 {deepest} 层，超过上限 {MAX_DEPTH}",
            remedy="请在浏览器中打开后打印为 PDF 再试",
        )


def _facts(root: Element) -> dict[str, str]:
    facts: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").strip().lower()
        if key and meta.get("content"):
            facts.setdefault(key, meta.get("content").strip())
    return facts


def _page_title(root: Element) -> str | None:
    title = next(root.iter("title"), None)
    text = "".join(title.itertext()).strip() if title is not None else ""
    return max(_SITE.split(text), key=len) if text else None


def _published(facts: dict[str, str]) -> str | None:
    for key in _DATES:
        match = _DAY.search(facts.get(key, ""))
        if match:
            try:
                return date(*map(int, match.groups())).isoformat()
            except ValueError:
                continue
    return None


class _Outside:
    """Tells what stands around the article, before and behind it."""

    def __init__(self, writer: Writer, main: Element, title: Element | None, facts: list[Element]) -> None:
        self.writer = writer
        self.main = main
        self.title = title
        self.holders = {main, *main.iterancestors()}
        if title is not None:
            self.holders |= {title, *title.iterancestors()}
        self.facts = set(facts)
        self.late: list[tuple[str, str]] = []
        self.passed = False

    def before(self, body: Element) -> None:
        self._visit(body)

    def after(self) -> None:
        for text, reason in self.late:
            self.writer.drop(text, reason)

    def _visit(self, node: Element) -> None:
        if node is self.main or node is self.title:
            self.passed = self.passed or node is self.main
            return
        if node in self.facts:
            self._tell(text_of(node), "page-facts")
            return
        if node not in self.holders:
            self._outside(node)
            return
        self._tell(node.text or "")
        for child in node:
            if tag_of(child) and tag_of(child) not in SILENT:
                self._visit(child)
            self._tell(child.tail or "")

    def _outside(self, node: Element) -> None:
        """All text of an element without the article, as one, save that facts inside it are told as such."""
        inside = [fact for fact in self.facts if any(above is node for above in fact.iterancestors())]
        if not inside:
            self._tell(text_of(node))
            return
        self._tell(node.text or "")
        for child in node:
            if tag_of(child) and tag_of(child) not in SILENT:
                self._visit(child)
            self._tell(child.tail or "")

    def _tell(self, text: str, reason: str = "navigation") -> None:
        if self.passed:
            self.late.append((text, reason))
        else:
            self.writer.drop(text, reason)
