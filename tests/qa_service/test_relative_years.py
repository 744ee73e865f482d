"""Years told from where the question's writer stands."""

from __future__ import annotations

from datetime import date

import pytest

from qa_service.relative_years import with_years

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("青禾区今年的财政预算", "青禾区2026年的财政预算"),
        ("去年新增床位多少，今年目标多少", "2025年新增床位多少，2026年目标多少"),
        ("本年度重点项目有哪些", "2026年重点项目有哪些"),
        ("今年三公经费", "2026年三公经费"),
        ("今年3月开的会", "2026年3月开的会"),
        ("前年的增速，明年的目标", "2024年的增速，2027年的目标"),
    ],
)
def test_years_are_told_in_figures(question: str, text: str) -> None:
    assert with_years(question, TODAY)[0] == text


@pytest.mark.parametrize(
    "question",
    [
        "今年62，能不能免费筛查",
        "老人今年已经七十六岁了",
        "我爸去年退休，能领多少",
        "公司今年刚成立，能申请补贴吗",
        "2025年新增床位比去年多多少",
        "“十四五”末比今年多多少",
        "新增床位比去年多多少",
        "“今年以来全区新增床位”这句话出自哪里",
        "《关于做好今年防汛工作的通知》的文号",
        "报名的基本年龄要求",
    ],
)
def test_what_tells_no_year_of_the_documents_stays(question: str) -> None:
    assert with_years(question, TODAY) == (question, ())
