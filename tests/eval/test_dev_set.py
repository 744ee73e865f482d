"""The development set itself, where it is at hand: ``PLANQA_QUESTIONS`` or ``../shared/questions``."""

import os
from pathlib import Path

import pytest

from eval.corpus import read_corpus
from eval.corpus_check import misplaced_quotes
from eval.labels import validate_labels
from eval.outline_score import read_gold_outline, read_optional, score_outline
from eval.questions import Question, load_questions
from eval.runs import RunPassage, RunRecord, align
from eval.summary import summarise

FOLDER = Path(os.environ.get("PLANQA_QUESTIONS") or Path(__file__).parents[3] / "shared" / "questions")
SET = FOLDER / "dev.jsonl" if FOLDER.is_dir() else FOLDER
CORPUS = SET.parent.parent / "corpus"
OUTLINES = SET.parent.parent / "outlines"

pytestmark = pytest.mark.skipif(not SET.exists(), reason=f"no question set at {SET}; set PLANQA_QUESTIONS")


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return load_questions(SET)


def _oracle(question: Question) -> RunRecord:
    """The run of a system that knows the labels: every figure must come out best."""
    wrong = question.altered and (f"改动：{question.altered}",)
    return RunRecord(
        question.id,
        tuple(RunPassage(f"上文。{quote}。下文") for quote in question.quotes),
        answerable=question.answerable,
        confidence=float(question.answerable),
        flags=wrong or (),
    )


def test_labels_are_sound(questions: list[Question]) -> None:
    assert [problem for problem in validate_labels(questions) if problem.severity == "error"] == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}")
def test_every_quote_stands_in_its_source(questions: list[Question]) -> None:
    assert misplaced_quotes(questions, read_corpus(CORPUS).texts) == []


def test_an_oracle_gets_full_marks(questions: list[Question]) -> None:
    figures = summarise(align(questions, map(_oracle, questions)))
    assert {name: figures["overall"][name]["value"] for name in ("R@1", "R@5", "MRR@10", "b1000")} == {
        "R@1": 1,
        "R@5": 1,
        "MRR@10": 1,
        "b1000": 1,
    }
    assert figures["abstention"]["auroc"]["value"] == 1
    assert figures["abstention"]["wrongly_refused"]["value"] == 0
    assert figures["draft_check"]["named"]["value"] == 1
    # Two quotes beyond the fifth passage are all an oracle with one quote a passage can miss.
    assert all(miss["kinds"] == ["partial"] for miss in figures["misses"])


def test_an_empty_run_gets_none(questions: list[Question]) -> None:
    figures = summarise(align(questions, [RunRecord(question.id) for question in questions]))
    assert all(figure["value"] == 0 for figure in figures["overall"].values())
    assert figures["abstention"]["auroc"]["value"] == 0.5


@pytest.mark.skipif(not OUTLINES.is_dir(), reason=f"no outlines at {OUTLINES}")
@pytest.mark.parametrize("name", ["000", "001"])
def test_gold_outlines_score_one_against_themselves(name: str) -> None:
    gold = read_gold_outline(OUTLINES / f"{name}.outline.tsv")
    score = score_outline(gold, gold, read_optional(OUTLINES / f"{name}.optional.tsv"))
    assert (score.f1, score.parent_accuracy, score.level_accuracy) == (1, 1, 1)
