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
姓名	免去职务
钱明远	青禾区档案馆馆长；
卫东	青禾区公园管理所所长。
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
