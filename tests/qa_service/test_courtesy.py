"""What is said around a question is not looked for, and nothing else is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.courtesy import without_courtesy
from qa_service.engine import Engine

pytest_plugins = ["api_fixtures"]


@pytest.mark.parametrize(
    ("asked", "sought"),
    [
        ("你好，请问人才公寓在哪申请", "人才公寓在哪申请"),
        ("麻烦帮我查一下某府发〔2021〕1号", "某府发〔2021〕1号"),
        ("领导让我写份材料，想核实一下，全区有多少家企业？麻烦给出处", "全区有多少家企业"),
        ("我们在准备一份汇报，需要确认一下：税收目标是多少？谢谢！", "税收目标是多少"),
        ("请介绍一下老城区", "老城区"),
        ("hi，想了解老城区的面积", "老城区的面积"),
        ("我需要核实一下老城区的面积", "老城区的面积"),
        ("园区面积多大？在线等", "园区面积多大"),
        ("园区面积多大？急用，谢谢", "园区面积多大"),
    ],
)
def test_courtesies_go(asked: str, sought: str) -> None:
    assert without_courtesy(asked) == sought


@pytest.mark.parametrize(
    "asked",
    [
        "我不是本市户口，有居住证，能申请吗",
        "我想申请人才公寓",
        "查处违法建筑多少处",
        "需要查验的材料有哪些",
        "需要确认的事项有哪些",
        "请教育局回答",
        "帮助企业的政策有哪些",
        "给我区企业多少补贴",
        "说明书在哪",
        "HIV检测点在哪",
        "打扰居民的施工怎么投诉",
        "麻烦的手续有哪些",
        "需要核实身份吗",
        "要了解的情况有哪些",
        "哪些物资供应急用",
        "谢谢",
        "帮我查一下",
    ],
)
def test_what_is_asked_stays(asked: str) -> None:
    assert without_courtesy(asked) == asked


@given(st.text("请问帮我查一下您好，谢谢！？想了解静安区 ", max_size=24))
def test_what_is_left_is_a_part_of_the_question(asked: str) -> None:
    left = without_courtesy(asked)
    assert left in asked
    assert bool(left.strip()) == bool(asked.strip())


def test_a_story_around_a_question_changes_nothing(engine: Engine) -> None:
    question = "租金补贴对初创企业每年最高给多少？"
    plain = engine.ask(question)
    told = engine.ask(f"您好，领导让我写材料，想核实一下，{question}")
    assert [hit.passage_id for hit in told.hits] == [hit.passage_id for hit in plain.hits]
    assert told.confidence == plain.confidence
