"""What a few typed characters may be meant for."""

from __future__ import annotations

import pytest

from qa_service.engine import Engine
from qa_service.sample_questions import sample_questions
from qa_service.suggestions import Suggestions, bare_heading, indicator

pytest_plugins = ["api_fixtures"]


@pytest.fixture(scope="module")
def known(engine: Engine) -> Suggestions:
    return Suggestions(engine.searcher.documents)


def test_a_title_by_its_beginning_and_its_middle(known: Suggestions) -> None:
    title = "澄湖区科创企业租金补贴管理办法"
    assert known.find("澄湖区科创")[0].text == title
    assert title in [one.text for one in known.find("租金补贴")]
    assert known.find("租金补贴")[0].kind == "document"


@pytest.mark.parametrize("typed", ["澄科规〔2024〕1号", "澄科规(2024)1", "澄科规２０２４", "澄科規〔2024〕"])
def test_a_number_in_any_writing(known: Suggestions, typed: str) -> None:
    assert [one.text for one in known.find(typed) if one.kind == "number"] == ["澄科规〔2024〕1号"]


def test_an_indicator_leads_to_its_row(known: Suggestions, engine: Engine) -> None:
    (found,) = [one for one in known.find("高新技术企业数") if one.kind == "indicator"]
    assert found.passage_id is not None
    assert "高新技术企业数" in engine.passage(found.passage_id).text


def test_a_heading_without_its_number(known: Suggestions) -> None:
    found = [one for one in known.find("补贴条件") if one.kind == "heading"]
    assert [one.text for one in found] == ["补贴条件和标准"]


def test_words_apart_must_all_be_there(known: Suggestions) -> None:
    assert any("租金补贴管理办法" in one.text for one in known.find("澄湖区 租金"))
    assert known.find("澄湖区 火星") == []


def test_nothing_typed_suggests_nothing(known: Suggestions) -> None:
    assert known.find("") == known.find(" ，。") == []


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("第二章　补贴条件和标准", "补贴条件和标准"),
        ("（一）产业规模", "产业规模"),
        ("1. 2025年目标", "2025年目标"),
        ("三、保障措施", "保障措施"),
        ("前言", "前言"),
    ],
)
def test_headings_lose_their_number_only(heading: str, bare: str) -> None:
    assert bare_heading(heading) == bare


def test_rows_that_are_no_indicators() -> None:
    assert indicator("张三\t局长", "姓名 职务") == ""
    assert indicator("合计\t12", "指标 数值") == ""


def test_sample_questions_are_answered_from_their_document(engine: Engine) -> None:
    samples = sample_questions(engine)
    assert samples
    assert len({sample.title for sample in samples}) == len(samples)
    for sample in samples:
        answer = engine.ask(sample.question, k=3)
        assert answer.answerable
        assert sample.document_id in {hit.document.id for hit in answer.hits}
