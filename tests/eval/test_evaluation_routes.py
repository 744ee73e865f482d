"""Evaluation over HTTP: a set is run beside the service, and the runs are read back."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from eval.web import background
from eval.web.background import StillRunning, runs_under_way, start_run
from eval.web.page import served_report
from eval.web.stored import run_cards, run_folder, run_view
from ingest.errors import BadInput, NotFound, PlanqaError
from qa_service.model import Answer

FOUND = {"type": "number", "answer": "三家", "quotes": ["共有三家"], "source": "甲.txt"}
NOT_THERE = {"type": "unanswerable", "answer": "", "quotes": [], "source": []}
SET = [
    {"id": "a", "question": "有多少家？", **FOUND},
    {"id": "b", "question": "火星上有什么？", **NOT_THERE},
]


def data(records: list[dict[str, Any]] = SET) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


class Refuser:
    """An engine that finds nothing; what a run asks of it beside answers is left to the caller."""

    def ask(self, question: str, *, k: int = 5) -> Answer:
        return Answer(question, False, 0.1, "未找到依据", ())


@contextmanager
def lend() -> Iterator[Any]:
    yield Refuser()


@contextmanager
def no_engine() -> Iterator[Any]:
    raise PlanqaError("还没有索引", remedy="请先建立索引")
    yield


def finished(home: Path) -> None:
    end = time.monotonic() + 20
    while any(one.state == "running" for one in runs_under_way(home)):
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def plain_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that need no index: asked and scored as ever, without the index's own fingerprints."""
    from eval.asking import ask_all
    from eval.run_folder import StoredRun
    from eval.snapshot import snapshot
    from eval.summary import summarise

    def run(engine: Any, questions: Any, set_name: str, configuration: Any, *, step: Any) -> StoredRun:
        pairs = list(zip(questions, ask_all(engine, questions, step=step), strict=True))
        return StoredRun(snapshot("full", set_name, questions), summarise(pairs), pairs)

    monkeypatch.setattr(background, "run_set", run)


@pytest.mark.usefixtures("plain_run")
def test_a_set_is_run_and_kept(tmp_path: Path) -> None:
    progress = start_run(tmp_path, data(), "问题 1.jsonl", lend)
    assert (progress.state, progress.total) == ("running", 2)
    finished(tmp_path)
    (card,) = run_cards(tmp_path)
    assert (card.id, card.questions, card.answerable) == (progress.id, 2, 1)
    view = run_view(run_folder(tmp_path, card.id))
    assert view.abstention["refused"].value == 1.0
    assert [miss.id for miss in view.misses] == ["a"]
    assert runs_under_way(tmp_path) == []
    assert not list((tmp_path / "runs" / background.UNDER_WAY).iterdir())


def test_a_failure_is_told(tmp_path: Path) -> None:
    start_run(tmp_path, data(), "set.jsonl", no_engine)
    finished(tmp_path)
    (failed,) = runs_under_way(tmp_path)
    assert (failed.state, failed.message, failed.remedy) == ("failed", "还没有索引", "请先建立索引")


@pytest.mark.usefixtures("plain_run")
def test_one_run_at_a_time_and_a_dead_one_does_not_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    @contextmanager
    def slow() -> Iterator[Any]:
        may_go_on.wait(20)
        yield Refuser()

    start_run(tmp_path, data(), "set.jsonl", slow)
    with pytest.raises(StillRunning):
        start_run(tmp_path, data(), "set.jsonl", lend)
    with monkeypatch.context() as later:
        later.setattr(background, "SILENT_SECONDS", -1)
        assert [one.state for one in runs_under_way(tmp_path)] == ["failed"]
    may_go_on.set()
    finished(tmp_path)
    start_run(tmp_path, data(), "set.jsonl", lend)
    finished(tmp_path)
    assert len(run_cards(tmp_path)) == 2


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"{", "set.jsonl"), (data(), "set.pdf"), (b"", "set.jsonl"), (data([{"id": "x"}]), "set.jsonl")],
)
def test_what_is_no_set_is_refused_and_leaves_nothing(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(BadInput):
        start_run(tmp_path, content, name, lend)
    assert runs_under_way(tmp_path) == []
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


@pytest.mark.usefixtures("plain_run")
@pytest.mark.parametrize("name", ["../../etc/set.jsonl", "..\\..\\set.jsonl", "a/b/c.jsonl", ".jsonl"])
def test_a_path_in_a_file_name_leads_nowhere(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    try:
        start_run(home, data(), name, lend)
    except BadInput:
        pass
    finished(home)
    assert {file.parts[len(tmp_path.parts)] for file in tmp_path.rglob("*")} <= {"home"}


@pytest.mark.parametrize("run_id", ["..", "../x", "a/b", "", ".under-way", "nothing"])
def test_ids_that_lead_elsewhere_are_not_found(tmp_path: Path, run_id: str) -> None:
    (tmp_path / "runs").mkdir()
    with pytest.raises(NotFound):
        run_folder(tmp_path, run_id)


@pytest.mark.usefixtures("plain_run")
def test_the_served_report_has_no_style_of_its_own(tmp_path: Path) -> None:
    from eval.run_folder import load_run

    start_run(tmp_path, data(), "set.jsonl", lend)
    finished(tmp_path)
    (card,) = run_cards(tmp_path)
    page = served_report([load_run(run_folder(tmp_path, card.id))], "/style.css")
    assert '<link rel="stylesheet" href="/style.css">' in page
    assert "<style" not in page and " style=" not in page and "<script" not in page
