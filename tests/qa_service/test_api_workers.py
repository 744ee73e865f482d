"""Several processes behind one address: one index, one count, and nobody notices when one dies."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from service_under_test import SERVE, process, wait_for

from index.build import build_index
from qa_service.access.keyring import Keyring
from qa_service.access.keys import new_key
from qa_service.access.roles import Role

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for workers in /proc"),
]

REPOSITORY = Path(__file__).parents[2]
QUESTION = {"question": "租金补贴每年最高多少？"}
WORKERS = 2
SEEN_WITHIN = 20.0
"""Far above the second that a worker takes on a quiet machine (seconds)."""


def workers() -> list[int]:
    """Ids of the processes that serve: the spawned children of the one child of this process."""
    found = []
    for parent in children(os.getpid()):
        found += [pid for pid in children(parent) if b"spawn_main" in command(pid)]
    return found


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(number) for one in lists for number in one.read_text().split()]


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def generations(url: str) -> dict[str, float]:
    """Number of the open generation, by process id."""
    text = httpx.get(f"{url}/metrics", timeout=30).text
    return {
        pid: float(number) for pid, number in re.findall(r'planqa_index_generation{pid="(\d+)"} (\S+)', text)
    }


def all_open(url: str, number: int) -> bool:
    found = generations(url)
    return set(found) == set(map(str, workers())) and list(found.values()) == [number] * WORKERS


@pytest.fixture
def url(scratch_home: Path, tmp_path: Path) -> Iterator[str]:
    with process(scratch_home, tmp_path / "log", workers=str(WORKERS)) as address:
        wait_for(lambda: all_open(address, 1))
        yield address
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def ask(url: str) -> int:
    return httpx.post(f"{url}/v1/ask", json=QUESTION, timeout=60).status_code


def test_both_answer_and_their_numbers_are_added_up(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: ask(url), range(24))) == {200}
    text = httpx.get(f"{url}/metrics").text
    assert re.search(r'planqa_answers_total{answerable="true"} 24\.0', text)
    assert re.search(r'planqa_search_leg_seconds_count{leg="late"} 24\.0', text)
    assert "planqa_index_items" in text


def test_the_index_is_mapped_once_for_all(url: str, scratch_home: Path) -> None:
    ask(url)
    mapped = []
    for pid in workers():
        maps = Path(f"/proc/{pid}/maps").read_text()
        # Files of the index that are mapped, and mapped so that writing is impossible.
        ours = [line.split() for line in maps.splitlines() if str(scratch_home / "generations") in line]
        assert ours
        assert all("w" not in parts[1] for parts in ours)
        mapped.append({parts[5] for parts in ours})
    assert mapped[0] == mapped[1]


def test_a_new_generation_reaches_every_worker(url: str, scratch_home: Path, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("城东区夜间市集管理规定\n\n第一条 夜间市集每晚十一时收市。\n", encoding="utf-8")
    build_index([notice], scratch_home)
    wait_for(lambda: all_open(url, 2), SEEN_WITHIN)
    for _ in range(8):
        (card,) = httpx.get(f"{url}/v1/documents").json()["documents"]
        assert card["source"] == "notice.txt"


def test_a_change_holds_for_whoever_answers_once_it_is_done(url: str) -> None:
    notice = "城东区夜间市集管理规定\n\n第一条 夜间市集每晚十一时收市。\n"
    for number in range(3):
        name = f"notice{number}.txt"
        reply = httpx.post(f"{url}/v1/documents", files={"files": (name, notice.encode())}, timeout=60)
        wait_for(job_done(url + reply.headers["location"]))
        # A connection each, so that both workers get some.
        found = [listed(url) for _ in range(12)]
        assert [name in cards.values() for cards in found] == [True] * 12
        (document,) = [one for one, source in found[0].items() if source == name]
        assert httpx.delete(f"{url}/v1/documents/{document}", timeout=60).status_code == 202
        assert not any(document in listed(url) for _ in range(12))


def job_done(place: str) -> Callable[[], bool]:
    return lambda: httpx.get(place).json()["state"] == "done"


def listed(url: str) -> dict[str, str]:
    """The file of each document, by the document's id."""
    return {card["id"]: card["source"] for card in httpx.get(f"{url}/v1/documents").json()["documents"]}


def test_nobody_is_told_to_come_again_while_a_worker_starts(scratch_home: Path, tmp_path: Path) -> None:
    with process(scratch_home, tmp_path / "log", workers=str(WORKERS)) as url:
        assert {ask(url) for _ in range(20)} == {200}
        os.kill(workers()[0], signal.SIGKILL)
        codes = set[int]()

        def replaced() -> bool:
            codes.update(ask(url) for _ in range(5))
            return all_open(url, 1)

        wait_for(replaced)
    # What the dead one had accepted is lost; nothing else is.
    assert codes == {200}


def test_a_worker_that_dies_is_replaced(url: str) -> None:
    before = workers()
    assert len(before) == WORKERS
    os.kill(before[0], signal.SIGKILL)
    wait_for(lambda: len(workers()) == WORKERS and before[0] not in workers())
    wait_for(lambda: all_open(url, 1))
    assert before[1] in workers()
    assert {ask(url) for _ in range(8)} == {200}


def test_workers_that_cannot_start_end_the_service(tmp_path: Path) -> None:
    program = f"from qa_service.api import workers; workers.WORKER_APP = 'os:abort'; {SERVE}"
    env = {**os.environ, "PLANQA_HOME": str(tmp_path), "PLANQA_PORT": "0", "PLANQA_WORKERS": str(WORKERS)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "WorkersFailed" in done.stderr


def test_a_limit_holds_for_all_workers_together(scratch_home: Path, tmp_path: Path) -> None:
    text, key = new_key(Role.READER)
    Keyring(scratch_home).add(key)
    with process(scratch_home, tmp_path / "log", workers=str(WORKERS), rate_per_key="30") as url:
        wait_for(lambda: len(workers()) == WORKERS)
        codes = list[int]()
        begun = time.monotonic()
        for _ in range(40):  # a connection each, so that both workers get some
            codes.append(
                httpx.get(f"{url}/v1/me", headers={"Authorization": f"Bearer {text}"}, timeout=30).status_code
            )
        spent = time.monotonic() - begun
    assert set(codes) == {200, 429}
    assert 10 <= codes.count(200) <= 10 + spent / 2 + 1


def test_workers_do_not_outlive_their_supervisor(scratch_home: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PLANQA_HOME": str(scratch_home), "PLANQA_PORT": "0", "PLANQA_WORKERS": str(WORKERS)}
    with (tmp_path / "log").open("w") as errors:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE], env=env, stdout=subprocess.PIPE, stderr=errors
        )
        try:
            assert server.stdout is not None
            url = server.stdout.readline().decode().strip()
            wait_for(lambda: all_open(url, 1))
            left = workers()
        finally:
            server.kill()
            server.wait(30)
            server.stdout.close()  # type: ignore[union-attr]
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))


def test_a_question_under_way_is_finished_when_the_service_stops(scratch_home: Path, tmp_path: Path) -> None:
    with process(scratch_home, tmp_path / "log", workers=str(WORKERS), concurrency="1") as url:
        wait_for(lambda: all_open(url, 1))
        with ThreadPoolExecutor(12) as pool:
            asked = [pool.submit(ask, url) for _ in range(12)]
            wait_for(lambda: any(one.done() for one in asked))
            (supervisor,) = [pid for pid in children(os.getpid()) if children(pid)]
            os.kill(supervisor, signal.SIGTERM)
            ends = [one.exception() or one.result() for one in asked]
    # Whoever was connected got an answer; who came after the end was turned away by the system.
    assert ends.count(200) >= 1
    assert all(end == 200 or isinstance(end, httpx.ConnectError) for end in ends)
