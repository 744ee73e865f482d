"""The question sets that the shipped confidence was fitted to, and that it reads back."""

from dataclasses import fields
from pathlib import Path

import pytest

from eval.labels import validate_labels
from eval.questions import load_questions
from qa_service.confidence import NOTHING, Signals, shipped

SETS = Path(__file__).resolve().parents[2] / "eval" / "sets"


def test_unanswerable_questions_hold_no_evidence_and_no_question_twice() -> None:
    questions = load_questions(SETS / "unanswerable_corpus.jsonl")
    assert len(questions) >= 150
    assert validate_labels(questions) == []


def test_answerable_ones_differ_from_them() -> None:
    """Labels only: the documents' text stays out of the repository, so there are no quotes."""
    answerable = load_questions(SETS / "answerable_corpus.jsonl")
    texts = {question.question for question in load_questions(SETS / "unanswerable_corpus.jsonl")}
    assert all(question.answerable and question.question not in texts for question in answerable)


def test_the_shipped_confidence_knows_every_signal_and_no_other() -> None:
    names = {field.name for field in fields(Signals)}
    assert set(shipped().evidence.weights) == names
    assert set(shipped().topic.weights) <= names
    assert 0 < shipped().threshold < 1


def test_nothing_found_is_refused() -> None:
    assert shipped().confidence(NOTHING) == pytest.approx(0, abs=0.01)
