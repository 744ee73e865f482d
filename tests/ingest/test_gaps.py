"""Tabs and blanks that indent a paragraph or stand behind a numbering mark make no table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import BODY, SENTENCES, blocks_of, document, outline, wrapped

GAPS = ["\t", "    ", "\u3000\u3000\u3000", " \t "]
ARTICLES = """青禾区公园管理办法

第一章{0}总则

第一条{0}{1}

第二条{0}{2}

第二章{0}管理

第三条{0}{3}
"""
PLAN = """青禾区绿地规划

一、{0}总体要求

（一）{0}指导思想

{1}

（二）{0}基本原则

{2}

二、{0}主要任务

{3}
"""


@pytest.mark.parametrize("gap", GAPS)
def test_a_gap_behind_an_articles_number(gap: str) -> None:
    text = ARTICLES.format(gap, *SENTENCES[:3])
    found = [heading for _, heading in outline(text)]
    assert found == ["第一章 总则", "第一条", "第二条", "第二章 管理", "第三条"]
    (first,) = [p for p in document(text).passages if p.locator.article == "第一条"]
    assert first.text.endswith(f"第一条 {SENTENCES[0]}")


@pytest.mark.parametrize("gap", GAPS)
def test_a_gap_behind_a_headings_number_is_closed(gap: str) -> None:
    headings = outline(PLAN.format(gap, *SENTENCES[:3]))
    assert headings == [
        (1, "一、总体要求"), (2, "（一）指导思想"), (2, "（二）基本原则"), (1, "二、主要任务"),
    ]  # fmt: skip


def test_paragraphs_indented_by_tabs() -> None:
    plain = PLAN.format("", *SENTENCES[:3])
    indented = "\n".join(f"\t{line}" if line else "" for line in plain.splitlines())
    assert outline(indented) == outline(plain)
    assert [p.text for p in document(indented).passages] == [p.text for p in document(plain).passages]


def test_hard_wrapped_paragraphs_indented_by_tabs() -> None:
    lines = [line for _ in range(4) for line in wrapped(BODY, 60, "\t")]
    blocks = blocks_of("\n".join(lines))
    assert {block.kind for block in blocks} == {"text"}
    assert [block.text for block in blocks] == [BODY] * 4


def test_blanks_to_fill_in_leave_an_article_text() -> None:
    text = (
        ARTICLES.format(" ", *SENTENCES[:3])
        + "\n第四条 "
        + SENTENCES[3]
        + "本单位有从业人员\t人，营业收入\t万元。\n"
    )
    (last,) = [p for p in document(text).passages if p.locator.article == "第四条"]
    assert last.kind == "text" and "从业人员 人，营业收入 万元" in last.text


@pytest.mark.parametrize(
    "text",
    [
        "序号\t任务\n一、\t建设公园\n二、\t建设绿道\n",
        "（一）\t建设公园\t区绿化局\n（二）\t建设绿道\t区水务局\n",
        "条款\t原文\t改为\n第一条\t公园每日开放。\t公园每日六时开放。\n第二条\t免费。\t收费。\n",
    ],
)
def test_numbered_rows_of_a_table_stay_rows(text: str) -> None:
    kinds = {block.kind for block in blocks_of("青禾区绿地规划\n\n" + BODY + "\n\n" + text)[2:]}
    assert kinds == {"row"}


@given(st.sampled_from([ARTICLES, PLAN]), st.lists(st.sampled_from(GAPS), min_size=5, max_size=5))
def test_every_character_of_the_text_is_kept_in_its_place(form: str, gaps: list[str]) -> None:
    drawn = iter(gaps)
    text = re.sub(r"\{0\}", lambda _: next(drawn), form)
    text = text.format("", *SENTENCES[:3])
    read = []
    for block in blocks_of(text):
        assert block.text == "".join(chr(b) if a < 0 else text[a:b] for a, b in block.pieces)
        read.append(block.text)
    assert re.sub(r"\s", "", "".join(read)) == re.sub(r"\s", "", text)
