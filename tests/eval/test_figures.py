"""The README quotes the figures files, nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from eval.figures import BEGIN, END, FOLDER, README, render

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_readme_says_what_the_files_say() -> None:
    text = (REPOSITORY / README).read_text(encoding="utf-8")
    quoted = text.split(BEGIN)[1].split(END)[0].strip()
    assert quoted == render(REPOSITORY / FOLDER).strip(), "run python -m eval.figures"


def test_the_figures_hold_no_question() -> None:
    figures = json.loads((REPOSITORY / FOLDER / "dev.json").read_text(encoding="utf-8"))
    assert "misses" not in figures
    assert "？" not in json.dumps(figures, ensure_ascii=False)
