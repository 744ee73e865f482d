"""A question set with something said around each question."""

from __future__ import annotations

from pathlib import Path

from eval.questions import load_labels
from eval.told import AROUND, main

SAMPLES = Path(__file__).parents[2] / "samples" / "questions.jsonl"


def test_the_question_stays_and_something_is_said_around_it(tmp_path: Path) -> None:
    assert main([str(SAMPLES), "-o", str(tmp_path / "out.jsonl")]) == 0
    before = [one for one in load_labels(SAMPLES) if not one.is_draft]
    after = load_labels(tmp_path / "out.jsonl")
    assert [one.id for one in after] == [one.id for one in before]
    ways = set()
    for old, new in zip(before, after, strict=True):
        assert (new.quotes, new.type) == (old.quotes, old.type)
        said, _, rest = new.question.partition(old.question.rstrip("？"))
        assert f"{said}{{}}{rest}" in AROUND
        ways.add(said)
    assert len(ways) > 3
