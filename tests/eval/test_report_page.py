"""The report: self-contained, safe with any text, and true to the run."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_runs import GREEN, QUESTIONS, record, stored
from typer.testing import Result

from eval.curves import recall_curve, risk_coverage, trade_off
from eval.judgement import judge
from eval.report import report_page
from eval.run_folder import StoredRun
from ingest.errors import BadInput

VOID = {"meta"}


class _Balanced(HTMLParser):
    """Raises on a closing tag that closes something else."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A closed tag opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(page: str) -> str:
    parser = _Balanced()
    parser.feed(page)
    assert parser.open == []
    return "".join(parser.text)


def test_the_page_says_what_the_run_says(good: StoredRun, poor: StoredRun) -> None:
    text = _read(report_page([poor, good]))
    assert "前 5 条没有依据" in text
    assert "道路多少？" in text
    assert "good 与 poor 相比" in text
    assert "33.3" in text  # R@1 of the first run


def test_nothing_comes_from_outside(good: StoredRun) -> None:
    page = report_page([good])
    assert not re.findall(r"(?:https?:)?//\w|@import|url\(|<script|<link|<img|<iframe", page)
    assert "default-src 'none'" in page


def test_hostile_text_stays_text() -> None:
    evil = '</style><script>alert("x")</script>$body'
    question = replace(QUESTIONS[0], question=evil, answer=evil, quotes=(evil,))
    run = stored(evil, record("a", GREEN, evil), questions=[question])
    page = report_page([run])
    assert "<script" not in page
    assert evil in _read(page)


def test_a_run_with_nothing_to_abstain_from_has_no_such_section() -> None:
    run = stored("r", record("a", GREEN), questions=QUESTIONS[:1])
    assert 'id="abstention"' not in report_page([run])


def test_two_runs_of_one_name_are_told_apart(good: StoredRun) -> None:
    assert "good（2）" in report_page([good, good])


def test_too_many_runs(good: StoredRun) -> None:
    with pytest.raises(BadInput):
        report_page([good] * 8)


def test_the_command(tmp_path: Path, folders: tuple[Path, Path], invoke: Callable[..., Result]) -> None:
    target = tmp_path / "deep" / "report.html"
    assert invoke("report", *folders, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_recall_curve_by_hand(poor: StoredRun) -> None:
    curve = recall_curve([judge(*pair) for pair in poor.pairs], 2)
    assert [figure.value for figure in curve] == [pytest.approx(1 / 3), pytest.approx(2 / 3)]


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9]), st.booleans()), min_size=1, max_size=20))
def test_risk_and_coverage_end_at_the_share_of_mistakes(items: list[tuple[float, bool]]) -> None:
    points = risk_coverage(items)
    assert points[-1] == (1.0, pytest.approx(sum(not right for _, right in items) / len(items)))
    assert [x for x, _ in points] == sorted({x for x, _ in points})
    assert len(points) == len({confidence for confidence, _ in items})


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_the_trade_off_runs_from_answering_all_to_refusing_all(yes: list[float], no: list[float]) -> None:
    points = trade_off(yes, no)
    assert (points[0], points[-1]) == ((0.0, 1.0), (1.0, 0.0))
    assert all(a[0] <= b[0] and a[1] >= b[1] for a, b in zip(points, points[1:], strict=False))
