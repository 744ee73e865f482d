"""Words and figures that have changed places, and what may be told in another order."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest
from corpus import corpus_folder

from ingest.files import read_file
from qa_service.check.checker import Checker

THEN = date(2026, 1, 10)
SOURCE = (
    "青禾区养老服务办法\n\n一、职责\n"
    "云桥街道负责助餐点的日常巡查，石埠镇承担长者食堂的设备更新。\n"
    "助餐点和长者食堂的就餐人次分别同比增长12%、7%。\n"
    "青禾区在云桥街道、临溪路街道、石埠新村街道试点夜间照护。\n"
    "2026年起，云帆中心实施上门照护、家庭病床、康复训练等服务，由区财政局拨付补贴资金，区民政局逐月核对名册。\n"
)
TRUE = [
    "石埠镇承担长者食堂的设备更新，云桥街道负责助餐点的日常巡查。",
    "长者食堂和助餐点的就餐人次分别同比增长7%、12%。",
    "云帆中心实施康复训练、家庭病床、上门照护等服务。",
    "2026年起，由区财政局拨付补贴资金，区民政局逐月核对名册。",
]
FALSE = [
    ("石埠镇负责助餐点的日常巡查，云桥街道承担长者食堂的设备更新。", "石埠镇"),
    ("云桥街道负责长者食堂的日常巡查，石埠镇承担助餐点的设备更新。", "长者食堂"),
    ("助餐点和长者食堂的就餐人次分别同比增长7%、12%。", "7%"),
    ("2026年起，云帆中心实施上门照护等服务，由区民政局拨付补贴资金，区财政局逐月核对名册。", "民政"),
]


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    path = tmp_path_factory.mktemp("swapped") / "办法.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return Checker(read_file(path).report.documents)


@pytest.mark.parametrize(("sentence", "named"), FALSE)
def test_what_has_changed_places_is_named(checker: Checker, sentence: str, named: str) -> None:
    result = checker.check(sentence, today=THEN)
    assert result.verdict == "altered"
    assert any(named in flag for flag in result.flags)


@pytest.mark.parametrize("sentence", TRUE)
def test_another_order_of_clauses_or_items_is_no_change(checker: Checker, sentence: str) -> None:
    assert checker.check(sentence, today=THEN).verdict in ("verified", "paraphrase")


def test_a_list_of_items_that_end_alike_is_no_exchange(checker: Checker) -> None:
    result = checker.check("青禾区在石埠新村街道、临溪路街道、云桥街道试点夜间照护。", today=THEN)
    assert not any("互换" in flag for flag in result.flags)


_FIGURE = re.compile(r"(\d[\d.]*)\s*((?:万|亿)?(?:%|元|平方米|公里|家|个|人|户|项|名|张|辆))")


@pytest.mark.slow
def test_exchanged_figures_of_real_sentences_are_never_verified() -> None:
    folder: Path | None = corpus_folder()
    if folder is None:
        pytest.skip("no real corpus")
    documents = [d for path in sorted(folder.iterdir()) for d in read_file(path).report.documents]
    checker, draw, tried = Checker(documents), random.Random(3), 0
    texts = [p.text for d in documents for p in d.passages if p.kind != "row"]
    sentences = [match[0] for text in texts for match in re.finditer(r"[^。\n]{25,160}。", text)]
    for sentence in draw.sample(sentences, len(sentences)):
        figures = list(_FIGURE.finditer(sentence))
        pairs = [
            (one, other)
            for place, one in enumerate(figures)
            for other in figures[place + 1 :]
            if one[1] != other[1] and one[2] == other[2]
        ]
        if not pairs:
            continue
        one, other = draw.choice(pairs)
        wrong = (
            sentence[: one.start(1)]
            + other[1]
            + sentence[one.end(1) : other.start(1)]
            + one[1]
            + sentence[other.end(1) :]
        )
        assert checker.check(wrong, today=THEN).verdict != "verified", wrong
        tried += 1
        if tried == 60:
            break
    assert tried == 60
