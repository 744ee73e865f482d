"""A server as a user starts it: time until it is ready, answers to one client and to many, memory."""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eval.bench.asking import percentile
from eval.bench.commands import Figures, planqa
from eval.bench.machine import Stopwatch, children, cpu_seconds, resident_mib
from eval.bench.wordings import reworded
from index.cores import cores

IN_A_ROW = 40
"""Connections that find a server ready, until none of its processes can be thought to be starting still."""

MANY = 600
"""Questions that the many clients ask in all: some seconds of work."""


def server_figures(
    home: Path, warming: Sequence[str], questions: Sequence[str], port: int = 0, clients: int = 16
) -> Figures:
    """Start ``planqa serve`` on ``port`` (0: a free one), wait until it is ready, warm it up, ask with one
    client and with many; then with many a server of as many processes as there are cores."""
    warmth = reworded(warming, max(len(warming), 4 * clients))
    with _server(home, port, "--workers", "1") as (server, port, ready):
        fresh = resident_mib(server)["resident_mib"]
        _ask(port, clients, warmth)
        single = _ask(port, 1, questions)
        many = _measured([server], port, clients, reworded(questions, MANY))
        memory = resident_mib(server)
    with _server(home, 0, "--workers", str(cores())) as (server, port, _):
        _ask(port, clients, warmth * 2)
        shared = _measured([server, *children(server)], port, clients, reworded(questions, MANY))
    return {
        "ready_s": round(ready, 2),
        "http_median_ms": round(statistics.median(single["milliseconds"]), 1),
        "http_p95_ms": round(percentile(single["milliseconds"], 0.95), 1),
        **{f"http_{clients}_clients_{name}": value for name, value in many.items()},
        "workers": cores(),
        **{f"http_{clients}_clients_workers_{name}": value for name, value in shared.items()},
        "server_resident_when_ready_mib": fresh,
        **{f"server_{name}": value for name, value in memory.items()},
    }


@contextmanager
def _server(home: Path, port: int, *more: str) -> Iterator[tuple[int, int, float]]:
    """A server that is ready: its process, its port, and the seconds that it took."""
    port = port or _free_port()
    started = time.perf_counter()
    command = planqa("serve", "--home", str(home), "--port", str(port), *more)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield server.pid, port, _wait_ready(server, port, started)
        finally:
            server.terminate()


def _measured(server: Sequence[int], port: int, clients: int, questions: Sequence[str]) -> Figures:
    watch = Stopwatch(lambda: sum(map(cpu_seconds, server)))
    result = _ask(port, clients, questions)
    taken = watch.figures()
    count = len(questions)
    others = taken.get("others_cores")
    client = result["cpu_s"]
    return {
        "per_s": round(count / result["wall_s"], 1),
        "median_ms": round(statistics.median(result["milliseconds"]), 1),
        "p95_ms": round(percentile(result["milliseconds"], 0.95), 1),
        "server_cpu_ms": round(taken["cpu_s"] / count * 1000, 1),
        "client_cpu_ms": round(client / count * 1000, 1),
        "others_cores": None if others is None else round(max(0.0, others - client / result["wall_s"]), 2),
    }


def _ask(port: int, clients: int, questions: Sequence[str]) -> dict[str, Any]:
    """Run the client in a process of its own."""
    command = [sys.executable, "-m", "eval.bench.client", "127.0.0.1", str(port), str(clients)]
    done = subprocess.run(
        command, input="\n".join(questions), capture_output=True, text=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait_ready(server: subprocess.Popen[bytes], port: int, started: float, limit: float = 120.0) -> float:
    """Seconds from ``started`` until the first answer that all is ready; returns when every process is, which
    :data:`IN_A_ROW` connections, each to one of them as it comes, find ready without a break."""
    # A server that did not start must not be taken for another one that has the port already.
    first, found = 0.0, 0
    while time.perf_counter() - started < limit and server.poll() is None:
        if _ready(port):
            found += 1
            first = first or time.perf_counter() - started
            if found >= IN_A_ROW:
                return first
        else:
            found = 0
            time.sleep(0.05)
    raise SystemExit("the server did not become ready, or ended")


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
