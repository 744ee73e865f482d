"""The page on citing says what its figures say."""

from __future__ import annotations

import json

from eval.citing_figures import BEGIN, END, FIGURES, PAGE, render


def test_the_page_quotes_the_figures() -> None:
    text = PAGE.read_text(encoding="utf-8")
    shown = text.split(BEGIN)[1].split(END)[0].strip()
    assert shown == render(json.loads(FIGURES.read_text(encoding="utf-8")))
