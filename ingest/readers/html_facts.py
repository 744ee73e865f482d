"""What a government page says of its document beside the text: 索引号, 发文机关, 文号, 成文日期, 发布日期.

Government sites print these in a table or list above the article (pages of 政府信息公开 have to), or at
least a line 发布时间：… 来源：… under the title. They are read here and left out of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ingest.chars import squeeze
from ingest.readers.html_text import SILENT, is_hidden, tag_of, text_of
from ingest.readers.raw import PageFacts
from ingest.titles import normalise_number, parse_date

Element = Any
_LABELS = {
    "title": "标题 名称 信息名称 文件名称",
    "doc_number": "文号 发文字号 文件编号 发文文号 文件字号",
    "issuer": "发文机关 发布机构 发布机关 发文机构 发文单位 发布单位 制发机关 公开主体 公开机构",
    "written": "成文日期 生成日期 成文时间 制发日期 印发日期 签发日期 发文日期",
    "published": "发布日期 发布时间 公开日期 公布日期 公开时间 发稿时间",
    "": "索引号 信息索引号 索取号 主题分类 信息分类 主题词 体裁分类 组配分类 分类 有效性 是否有效 效力状态"
    " 公开方式 公开范围 公开类别 公开属性 服务对象 关键词 内容概述 来源 信息来源 生效日期 施行日期"
    " 废止日期 失效日期 有效期 责任部门 作者 浏览次数 阅读次数 点击数 点击率 访问量 字体 字号 编辑 审核",
}
"""What sites call a field; those under "" are told and not kept."""

_FIELD = {label: key for key, labels in _LABELS.items() for label in labels.split()}
_LABEL = re.compile(rf"(?:{'|'.join(sorted(_FIELD, key=len, reverse=True))})")
_DAY = re.compile(r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")

ENOUGH = 3
"""So many labels make a table of facts; a document's own table has none of them, or one."""

LONGEST = 900
"""Characters that such a table has at most, the summary of the content (内容概述) included."""

LINE_LONGEST = 160
"""Characters of a line under the title that tells date and source."""


@dataclass(slots=True)
class FoundFacts:
    """The ``facts``, and the elements that print them."""

    facts: PageFacts = field(default_factory=PageFacts)
    elements: list[Element] = field(default_factory=list)


def find_facts(body: Element) -> FoundFacts:
    """Find the table or list of facts and the line under the title."""
    found = FoundFacts()
    known: dict[str, str] = {}
    for node in _candidates(body):
        if any(node is inner or _within(node, inner) for inner in found.elements):
            continue
        pairs = dict(_pairs(node))
        if len(pairs) >= ENOUGH or (pairs and _is_line(node, pairs)):
            found.elements.append(node)
            for label, value in pairs.items():
                known.setdefault(_FIELD[label], value)
    found.facts = PageFacts(
        published=_day(known.get("published")),
        written=_day(known.get("written")),
        issuer=_issuer(known.get("issuer")),
        doc_number=normalise_number(known.get("doc_number", "")),
        title=squeeze(known.get("title", "")) or None,
    )
    return found


def _candidates(body: Element) -> list[Element]:
    """Elements short enough, innermost tables and lists first: a table around the whole page is none."""
    nodes = [
        node
        for node in body.iter("table", "ul", "dl", "div", "p", "td", "h4", "h5", "tr")
        if not is_hidden(node)
    ]
    short = [node for node in nodes if _LABEL.search(text := squeeze(text_of(node))) and len(text) <= LONGEST]
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


def _pairs(node: Element) -> Iterator[tuple[str, str]]:
    """Label and value: ``发文机关：国务院`` in one piece, or label and value in two."""
    label = ""
    for piece in _pieces(node):
        for text in _split(piece):
            name, _, rest = text.partition("：")
            key = squeeze(name)
            if key in _FIELD:
                if rest.strip():
                    yield key, rest.strip()
                    label = ""
                else:
                    label = key
            elif label:
                yield label, squeeze(text).lstrip("：")
                label = ""


def _split(piece: str) -> list[str]:
    """Cut a line before each label: 发布时间：2026-03-20 来源：区政府办."""
    text = re.sub(r"\s*(?:：|(?<!\d):|:(?!\d))", "：", piece)  # 10:15 stays
    return [
        part for part in re.split(rf"(?=(?<![\u4e00-\u9fff])(?:{_LABEL.pattern})\s*：)", text) if part.strip()
    ]


def _is_line(node: Element, pairs: dict[str, str]) -> bool:
    """A line of nothing but facts, the date among them."""
    text = squeeze(text_of(node))
    dated = any(_FIELD[label] == "published" and _DAY.search(value) for label, value in pairs.items())
    return dated and len(text) <= LINE_LONGEST and _LABEL.match(text.lstrip("【[（(")) is not None


def _day(text: str | None) -> str | None:
    match = _DAY.search(text or "")
    if match:
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            return None
    day = parse_date(text or "")
    return day.isoformat() if day else None


def _issuer(text: str | None) -> str | None:
    """An issuer's name, and not the hint that there is none."""
    name = squeeze(text or "").rstrip("，,。;；")
    return name if re.fullmatch(r"[\u4e00-\u9fff（）()、]{2,60}", name) else None
