"""Run files: round trip, validation, pairing with a set."""

import json
from pathlib import Path

import pytest

from eval.questions import Question
from eval.runs import RunPassage, RunRecord, align, read_run, write_run
from ingest.errors import BadInput

GOOD = {"id": "a", "passages": [], "answerable": True, "confidence": 0.5, "flags": [], "ms": 1.5}


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    records = [
        RunRecord("a", (RunPassage("绿地", "一.txt", {"line": 3}),), False, 0.25, ("36 → 63",), 12.5),
        RunRecord("b"),
    ]
    write_run(tmp_path / "run.jsonl", records)
    assert read_run(tmp_path / "run.jsonl") == records


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"answerable": "yes"},
        {"confidence": 1.5},
        {"confidence": None},
        {"flags": "36"},
        {"passages": None},
        {"passages": [{"doc": "一.txt"}]},
        {"passages": ["绿地"]},
        {"ms": "fast"},
    ],
)
def test_an_ill_typed_field_is_named_by_line(tmp_path: Path, changes: dict[str, object]) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD | {'id': 'b'} | changes)}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="第 2 行"):
        read_run(path)


def test_two_records_for_one_question_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="“a”已经出现过"):
        read_run(path)


def test_a_run_that_is_absent_or_no_json_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_text("{", encoding="utf-8")
    for name in ("run.jsonl", "absent.jsonl"):
        with pytest.raises(BadInput):
            read_run(tmp_path / name)


QUESTIONS = [Question("a", "问一", "number"), Question("b", "问二", "number")]


def test_pairs_come_in_the_order_of_the_set() -> None:
    pairs = align(QUESTIONS, [RunRecord("b"), RunRecord("a")])
    assert [(question.id, record.id) for question, record in pairs] == [("a", "a"), ("b", "b")]


def test_unknown_ids_are_named() -> None:
    with pytest.raises(BadInput, match="x9"):
        align(QUESTIONS, [RunRecord("a"), RunRecord("b"), RunRecord("x9")])


def test_missing_questions_are_named_and_dropped_only_on_demand() -> None:
    with pytest.raises(BadInput, match="缺少 1 个问题：b"):
        align(QUESTIONS, [RunRecord("a")])
    assert len(align(QUESTIONS, [RunRecord("a")], partial=True)) == 1


def test_an_empty_run_has_no_figures() -> None:
    with pytest.raises(BadInput):
        align(QUESTIONS, [], partial=True)
