"""A set whose questions are asked of another region, and of other years."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from eval.moved import main, moved_away, moved_on
from eval.questions import load_labels
from ingest.divisions import named_divisions

SAMPLES = Path(__file__).parents[2] / "samples" / "questions.jsonl"


@pytest.mark.parametrize("question", ["静安有几座公园？", "上海市静安区有几座公园？", "杭州有几座公园？"])
def test_another_region_of_the_same_size_is_named(question: str) -> None:
    made = moved_away(question, random.Random(3))
    (before, after) = (list(named_divisions(text)) for text in (question, made))
    assert len(after) == 1
    assert after[0].divisions[0].size == before[-1].divisions[0].size
    assert after[0].divisions[0].name != before[-1].divisions[0].name
    assert made.endswith("有几座公园？")


@pytest.mark.parametrize("question", ["有几座公园？", "静安和徐汇哪个公园多？"])
def test_a_question_about_no_region_or_several_stays(question: str) -> None:
    assert moved_away(question, random.Random(3)) == question


def test_numbers_of_documents_are_no_years() -> None:
    assert moved_on("某府发〔2021〕7号") == "某府发〔2021〕7号"
    assert moved_on("十五分钟生活圈") == "十五分钟生活圈"


def test_what_is_made_is_unanswerable_and_says_what_it_was(tmp_path: Path) -> None:
    assert main([str(SAMPLES), "-o", str(tmp_path / "out.jsonl")]) == 0
    before = {one.id: one for one in load_labels(SAMPLES)}
    after = load_labels(tmp_path / "out.jsonl")
    assert after
    for one in after:
        old = before[one.id.rpartition("-")[0]]
        assert old.answerable and not one.answerable and not one.quotes
        assert one.question != old.question and one.note.endswith(old.question)
