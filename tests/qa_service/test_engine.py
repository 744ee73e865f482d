"""The engine on the samples: answers, citations, references, filters, refusals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from ingest.errors import BadInput, NotFound
from qa_service.engine import Engine
from qa_service.model import Filters

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def engine(sample_home: Path) -> Engine:
    return Engine.open(sample_home)


def test_answers_with_the_article_and_its_citation(engine: Engine) -> None:
    answer = engine.ask("租金补贴对初创企业每年最高给多少？", today=TODAY)
    first = answer.hits[0]
    assert "30万元" in first.text
    assert first.citation == "《澄湖区科创企业租金补贴管理办法》（澄科规〔2024〕1号）第六条"
    assert "30万元" in first.text[first.marks[0].start : first.marks[0].end]


@pytest.mark.parametrize("question", ["租金补贴对初创企业每年最高给多少？", "澄湖区有几个机场"])
def test_how_sure_it_is_does_not_hang_on_how_many_hits_are_shown(engine: Engine, question: str) -> None:
    assert len({engine.ask(question, k=k).confidence for k in (1, 3, 5, 20)}) == 1


def test_tells_that_a_document_has_expired(engine: Engine) -> None:
    answer = engine.ask("租金补贴对初创企业每年最高给多少？", today=TODAY)
    assert answer.hits[0].document.validity.state == "expired"
    assert any("2026年2月28日" in warning for warning in answer.warnings)
    earlier = engine.ask("租金补贴对初创企业每年最高给多少？", today=date(2025, 1, 1))
    assert earlier.hits[0].document.validity.state == "in-force"
    assert not earlier.warnings


def test_a_document_number_is_exact(engine: Engine) -> None:
    for number, issuer in (
        ("澄府发〔2026〕3号", "云岚市澄湖区人民政府"),
        ("澄府办发［２０２６］３号", "云岚市澄湖区人民政府办公室"),
    ):
        answer = engine.ask(f"{number}是什么文件？", k=10)
        assert {hit.document.issuer for hit in answer.hits} == {issuer}


def test_a_number_that_no_document_has_is_refused(engine: Engine) -> None:
    answer = engine.ask("澄府发〔2026〕13号说了什么？")
    assert not answer.answerable
    assert "澄府发〔2026〕13号" in answer.reason


def test_an_article_is_found_by_its_number_in_either_writing(engine: Engine) -> None:
    for question in ("租金补贴办法第十二条是什么", "租金补贴办法第12条是什么"):
        assert engine.ask(question).hits[0].locator.article == "第十二条"


def test_a_cover_is_no_answer_to_what_stands_inside(engine: Engine) -> None:
    for question in ("科创企业租金补贴怎么定", "租金补贴办法对谁适用"):
        assert engine.ask(question).hits[0].kind != "front"
    assert engine.ask("租金补贴管理办法是哪个部门印发的").hits[0].kind == "front"


def test_a_fact_the_document_does_not_state_of_itself_is_refused(engine: Engine) -> None:
    answer = engine.ask("澄湖区现代产业体系建设“十五五”规划的有效期到哪天？")
    assert not answer.answerable
    assert "有效期" in answer.reason


def test_a_refusal_names_the_words_that_stand_nowhere_near(engine: Engine) -> None:
    answer = engine.ask("地铁票价要不要涨，由谁来定？")
    assert not answer.answerable
    assert "“地铁”" in answer.reason
    assert not any(word in answer.reason for word in ("不要", "谁", "来定"))


def test_filters_are_hard(engine: Engine) -> None:
    answer = engine.ask("租金补贴对初创企业每年最高给多少？", filters=Filters(kinds=("规划",)), k=20)
    assert {hit.document.kind for hit in answer.hits} == {"规划"}
    in_force = engine.ask("租金补贴", filters=Filters(in_force=True), k=20, today=TODAY)
    assert all(hit.document.validity.state != "expired" for hit in in_force.hits)


def test_a_refusal_says_what_stands_beyond_the_filters(engine: Engine) -> None:
    question = "租金补贴对初创企业每年最高给多少？"
    expired = engine.ask(question, filters=Filters(in_force=True), today=TODAY)
    assert not expired.answerable
    assert "《澄湖区科创企业租金补贴管理办法》（澄科规〔2024〕1号）第六条（本文件有效期至" in expired.reason
    nowhere = engine.ask(question, filters=Filters(regions=("乌有区",)), today=TODAY)
    assert "乌有区" in nowhere.reason
    assert "租金补贴管理办法》（澄科规〔2024〕1号）第六条" in nowhere.reason
    assert "之外" not in engine.ask("地铁票价多少钱？", filters=Filters(in_force=True), today=TODAY).reason


def test_a_fact_of_a_document_that_the_filters_leave_out_is_not_known(engine: Engine) -> None:
    question = "澄湖区科创企业租金补贴管理办法的文号是什么？"
    left_out = engine.ask(question, filters=Filters(kinds=("规划",)))
    assert not left_out.answerable
    assert "澄科规〔2024〕1号" in left_out.reason
    assert engine.ask(question, filters=Filters(kinds=("办法",))).answerable


def test_an_empty_filter_result_names_the_filter(engine: Engine) -> None:
    answer = engine.ask("租金补贴", filters=Filters(regions=("乌有区",)))
    assert not answer.answerable
    assert not answer.hits
    assert "乌有区" in answer.reason


@pytest.mark.parametrize("question", ["", "   ", "？！", "问" * 2001])
def test_unusable_questions_are_refused(engine: Engine, question: str) -> None:
    with pytest.raises(BadInput) as caught:
        engine.ask(question)
    assert caught.value.remedy


@pytest.mark.parametrize("k", [0, -1, 51])
def test_unusable_counts_are_refused(engine: Engine, k: int) -> None:
    with pytest.raises(BadInput):
        engine.ask("租金补贴", k=k)


def test_unknown_ids_are_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound):
        engine.passage("nothing")
    with pytest.raises(NotFound):
        engine.document("nothing")


def test_every_passage_resolves_in_its_source(engine: Engine) -> None:
    for card in engine.documents():
        for passage_id in engine.document(card.id).passage_ids:
            assert engine.passage(passage_id).check.state == "ok"


def test_threads_get_the_answers_that_one_caller_gets(engine: Engine) -> None:
    questions = [
        "租金补贴最高多少",
        "湿地旅游的目标",
        "“十五五”高新技术企业",
        "谁被任命为副局长",
        "第五条的条件",
    ] * 4
    alone = [[hit.passage_id for hit in engine.ask(question).hits] for question in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: [hit.passage_id for hit in engine.ask(q).hits], questions))
    assert together == alone
