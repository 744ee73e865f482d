"""The benchmark measures what it says: other questions than it warmed up with, this server and no other."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bench import client, serving
from eval.bench.__main__ import AIMS, AT_LEAST, verdict
from eval.bench.asking import LEGS, percentile
from eval.bench.machine import Stopwatch, reference_ms
from eval.bench.ways import compared
from eval.bench.wordings import LEADS, reworded, split
from eval.engines import Engines
from eval.figures import _BENCH


class Echo(BaseHTTPRequestHandler):
    """Answers questions with 200, the one that says so with 503."""

    protocol_version = "HTTP/1.1"
    seen: list[str]
    connections: set[tuple[str, int]]

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["content-length"])))["question"]
        type(self).seen.append(question)
        type(self).connections.add(self.client_address)
        self.send_response(503 if question == "busy" else 200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def echo() -> Iterator[int]:
    Echo.seen, Echo.connections = [], set()
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_every_question_is_asked_once_over_as_many_connections(echo: int) -> None:
    questions = [f"第{n}问" for n in range(60)]
    result = client.run("127.0.0.1", echo, 4, questions)
    assert sorted(Echo.seen) == sorted(questions)
    assert 1 <= len(Echo.connections) <= 4
    milliseconds = result["milliseconds"]
    assert isinstance(milliseconds, list)
    assert len(milliseconds) == 60
    assert all(value > 0 for value in milliseconds)


def test_an_answer_that_is_an_error_is_no_figure(echo: int) -> None:
    with pytest.raises(SystemExit, match="503"):
        client.run("127.0.0.1", echo, 1, ["busy"])
    with pytest.raises(SystemExit, match="503"):
        serving._ask(echo, 2, ["a", "busy"])


def test_a_server_that_ended_is_not_waited_for(echo: int) -> None:
    """Another server may have the port: its answers must not be measured."""
    with subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"]) as ended:
        ended.wait()
        with pytest.raises(SystemExit, match="ended"):
            serving._wait_ready(ended, echo, time.perf_counter())


@given(st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=60, unique=True))
def test_nothing_measured_was_asked_before(questions: list[str]) -> None:
    warming, measured = split(questions)
    assert sorted(warming + (measured if measured is not warming else [])) == sorted(questions)
    assert len(questions) == 1 or not set(warming) & set(measured)


@given(count=st.integers(1, 12), wanted=st.integers(1, 60))
def test_reworded_questions_differ(count: int, wanted: int) -> None:
    questions = [f"问题{n}？" for n in range(count)]
    made = reworded(questions, wanted)
    assert len(made) == wanted
    assert len(set(made)) == min(wanted, count * (1 + len(LEADS)))


def test_the_stopwatch_tells_own_work_from_waiting() -> None:
    watch = Stopwatch()
    time.sleep(0.3)
    slept = watch.figures()
    watch = Stopwatch()
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
    worked = watch.figures()
    assert slept["wall_s"] >= 0.3
    assert slept["cpu_s"] < 0.2 < worked["cpu_s"]


def test_percentiles_and_the_fixed_calculation() -> None:
    assert percentile(list(range(100)), 0.95) == 95
    assert percentile([7.0], 0.95) == 7.0
    assert reference_ms(3) > 0


def test_aims_that_are_missed_are_marked() -> None:
    for name, aim in AIMS.items():
        better, worse = (aim * 2, aim / 2) if name in AT_LEAST else (aim / 2, aim * 2)
        assert "MISSED" not in verdict(name, better)
        assert "MISSED" in verdict(name, worse)


def test_answers_tell_the_time_of_every_leg(sample_engines: Engines) -> None:
    seconds = sample_engines.shipped.ask("公共租赁住房怎么申请？").seconds
    assert {*LEGS, "total"} <= set(seconds)
    assert sum(seconds[leg] for leg in LEGS) <= seconds["total"]


@pytest.mark.slow
def test_the_whole_benchmark_on_the_samples(sample_home: Path, tmp_path: Path) -> None:
    output = tmp_path / "bench.json"
    command = [sys.executable, "-m", "eval.bench", "--home", str(sample_home), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    report = json.loads(output.read_text(encoding="utf-8"))
    quoted = {key for key, _, _ in _BENCH} - {"build_empty_s", "build_unchanged_s", "reading_mb_per_s"}
    assert quoted <= set(report["figures"])
    assert report["figures"]["server_resident_mib"] > 100
    assert report["figures"]["http_16_clients_server_cpu_ms"] > 0
    assert "load before" in done.stdout


def test_ways_are_run_in_turns_and_the_first_turn_does_not_count() -> None:
    order: list[str] = []

    def busy() -> None:
        order.append("busy")
        end = time.process_time() + 0.02
        while time.process_time() < end:
            pass

    taken = compared({"busy": busy, "idle": lambda: order.append("idle")}, rounds=3)
    assert order == ["busy", "idle"] * 4
    assert taken["busy"] >= 20 > taken["idle"]


@pytest.mark.slow
def test_the_ways_on_the_samples(sample_home: Path, tmp_path: Path) -> None:
    output = tmp_path / "ways.json"
    command = [sys.executable, "-m", "eval.bench.ways", "--home", str(sample_home), "--output", str(output)]
    subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    taken = json.loads(output.read_text(encoding="utf-8"))["cpu_ms"]
    assert len(taken) == 8
    assert all(value >= 0 for ways in taken.values() for value in ways.values())
