"""Tools that make another question set out of one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from eval import misspell, told

SAMPLES = Path(__file__).parents[2] / "samples" / "questions.jsonl"
Main = Callable[[Sequence[str]], int]
TOOLS = pytest.mark.parametrize("main", [misspell.main, told.main], ids=["misspell", "told"])


@TOOLS
def test_the_same_seed_makes_the_same_set(main: Main, tmp_path: Path) -> None:
    texts = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert main([str(SAMPLES), "-o", str(tmp_path / name), "--seed", str(seed)]) == 0
        texts.append((tmp_path / name).read_text(encoding="utf-8"))
    assert texts[0] == texts[1] != texts[2]


@TOOLS
def test_a_set_that_cannot_be_read_is_named(
    main: Main, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps({"id": "1"}), encoding="utf-8")
    assert main([str(tmp_path / "set.jsonl"), "-o", str(tmp_path / "out.jsonl")]) == 2
    assert "第 1 行" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()
