"""What the judge learns from holds what it promises."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from eval.judging.cases import Case, Pair, Posed, Shown, load_cases, pairs
from ingest.errors import BadInput


def test_the_shipped_cases_are_whole_and_each_stands_for_itself() -> None:
    cases = load_cases()
    assert len(cases) >= 3700
    texts = [passage.text for case in cases for passage in case.passages]
    assert len(set(texts)) == len(texts)
    for case in cases:
        answered = [question.answered_by for question in case.questions]
        places = Counter(place for answering in answered for place in answering)
        assert places[0] >= 3 and answered.count(()) >= 3
        assert places[1] >= (0 if case.area.startswith("topic") else 3)


def test_pairs_say_what_each_passage_is_to_a_question() -> None:
    two = (Shown("甲", "一"), Shown("甲", "二"))
    cases = [
        Case("a", two, (Posed("问一", (1,)), Posed("问二", (0,)), Posed("问无", ()))),
        Case("b", two, (Posed("问", (0,)),)),
        Case("c", two, (Posed("各几", (0, 1)),)),
    ]
    nearest = [[1, 3, 0, 2], [0, 2, 1, 3], [0, 1, 2, 3], [2, 0, 1, 3], [4, 5, 1, 0]]
    assert pairs(cases, nearest, far=1) == [
        Pair(0, 0, "other"),
        Pair(0, 1, "answer"),
        Pair(0, 3, "far"),
        Pair(1, 0, "answer"),
        Pair(1, 1, "other"),
        Pair(1, 2, "far"),
        Pair(2, 0, "near"),
        Pair(2, 1, "near"),
        Pair(3, 2, "answer"),  # passage 3 answers nothing
        Pair(3, 0, "far"),
        Pair(4, 4, "answer"),
        Pair(4, 5, "answer"),
        Pair(4, 1, "far"),
    ]


RECORD = {
    "id": "judge-a-001",
    "title": "《办法》",
    "passages": [
        {"heading": "一、总则 > （一）", "text": "补贴一百元。"},
        {"heading": "二", "text": "另行通知。"},
    ],
    "questions": [{"q": "多少？", "style": "terse", "of": 0, "evidence": "一百元"}],
    "near": [{"q": "谁来发？", "style": "formal", "kind": "who"}],
}


def test_a_case_is_read(tmp_path: Path) -> None:
    (tmp_path / "judge-a-1.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    (case,) = load_cases(tmp_path)
    assert case.area == "judge-a"
    assert case.passages[0] == Shown("办法 一、总则 （一）", "补贴一百元。")
    assert case.questions == (Posed("多少？", (0,)), Posed("谁来发？", ()))


def test_a_question_may_have_its_parts_in_two_passages(tmp_path: Path) -> None:
    both = {"q": "多少，何时？", "of": [0, 1], "evidence": ["一百元", "另行通知"]}
    (tmp_path / "parts-1.jsonl").write_text(json.dumps({**RECORD, "questions": [both]}), encoding="utf-8")
    assert load_cases(tmp_path)[0].questions[0] == Posed("多少，何时？", (0, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"questions": [{"q": "多少？", "of": 1, "evidence": "一百元"}]},
        {"questions": [{"q": "多少？", "of": 2, "evidence": "一百元"}]},
        {"questions": [{"q": "多少？", "of": [0, 1], "evidence": ["一百元"]}]},
        {"questions": [{"q": "多少？", "of": [0, 1], "evidence": ["一百元", "一百元"]}]},
        {"near": None},
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    lines = [json.dumps(RECORD), json.dumps({**RECORD, **change})]
    (tmp_path / "judge-a-1.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadInput, match=r"judge-a-1\.jsonl 第 2 行"):
        load_cases(tmp_path)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有训练场景"):
        load_cases(tmp_path)
