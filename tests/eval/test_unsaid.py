"""A set that asks for what documents don't say of the things that they name."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from eval.questions import load_labels
from eval.unsaid import PROPERTIES, main, names_in, unsaid

TEXTS = [
    "建成澄湖公园、云桥学校，澄湖公园由水务所设计，每日6时开放。",
    "办好“邻里小屋”，招募志愿者。",
]


def test_every_form_names_its_thing_and_has_words_that_could_state_it() -> None:
    for form, words in PROPERTIES.items():
        assert form.startswith("{}")
        re.compile(words)


def test_what_is_said_of_a_thing_is_not_asked_of_it() -> None:
    asked = {one.question for one in unsaid(TEXTS, 1000, random.Random(1))}
    assert "澄湖公园是谁设计的？" not in asked and "云桥学校是谁设计的？" not in asked
    assert "邻里小屋是谁设计的？" in asked
    assert "邻里小屋的志愿者怎么招募？" not in asked


def test_each_property_is_asked_of_each_name_once() -> None:
    asked = [one.question for one in unsaid(TEXTS, 1000, random.Random(1))]
    assert len(asked) == len(set(asked)) > len(PROPERTIES)
    assert len(unsaid(TEXTS, 5, random.Random(1))) == 5


def test_running_text_is_no_name() -> None:
    assert names_in(["，推进云桥学校，坚持以人为本的学校，"]) == []


def test_the_set_of_an_index_is_unanswerable(sample_home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["--home", str(sample_home), "-o", str(out), "--count", "20"]) == 0
    made = load_labels(out)
    assert len(made) == 20 and not any(one.answerable for one in made)


def test_no_index_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path / "none"), "-o", str(tmp_path / "out.jsonl")]) == 2
    assert "planqa build" in capsys.readouterr().err
