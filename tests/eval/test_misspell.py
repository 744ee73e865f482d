"""A question set with a slip in each question."""

from __future__ import annotations

from pathlib import Path

from eval.misspell import main
from eval.questions import load_labels

SAMPLES = Path(__file__).parents[2] / "samples" / "questions.jsonl"


def test_one_character_of_each_question_changes_and_nothing_else(tmp_path: Path) -> None:
    assert main([str(SAMPLES), "-o", str(tmp_path / "out.jsonl")]) == 0
    before = [one for one in load_labels(SAMPLES) if not one.is_draft]
    after = load_labels(tmp_path / "out.jsonl")
    assert [one.id for one in after] == [one.id for one in before]
    for old, new in zip(before, after, strict=True):
        assert (new.quotes, new.type) == (old.quotes, old.type)
        assert sum(a != b for a, b in zip(old.question, new.question, strict=True)) == 1
