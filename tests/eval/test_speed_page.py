"""The page on speed says what the figures files say."""

from __future__ import annotations

import json
from pathlib import Path

from eval.bench.__main__ import AIMS
from eval.bench.page import BENCH, PAGE, PARTS, ROWS, WAYS, quoted, render
from eval.figures import BEGIN, END

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_page_says_what_the_files_say() -> None:
    text = (REPOSITORY / PAGE).read_text(encoding="utf-8")
    block = text.split(BEGIN)[1].split(END)[0].strip()
    assert block == quoted(REPOSITORY).strip(), "run python -m eval.bench.page"


def test_a_figure_that_is_missing_is_a_dash_and_a_new_one_shows() -> None:
    bench = json.loads((REPOSITORY / BENCH).read_text(encoding="utf-8"))
    ways = json.loads((REPOSITORY / WAYS).read_text(encoding="utf-8"))
    bench["figures"] = {"cold_ask_s": 1.25, "question_stages_ms": {"late": 3.5}}
    page = render(bench, ways)
    assert "| `planqa ask` in a process of its own (s) | 1.25 | ≤ 3 |" in page
    assert "| Build with nothing changed (s) | – | ≤ 5 |" in page
    assert "late 3.5" in page


def test_every_question_aim_is_shown() -> None:
    shown = {key for key, _ in ROWS} | {key for key, _ in PARTS}
    assert {name for name in AIMS if not name.startswith("reading")} <= shown
