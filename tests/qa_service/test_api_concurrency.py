"""Many at once, against a process of its own: the same answers, no failed request, a free event loop."""

from __future__ import annotations

import json
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_under_test import process, wait_for, wait_until_ready

from index.build import build_index

pytest_plugins = ["api_fixtures"]
pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
QUESTIONS = [
    json.loads(line)["question"]
    for line in (REPOSITORY / "samples" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
][:24]
THREADS = 16
HEALTH_SECONDS = 0.25
"""What /healthz may take (median) while every worker is busy on two shared cores; alone it takes 1 ms."""


def ask(client: httpx.Client, question: str) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question})
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    answer.pop("seconds")
    return answer


def test_sixteen_threads_get_what_one_gets(sample_home: Path, tmp_path: Path) -> None:
    with process(sample_home, tmp_path / "log") as url, httpx.Client(base_url=url, timeout=60) as client:
        wait_until_ready(url)
        alone = [ask(client, question) for question in QUESTIONS]
        health, stop = list[float](), threading.Event()

        def watch() -> None:
            with httpx.Client(base_url=url) as watcher:
                while not stop.is_set():
                    begun = time.perf_counter()
                    assert watcher.get("/healthz").status_code == 200
                    health.append(time.perf_counter() - begun)
                    time.sleep(0.02)

        watcher = threading.Thread(target=watch)
        watcher.start()
        with ThreadPoolExecutor(THREADS) as pool:
            together = list(pool.map(lambda question: ask(client, question), QUESTIONS * 2))
        stop.set()
        watcher.join()
    assert together == alone * 2
    assert len(health) >= 10
    assert statistics.median(health) < HEALTH_SECONDS


def test_too_many_questions_are_told_to_come_back(sample_home: Path, tmp_path: Path) -> None:
    with process(sample_home, tmp_path / "log", concurrency="1", queue="1") as url:
        wait_until_ready(url)

        def ask_once(question: str) -> httpx.Response:
            return httpx.post(f"{url}/v1/ask", json={"question": question}, timeout=60)

        with ThreadPoolExecutor(THREADS) as pool:
            replies = list(pool.map(ask_once, QUESTIONS))
        assert {reply.status_code for reply in replies} == {200, 503}
        for reply in replies:
            if reply.status_code == 503:
                assert reply.json()["type"] == "urn:planqa:problem:busy"
                assert int(reply.headers["retry-after"]) >= 1
        assert ask_once(QUESTIONS[0]).status_code == 200


def test_a_new_generation_while_questions_run(scratch_home: Path, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("城东区夜间市集管理规定\n\n第一条 夜间市集每晚十一时收市。\n", encoding="utf-8")
    answers, failures, stop = list[dict[str, Any]](), list[BaseException](), threading.Event()
    with process(scratch_home, tmp_path / "log") as url:
        wait_until_ready(url)

        def keep_asking() -> None:
            try:
                with httpx.Client(base_url=url, timeout=60) as client:
                    while not stop.is_set():
                        answers.append(ask(client, "夜间市集几点收市？"))
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=keep_asking) for _ in range(6)]
        for thread in threads:
            thread.start()
        second = build_index([REPOSITORY / "samples" / "documents", notice], scratch_home).generation
        wait_for(lambda: httpx.get(f"{url}/readyz", timeout=30).json()["generation"] == second)
        count = len(answers)
        wait_for(lambda: len(answers) > count + 12 or bool(failures))
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures
    assert len({answer["generation"] for answer in answers}) == 2
    # No mixture: each answer is wholly the old generation's or wholly the new one's.
    for answer in answers:
        sources = {hit["document"]["source"] for hit in answer["hits"]}
        assert ("notice.txt" in sources) == (answer["generation"] == second)
    assert answers[-1]["hits"][0]["document"]["source"] == "notice.txt"
