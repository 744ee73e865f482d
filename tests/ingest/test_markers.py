"""Numbering marks: which are read, which only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markers import read_marker


@pytest.mark.parametrize(
    ("text", "family", "number"),
    [
        ("第一编 开启新征程", "编", 1),
        ("第二篇　规划", "编", 2),
        ("第三部分 下一步工作", "编", 3),
        ("第十二章　附则", "章", 12),
        ("第 3 章 目标", "章", 3),
        ("第一节　一般规定", "节", 1),
        ("第一百零二条　本办法", "条", 102),
        ("第七条之一 补充", "条", 7),
        ("**第五条**　申请", "条", 5),
        ("## 一、总体要求", "一、", 1),
        ("十一、保障措施", "一、", 11),
        ("（三）主要目标", "（一）", 3),
        ("(四)主要目标", "（一）", 4),
        ("( 二 )目标", "（一）", 2),
        ("１．优化结构", "1.", 1),
        ("12. 优化结构", "1.", 12),
        ("3、优化结构", "1、", 3),
        ("（５）平台", "（1）", 5),
        ("2） 培育队伍", "（1）", 2),
        ("③完善", "①", 3),
        ("——坚持创新", "——", None),
        ("前  言", "named", None),
        ("附　则", "named", None),
        ("专栏１：重点工程", "专栏", None),
    ],
)
def test_marks_are_read(text: str, family: str, number: int | None) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.family, marker.number) == (family, number)
    assert 0 < marker.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "3.2%左右",
        "２．６亿元",
        "2.6 亿元，惠及企业",
        "第五条规定的条件",
        "第三章至第五章",
        "第十条的要求",
        "第六条第（三）项",
        "第一、二条",
        "2026年",
        "5G网络",
        "—7—",
        "———",
        "一是强化监督",
        "前言部分说明了本规划的编制背景",
        "",
        "。",
    ],
)
def test_what_only_looks_like_a_mark(text: str) -> None:
    assert read_marker(text) is None


@given(st.text(max_size=30))
def test_any_text_gives_a_mark_within_it_or_none(text: str) -> None:
    marker = read_marker(text)
    assert marker is None or 0 < marker.end <= len(text)
