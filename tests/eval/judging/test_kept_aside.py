"""The cases kept from the judge, as documents and questions."""

from __future__ import annotations

import random
from pathlib import Path

from eval.judging.cases import SCENES, load_cases
from eval.judging.kept_aside import write_kept_aside
from eval.judging.training import Settings, aside
from eval.matching import covered
from eval.questions import load_questions
from ingest.files import read_file

FEW = Settings(aside=0.01)


def test_they_read_as_documents_whose_passages_hold_the_evidence(tmp_path: Path) -> None:
    count = write_kept_aside(SCENES, tmp_path, FEW)
    cases = load_cases()
    kept = sorted(aside(len(cases), FEW.aside, random.Random(FEW.seed)))
    assert count == len(kept) > 20
    questions = load_questions(tmp_path / "questions.jsonl")
    asked = [posed for number in kept for posed in cases[number].questions]
    assert [question.question for question in questions] == [posed.text for posed in asked]
    assert [question.answerable for question in questions] == [bool(posed.answered_by) for posed in asked]
    found = 0
    for question in questions:
        if question.answerable:
            report = read_file(tmp_path / "documents" / question.sources[0]).report
            texts = [passage.text for document in report.documents for passage in document.passages]
            found += all(any(covered(quote, text) for text in texts) for quote in question.quotes)
    answerable = sum(question.answerable for question in questions)
    assert found >= 0.98 * answerable  # a long passage may be cut within its evidence


def test_the_judge_learnt_from_none_of_them() -> None:
    """The training draws the same cases first, so a case is on one side only."""
    first, again = (aside(1000, 0.08, random.Random(1)) for _ in range(2))
    assert first == again and len(first) == 80
