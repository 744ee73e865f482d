"""Why passages that look like an answer are none: they are about another region, or about other years."""

from __future__ import annotations

from collections.abc import Sequence

from index.text import fold
from ingest.model import Document, Metadata
from ingest.regions import bare_name
from qa_service.absent_regions import absent_region, may_speak_for, mentions
from qa_service.absent_years import absent_frame

Near = Sequence[tuple[Metadata, str]]
"""The first passages, each with its document's metadata and its text, headings and title included."""


def about_another_region(question: str, documents: Sequence[Document], near: Near) -> str:
    """Return the Chinese reason why ``near`` can't answer for the region that ``question`` is about; empty
    where it may, and where the question is about none or about one that ``documents`` are of.

    >>> near = [(Metadata(title="静安区规划", region="静安区"), "新增养老床位90张")]
    >>> about_another_region("黄浦区新增多少养老床位", [], near)
    '未找到依据：现有文件不是关于黄浦区的，最接近的段落也没有提到黄浦'
    """
    named = absent_region(question, documents)
    if named is None or not near or may_speak_for(near[0][0].region, named):
        return ""
    if any(mentions(fold(text), named) for _, text in near):
        return ""
    name = named.divisions[0].name
    return f"未找到依据：现有文件不是关于{name}的，最接近的段落也没有提到{bare_name(name)}"


def about_other_years(question: str, near: Near) -> str:
    """Return the Chinese reason why ``near`` can't answer for the years that ``question`` names; empty where
    it may.

    >>> plan = Metadata(title="养老规划", plan_period=(2021, 2025))
    >>> about_other_years("2035年新增多少床位", [(plan, "新增90张")])
    '未找到依据：最接近的段落没有说到2035年'
    """
    said = absent_frame(question, near)
    return f"未找到依据：最接近的段落没有说到{said}" if said else ""
