"""Where a government page says what its document is: 索引号, 发文机关, 文号, 成文日期, 发布日期.

Government sites print these in a table or list above the article (pages of 政府信息公开 have to), or at
least a line 发布时间：… 来源：… under the title. They are read here and left out of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.chars import squeeze
from ingest.readers.facts import ENOUGH, LABEL, facts_of, is_fact_line, read_pairs
from ingest.readers.html_text import SILENT, is_hidden, tag_of, text_of
from ingest.readers.raw import PageFacts

Element = Any

LONGEST = 900
"""Characters that such a table has at most, the summary of the content (内容概述) included."""


@dataclass(slots=True)
class FoundFacts:
    """The ``facts``, and the elements that print them."""

    facts: PageFacts = field(default_factory=PageFacts)
    elements: list[Element] = field(default_factory=list)


def find_facts(body: Element) -> FoundFacts:
    """Find the table or list of facts and the line under the title."""
    found = FoundFacts()
    told: list[tuple[str, str]] = []
    for node in _candidates(body):
        if any(node is inner or _within(node, inner) for inner in found.elements):
            continue
        pairs = dict(read_pairs(_pieces(node)))
        if len(pairs) >= ENOUGH or (pairs and is_fact_line(text_of(node), pairs)):
            found.elements.append(node)
            told += pairs.items()
    found.facts = facts_of(told)
    return found


def _candidates(body: Element) -> list[Element]:
    """Elements short enough, innermost tables and lists first: a table around the whole page is none."""
    nodes = [
        node
        for node in body.iter("table", "ul", "dl", "div", "p", "td", "h4", "h5", "tr")
        if not is_hidden(node)
    ]
    short = [node for node in nodes if LABEL.search(text := squeeze(text_of(node))) and len(text) <= LONGEST]
    tables = [node for node in short if tag_of(node) in ("table", "ul", "dl")]
    return [*tables, *reversed([node for node in short if tag_of(node) not in ("table", "ul", "dl")])]


def _within(node: Element, outer: Element) -> bool:
    return any(above is outer for above in node.iterancestors())


def _pieces(node: Element) -> Iterator[str]:
    """The texts in and under an element, cell by cell and block by block."""
    waiting: list[Element | str] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if item.strip():
                yield item
        elif tag_of(item) and tag_of(item) not in SILENT:
            waiting += [part for child in reversed(item) for part in (child.tail or "", child)]
            waiting.append(item.text or "")
