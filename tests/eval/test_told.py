"""A question set with something said around each question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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


def test_the_same_seed_makes_the_same_set(tmp_path: Path) -> None:
    texts = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert main([str(SAMPLES), "-o", str(tmp_path / name), "--seed", str(seed)]) == 0
        texts.append((tmp_path / name).read_text(encoding="utf-8"))
    assert texts[0] == texts[1] != texts[2]


def test_a_set_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps({"id": "1"}), encoding="utf-8")
    assert main([str(tmp_path / "set.jsonl"), "-o", str(tmp_path / "out.jsonl")]) == 2
    assert "第 1 行" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()
