"""The page on evaluation quotes what the figure files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "evaluation.md").read_text(encoding="utf-8")


def figures(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DOCS / "figures" / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def test_the_weights_of_the_ranking() -> None:
    told = figures("weights")
    for of in ("shipped", "cross_validated"):
        line = ", ".join(f"{name} {short(told[of][name])}" for name in ("R@1", "R@5", "MRR@10"))
        assert line in PAGE, of


def test_the_shipped_confidence() -> None:
    told = figures("calibration")["cross_validated"]
    alone = told["by_set"]["dev.jsonl"]["auroc"]
    errors = told["at_threshold"]
    row = next(line for line in PAGE.splitlines() if "(shipped) |" in line)
    assert short(told["auroc"]["value"]) in row
    assert short(alone["value"]) in row
    assert short(1 - errors["false_answers"]["value"]) in row
    assert short(errors["false_refusals"]["value"]) in row
    assert short(1 - told["foreign"]["false_answers"]["value"]) in row


def test_what_other_words_are_worth() -> None:
    for name, title in (("ablation", "development"), ("everyday", "everyday"), ("slips", "with a slip")):
        rows = {row["name"]: row for row in figures(name)["rows"]}
        for configuration, ending in (("as-asked", "as asked"), ("full", "reworded")):
            row = rows[configuration]
            told = [short(row["overall"][figure]["value"]) for figure in ("R@1", "R@5", "MRR@10")]
            told.append(short(row["paraphrase_R@5"]["value"]))
            assert f"| {title}, {ending} | {' | '.join(told)} |" in PAGE
