"""Persons in lists of appointments: their rows answer what became of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from index.encoder import open_encoder
from qa_service.engine import Engine

LIST = """2026年3月区政府人事任免事项
姓名	任命职务
钱明远	青禾区数据管理局局长；
宋  岚	青禾区文化馆副馆长（试用期一年）；
陆 羽	上海青禾（集团）有限公司董事长；
姓名	免去职务
钱明远	青禾区档案馆馆长；
卫东	青禾区公园管理所所长。
沈  默	上海青禾（集团）有限公司董事长。
"""
OTHER = """青禾区公园发展规划
一、目标
到2030年建成公园12座，公园绿地面积达到80公顷。
二、措施
卫东公园改造后向市民免费开放，由区公园管理所负责养护。
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("lists")
    (folder / "list.txt").write_text(LIST, encoding="utf-8")
    (folder / "plan.txt").write_text(OTHER, encoding="utf-8")
    home = tmp_path_factory.mktemp("home")
    build_index([folder], home)
    return Engine.open(home, encoder=open_encoder(None, home))


@pytest.mark.parametrize(
    ("question", "post"),
    [
        ("钱明远被任命了什么职务？", "数据管理局"),
        ("钱明远被免去了什么职务？", "档案馆"),
        ("2026年钱明远担任什么职务", "数据管理局"),
        ("宋岚的职务变动", "文化馆"),
        ("卫东不再担任什么职务", "公园管理所"),
        ("卫东之前在哪个单位任职", "公园管理所"),
    ],
)
def test_what_became_of_a_person(engine: Engine, question: str, post: str) -> None:
    answer = engine.ask(question)
    assert answer.answerable
    assert post in answer.hits[0].text


def test_both_posts_of_one_person_come_first(engine: Engine) -> None:
    answer = engine.ask("钱明远从什么岗位调到什么岗位？")
    assert answer.answerable
    assert {"数据管理局" in hit.text for hit in answer.hits[:2]} == {True, False}
    assert all("钱明远" in hit.text for hit in answer.hits[:2])


@pytest.mark.parametrize(
    "question",
    ["宋岚被免去了什么职务？", "2019年钱明远被任命了什么职务？", "钱明远被任命职务时的月薪是多少元"],
)
def test_what_the_lists_do_not_say_is_not_known(engine: Engine, question: str) -> None:
    assert engine.ask(question).confidence < 0.9


def test_a_name_that_is_a_word_is_left_alone(engine: Engine) -> None:
    assert "开放" in engine.ask("卫东公园什么时候开放").hits[0].text


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("青禾区数据管理局局长现在是谁", "钱明远"),
        ("青禾集团2026年初换的新董事长是哪位", "陆 羽"),
        ("青禾集团被免的董事长是谁", "沈  默"),
        ("谁被任命为青禾区文化馆副馆长（试用期一年）", "宋  岚"),
        ("区公园所所长原来是谁", "卫东"),
    ],
)
def test_who_holds_a_post(engine: Engine, question: str, person: str) -> None:
    answer = engine.ask(question)
    assert answer.answerable
    assert answer.confidence >= 0.9
    assert person in answer.hits[0].text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("青禾区文化馆馆长是谁", "副职"),
        ("卫东免职以后去哪里任职了", "其后"),
        ("宋岚来文化馆之前在哪个单位", "此前"),
        ("宋岚被免去了什么职务？", "这项任免"),
        ("2019年钱明远被任命了什么职务？", "这项任免"),
    ],
)
def test_what_the_lists_do_not_say_is_refused(engine: Engine, question: str, reason: str) -> None:
    answer = engine.ask(question)
    assert not answer.answerable
    assert reason in answer.reason
    assert answer.hits


def test_what_came_before_and_after_is_known_where_both_are_listed(engine: Engine) -> None:
    for question in ("钱明远之前在哪个单位", "钱明远免职以后去哪里任职了"):
        assert engine.ask(question).answerable, question
