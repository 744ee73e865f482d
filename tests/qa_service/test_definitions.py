"""Questions for what a term means."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from qa_service.definitions import asks_to_define, defined_terms, may_ask_to_define
from qa_service.engine import Engine

pytest_plugins = ["api_fixtures"]

RULE = "第二条　本办法所称采购实施计划，是指采购人对合同的订立和管理所做的安排。"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (RULE, {"采购实施计划"}),
        ("24. 沙盒监管\n沙盒监管是指划定可控范围的监管措施。", {"沙盒监管"}),
        ("其中，“两极”指的是东极和西极；孵化器系指服务机构。", {"两极", "孵化器"}),
        ("（一）顺序轮候方式是指按顺序授予合同的方式。", {"顺序轮候方式"}),
        ("指标是指数的一种，采购计划应当公开。", {"指标"}),
        ("采购实施计划应当报送主管部门。", set()),
    ],
)
def test_the_terms_that_a_passage_defines(text: str, terms: set[str]) -> None:
    assert defined_terms(text) == terms


@pytest.mark.parametrize(
    "question",
    [
        "什么是采购实施计划",
        "“采购实施计划”到底指什么？",
        "采购实施计划是什么意思",
        "采购实施计划 定义",
        "采购实施计划在这个办法里怎么界定",
        "何谓採購實施計劃",
    ],
)
def test_asked_for_its_meaning(question: str) -> None:
    assert may_ask_to_define(question)
    assert asks_to_define(question, defined_terms(RULE))


@pytest.mark.parametrize(
    "question",
    [
        "采购实施计划的内容是什么",
        "采购实施计划由谁编制",
        "什么是采购计划",
        "什么是采购实施计划的备案程序",
        "合同是什么意思",
    ],
)
def test_asked_for_something_else(question: str) -> None:
    assert not asks_to_define(question, defined_terms(RULE))


def test_the_definition_comes_first(scratch_home: Path, tmp_path: Path) -> None:
    """Another article speaks more of the term, in the question's own words."""
    more = "第三条　采购实施计划具体包括什么内容，由主管部门规定；采购实施计划具体指定专人负责。"
    text = f"青禾区采购需求办法\n第一条　为了规范采购，制定本办法。\n{RULE}\n{more}\n"
    path = tmp_path / "办法.txt"
    path.write_text(text, encoding="utf-8")
    build_index([path], scratch_home)
    engine = Engine.open(scratch_home)
    assert engine.ask("“采购实施计划”到底指什么？").hits[0].text == RULE
