"""Places in a document that a question names by number."""

from __future__ import annotations

import pytest

from ingest.model import Locator, Passage
from qa_service.engine import Engine
from qa_service.named_places import named_places, stands_at
from qa_service.whole import asks_for_whole

pytest_plugins = ["api_fixtures"]

PATHS = {
    "plan": ("甲规划", "三、主要任务", "（二）改革", "1．放权"),
    "chapter": ("乙纲要", "第三章 产业", "（二）服务业"),
    "code": ("丙条例", "第三章 罚则", "第二节 处罚"),
    "front": ("甲规划",),
}


@pytest.mark.parametrize(
    ("question", "there"),
    [
        ("规划第三部分", {"plan", "chapter", "code"}),
        ("第三部分第（二）项讲什么", {"plan", "chapter", "code"}),
        ("第三章第二节", {"plan", "chapter", "code"}),
        ("第三部分第2项第1点", {"plan"}),
        ("第四部分", set()),
        ("第三部分和第四部分", {"plan", "chapter", "code"}),
    ],
)
def test_places_are_read_from_headings(question: str, there: set[str]) -> None:
    places = named_places(question)
    assert {name for name, path in PATHS.items() if stands_at(passage(path), places)} == there


def test_an_article_counts_alone() -> None:
    places = named_places("第三章第十二条第二项")
    assert stands_at(passage(("丙条例", "第一章 总则"), "第十二条"), places)
    assert not stands_at(passage(PATHS["code"], "第十三条"), places)


@pytest.mark.parametrize("question", ["第二项重点工作是什么", "第一点意见", "三个部分", "第三方机构"])
def test_things_that_are_counted_are_no_places(question: str) -> None:
    assert not named_places(question)


def passage(path: tuple[str, ...], article: str | None = None) -> Passage:
    return Passage("p", "d", "text", "文", path, Locator(0, 1, 1, 1, article=article))


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("澄湖区科创企业租金补贴管理办法第六条", "第六条"),
        ("科创企业租金补贴办法第6条规定了什么", "第六条"),
        ("澄湖区现代产业体系十五五规划第五部分讲什么", "第五部分"),
        ("请问产业体系规划第五部分第一项的主要内容", "第五部分第（一）项"),
    ],
)
def test_the_place_comes_first(engine: Engine, asked: str, place: str) -> None:
    answer = engine.ask(asked)
    assert answer.answerable
    assert place in answer.hits[0].citation


def test_a_place_that_is_not_there_is_refused(engine: Engine) -> None:
    answer = engine.ask("澄湖区科创企业租金补贴管理办法第九十条")
    assert not answer.answerable
    assert "没有所问的条款" in answer.reason


def test_what_a_place_does_not_say_is_refused(engine: Engine) -> None:
    assert not engine.ask("澄湖区科创企业租金补贴管理办法第六条的罚款由哪个派出所收取？").answerable


def test_a_question_for_something_within_is_none_for_the_whole() -> None:
    names = ["甲区产业发展“十五五”规划", "甲府发〔2026〕3号"]
    assert asks_for_whole("甲区产业规划讲什么", names)
    assert asks_for_whole("26年甲府发第3号文件", names)
    assert not asks_for_whole("甲府发〔2026〕3号里税收目标是多少", names)
