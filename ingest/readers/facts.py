"""What government sites print beside a document (索引号, 发文机关, 文号 …), told by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ingest.chars import squeeze
from ingest.readers.raw import PageFacts
from ingest.titles import normalise_number, parse_date

_LABELS = {
    "title": "标题 名称 信息名称 文件名称",
    "doc_number": "文号 发文字号 文件编号 发文文号 文件字号",
    "issuer": "发文机关 发布机构 发布机关 发文机构 发文单位 发布单位 制发机关 公开主体 公开机构",
    "written": "成文日期 生成日期 成文时间 制发日期 印发日期 签发日期 发文日期",
    "published": "发布日期 发布时间 发表时间 发表日期 公开日期 公布日期 公开时间 发稿时间",
    "": "索引号 信息索引号 索取号 主题分类 信息分类 主题词 体裁分类 组配分类 分类 有效性 是否有效 效力状态"
    " 公开方式 公开范围 公开类别 公开属性 服务对象 关键词 内容概述 来源 信息来源 生效日期 施行日期"
    " 废止日期 失效日期 有效期 责任部门 作者 编辑 审核",
    "count": "浏览次数 阅读次数 阅读量 浏览量 点击数 点击率 访问量 字体 字号",
}
"""What sites call a field; those under "" and "count" are told and not kept."""

_FIELD = {label: key for key, labels in _LABELS.items() for label in labels.split()}
LABEL = re.compile("|".join(sorted(_FIELD, key=len, reverse=True)))
"""A label in text without blanks."""

COUNTS = frozenset(_LABELS["count"].split())
"""Labels whose value a script fills in, or nothing: what stands behind them may be the document."""

_SPACED = "|".join(r"\s*".join(label) for label in sorted(_FIELD, key=len, reverse=True))
_BEFORE_LABEL = re.compile(rf"(?=(?<![\u4e00-\u9fff])(?:{_SPACED})\s*：)")
_COLON = re.compile(r"\s*(?:：|(?<!\d):|:(?!\d))")  # 10:15 stays
DAY = re.compile(r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
"""A date in figures."""

ENOUGH = 3
"""So many labels make a table of facts; a document's own table has none of them, or one."""

LINE_LONGEST = 160
"""Characters of a line under the title that tells date and source."""


def read_pairs(pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield label and value: ``发文机关：国务院`` in one of the ``pieces``, or label and value in two.

    >>> list(read_pairs(["索 引 号：01/2021-3", "发布机构", "区府", "发布日期：2021-11-10 来源：区府"]))
    [('索引号', '01/2021-3'), ('发布机构', '区府'), ('发布日期', '2021-11-10'), ('来源', '区府')]
    """
    label = ""
    for piece in pieces:
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
    return [part for part in _BEFORE_LABEL.split(_COLON.sub("：", piece)) if part.strip()]


def is_fact_line(text: str, pairs: Mapping[str, str]) -> bool:
    """Tell whether a line is nothing but facts, the date among them, given the ``pairs`` that it holds."""
    compact = squeeze(text)
    dated = any(_FIELD[label] == "published" and DAY.search(value) for label, value in pairs.items())
    return dated and len(compact) <= LINE_LONGEST and LABEL.match(compact.lstrip("【[（(")) is not None


def facts_of(pairs: Iterable[tuple[str, str]]) -> PageFacts:
    """Return what the labels and values say; the first of each field counts.

    >>> facts_of([("发文字号", "沪府办发[2021]7号"), ("成文日期", "2021年11月3日"), ("分类", "规划")])
    PageFacts(published=None, written='2021-11-03', issuer=None, doc_number='沪府办发〔2021〕7号', title=None)
    """
    known: dict[str, str] = {}
    for label, value in pairs:
        known.setdefault(_FIELD[label], value)
    return PageFacts(
        published=_day(known.get("published")),
        written=_day(known.get("written")),
        issuer=_issuer(known.get("issuer")),
        doc_number=normalise_number(known.get("doc_number", "")),
        title=squeeze(known.get("title", "")) or None,
    )


def _day(text: str | None) -> str | None:
    match = DAY.search(text or "")
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
