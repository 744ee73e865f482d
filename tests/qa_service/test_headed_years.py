"""Passages under headings of other years than the question's."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from ingest.model import Locator, Passage
from qa_service.engine import Engine
from qa_service.headed_years import HeadedYears

pytest_plugins = ["api_fixtures"]


def passage(text: str, *headings: str, context: str = "") -> Passage:
    path = ("2026年工作报告", *headings)
    return Passage("p", "d", "text", text, path, Locator(0, 1, 1, 1), context=context)


HEADED = HeadedYears(
    [
        passage("新增床位120张。", "一、2025年工作回顾", "（八）民生"),
        passage("新增床位150张。", "三、2026年工作安排", "（七）民生"),
        passage("新增床位900张。", "二、“十四五”成就"),
        passage("新增床位。", "四、保障措施"),
        passage("比2024年多20张，2026年再建一处。", "一、2025年工作回顾"),
        passage("2026年工作\n报告\n一、2025年工作回顾\n新增床位。", "一、2025年工作回顾"),
        passage("床位\t120\t150", "附表一 2025年完成情况", context="2025年完成 2026年目标"),
    ]
)


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("2026年新增多少床位", [0, 2, 5]),
        ("2025年新增床位多少张？", [1]),
        ("二〇二五年新增床位", [1]),
        ("“十四五”期间新增床位", [1]),
        ("“十五五”新增床位", [0, 2, 5]),
        ("2030年床位目标", [0, 1, 2, 4, 5, 6]),
        ("新增多少床位", []),
        ("2026年比2025年多新增多少床位", []),
        ("2026年政府工作报告里新增床位多少", []),
        ("2026年县政府工作要点有哪些", []),
    ],
)
def test_which_passages_are_of_other_years(question: str, others: list[int]) -> None:
    assert HEADED.other_than(question) == others


def test_the_section_of_the_years_that_are_asked_for_comes_first(scratch_home: Path, tmp_path: Path) -> None:
    """The other section is nearer to the question's words."""
    done = "持续提振消费。分三轮发放消费券，共1200万元，向餐饮倾斜。"
    plan = "大力提振消费。分四轮投放消费券1500万元，向文旅倾斜。"
    text = (
        "青禾区2026年计划草案的报告\n各位代表：\n现将计划草案提请大会审查，并请各位委员提出意见。\n"
        f"一、2025年计划执行情况\n（一）消费稳步恢复\n{done}\n（二）投资增长\n投资增长百分之三。\n"
        f"二、2026年主要任务\n（一）扩大内需\n{plan}\n（二）稳定外贸\n外贸增长百分之六。\n"
        "三、保障措施\n加强组织领导，落实责任。\n"
    )
    path = tmp_path / "报告.txt"
    path.write_text(text, encoding="utf-8")
    build_index([path], scratch_home)
    engine = Engine.open(scratch_home)
    assert "1500万元" in engine.ask("2026年发放消费券共多少万元，向哪里倾斜").hits[0].text
    assert "1200万元" in engine.ask("2025年消费券分几轮投放").hits[0].text
