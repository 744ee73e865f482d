"""The real documents, indexed once: retrieval, citations that resolve, duplicates, hard references."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from corpus import beside_corpus, corpus_or_skip

from eval.judgement import judge
from eval.metrics import ranked_values
from eval.questions import load_questions
from eval.runs import RunPassage, RunRecord
from index.build import build_index
from ingest.readers.registry import read_raw
from qa_service.engine import Engine
from qa_service.source_check import read_back

pytestmark = pytest.mark.slow
CORPUS = corpus_or_skip()
ACTS = ("任命", "免去")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, unpacked_models: Path) -> Engine:
    home = tmp_path_factory.mktemp("corpus-home")
    (home / "models").symlink_to(unpacked_models)
    build_index([CORPUS], home)
    return Engine.open(home)


def test_the_axis_question_cites_the_forwarding_notice(engine: Engine) -> None:
    first = engine.ask("静安区“一轴三带”是什么？").hits[0]
    assert "静府办发〔2021〕12号" in first.citation


def test_retrieval_keeps_its_level(engine: Engine) -> None:
    questions = load_questions(beside_corpus("questions") / "dev.jsonl")
    records = [_record(engine, question.id, question.question) for question in questions]
    pairs = [(question, judge(question, record)) for question, record in zip(questions, records, strict=True)]
    answerable = [judgement for question, judgement in pairs if question.answerable]
    values = ranked_values(answerable)
    recall = sum(values["R@5"]) / len(answerable)
    mrr = sum(values["MRR@10"]) / len(answerable)
    assert recall >= 0.93
    assert mrr >= 0.85


def _record(engine: Engine, identity: str, question: str) -> RunRecord:
    answer = engine.ask(question, k=10)
    passages = [RunPassage(hit.text, hit.document.source) for hit in answer.hits]
    return RunRecord(identity, tuple(passages), answer.answerable, answer.confidence, (), 0.0)


def test_two_hundred_random_hits_resolve_to_the_source(engine: Engine) -> None:
    questions = load_questions(beside_corpus("questions") / "dev.jsonl")
    hits = [hit for question in questions for hit in engine.ask(question.question, k=10).hits]
    for hit in random.Random(7).sample(hits, 200):
        view = engine.passage(hit.passage_id)
        assert view.check.state == "ok"
        assert view.text == hit.text
        assert view.citation == hit.citation


def test_a_span_read_from_the_file_is_the_passage(engine: Engine) -> None:
    for document in engine._searcher.documents[::3]:
        path = Path(document.source.path)
        source = read_raw(path.read_bytes(), path).text
        for passage in document.passages[::5]:
            assert read_back(document, passage, source) == passage.text


def test_the_same_plan_in_two_files_is_one_hit(engine: Engine) -> None:
    for question in ("静安区“一轴三带”是什么？", "静安总部经济税收占比", "静安的六大产业"):
        hits = engine.ask(question, k=10).hits
        texts = ["".join(hit.text.split()) for hit in hits]
        assert len(set(texts)) == len(texts)
    first = engine.ask("静安区“一轴三带”是什么？").hits[0]
    assert {first.document.source[:3], *(place.source[:3] for place in first.also_in)} == {"000", "001"}


def test_every_table_question_finds_its_row_in_the_first_three(engine: Engine) -> None:
    questions = [q for q in load_questions(beside_corpus("questions") / "dev.jsonl") if q.type == "table"]
    judged = [(q.id, judge(q, _record(engine, q.id, q.question))) for q in questions]
    ranked = {identity: ranked_values([judgement])["MRR@10"][0] for identity, judgement in judged}
    assert len(questions) >= 10
    assert [identity for identity, value in ranked.items() if value < 1 / 3] == []


def test_rows_of_indicator_tables_and_appointments_have_their_fields(engine: Engine) -> None:
    rows = [passage for passage in engine.searcher.passages if passage.kind == "row"]
    indicators = [passage.indicator for passage in rows if passage.indicator]
    assert len(indicators) == 152 and all(row.values for row in indicators)
    assert {value.role for row in indicators for value in row.values} == {"target", "actual"}
    assert all(value.year for row in indicators for value in row.values)
    assert sum(row.attribute is not None for row in indicators) == 117
    assert [sum(p.appointment is not None and p.appointment.act == act for p in rows) for act in ACTS] == [
        50,
        53,
    ]


def test_each_passage_of_a_copied_document_tells_its_copies(engine: Engine) -> None:
    (alone,) = [card for card in engine.documents() if card.source.startswith("000")]
    (bulletin,) = alone.same_as
    # The first passage is the letterhead, which only the file of its own prints.
    for passage_id in engine.document(alone.id).passage_ids[1::4]:
        text = engine.passage(passage_id).text
        hits = engine.ask(text.splitlines()[-1][:120], k=5).hits
        hit = next(hit for hit in hits if hit.passage_id == passage_id)
        assert bulletin in {place.document_id for place in hit.also_in}
        assert bulletin not in {other.document.id for other in hits}


def test_a_question_about_one_district_is_not_answered_from_another(engine: Engine) -> None:
    hits = engine.ask("徐汇区的高新技术企业目标是多少家？", k=20).hits
    assert "静安区" not in {hit.document.region for hit in hits}
