"""Changes to a service that runs as a process of its own: killed in their midst, and under load."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from service_under_test import SERVE, START_SECONDS, wait_for, wait_until_ready

from eval.bench.changes import Load, measure
from eval.bench.changing.notices import Notice

COUNT = 6


@contextmanager
def killed_at_the_end(home: Path, log: Path) -> Iterator[str]:
    """Run the service and kill it, whatever it is doing."""
    env = {**os.environ, "PLANQA_HOME": str(home), "PLANQA_PORT": "0", "PLANQA_WORKERS": "1"}
    with log.open("a") as errors:
        child = subprocess.Popen(
            [sys.executable, "-c", SERVE], env=env, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            assert child.stdout is not None
            yield child.stdout.readline().strip()
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait(START_SECONDS)
            child.stdout.close()


@pytest.mark.slow
def test_what_was_accepted_outlives_a_kill(scratch_home: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    places: list[str] = []
    with killed_at_the_end(scratch_home, log) as url:
        wait_until_ready(url)
        for number in range(COUNT):
            notice = Notice(number, 1)
            files = {"files": (notice.name, notice.text.encode())}
            places.append(httpx.post(f"{url}/v1/documents", files=files, timeout=60).headers["location"])
        sources = httpx.get(f"{url}/v1/sources").json()["sources"]
        plan = next(card for card in sources if card["name"] == "chenghu_plan.txt")
        reply = httpx.delete(f"{url}/v1/sources/{plan['id']}", timeout=60)
        places.append(reply.headers["location"])
    # What was deleted stays unseen from the first answer on, published or not.
    with killed_at_the_end(scratch_home, log) as url:
        wait_until_ready(url)
        names = {card["source"] for card in httpx.get(f"{url}/v1/documents").json()["documents"]}
        assert "chenghu_plan.txt" not in names
        wait_for(
            lambda: all(httpx.get(f"{url}{place}").json()["state"] in ("done", "failed") for place in places),
            120,
        )
        jobs = [httpx.get(f"{url}{place}").json() for place in places]
        assert [job["state"] for job in jobs] == ["done"] * len(jobs), jobs
        names = {card["name"] for card in httpx.get(f"{url}/v1/sources").json()["sources"]}
        assert {Notice(number, 1).name for number in range(COUNT)} <= names
        assert "chenghu_plan.txt" not in names


@pytest.mark.slow
def test_a_job_that_kills_the_service_each_time_is_given_up(scratch_home: Path, tmp_path: Path) -> None:
    from qa_service.collection.journal import Journal
    from qa_service.collection.model import FileResult
    from qa_service.collection.runner import MOST_ATTEMPTS

    journal = Journal(scratch_home)
    job = journal.new("add")
    job.files.append(FileResult("毒.txt", path=str(scratch_home / "sources" / "x" / "毒.txt")))
    job.state, job.attempts = "running", MOST_ATTEMPTS
    journal.keep(job, flush=True)
    with killed_at_the_end(scratch_home, tmp_path / "log") as url:
        wait_until_ready(url)
        wait_for(lambda: httpx.get(f"{url}/v1/jobs/{job.id}").json()["state"] == "failed")
        told = httpx.get(f"{url}/v1/jobs/{job.id}").json()["files"][0]
        assert told["problem"]["type"].endswith("job-interrupted")


@pytest.mark.slow
def test_nothing_goes_wrong_while_documents_change_under_load(scratch_home: Path, tmp_path: Path) -> None:
    figures = measure(scratch_home, Load(clients=4, notices=6, seconds=2.0), tmp_path / "log")
    assert figures["failed"] == []
    assert figures["mixed"] == []
    assert figures["answers_with_changing_text"] > 0, "or nothing was put to the test"
    assert figures["changes"] == 18
    assert figures["generations"] >= 3
