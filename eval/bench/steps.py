"""What is measured: building, rebuilding, asking, starting."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from eval.bench.machine import resident_mib

Figures = dict[str, Any]


def planqa(*arguments: str) -> list[str]:
    """The command line of ``planqa`` with this interpreter."""
    return [sys.executable, "-m", "qa_service", *arguments]


def timed(command: Sequence[str]) -> tuple[float, subprocess.CompletedProcess[str]]:
    """Run a command and return its wall time in seconds and its result."""
    started = time.perf_counter()
    done = subprocess.run(list(command), capture_output=True, text=True, check=False)
    return time.perf_counter() - started, done


def build_figures(documents: Path, home: Path) -> Figures:
    """Build from an empty cache (the model is unpacked before), then again with nothing changed."""
    first, done = timed(planqa("build", str(documents), "--home", str(home), "--json"))
    if done.returncode:
        raise SystemExit(f"build failed: {done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    again, _ = timed(planqa("build", str(documents), "--home", str(home), "--json"))
    return {
        "build_empty_s": round(first, 2),
        "build_unchanged_s": round(again, 2),
        "build_stages_s": report["seconds"],
    }


def size_figures(home: Path) -> Figures:
    """Size of the current generation, in all and for each passage."""
    from index.generation import open_current

    generation = open_current(home)
    total = sum(file.stat().st_size for file in generation.path.rglob("*") if file.is_file())
    count = generation.counts["passages"]
    return {
        "passages": count,
        "index_mib": round(total / 1048576, 1),
        "index_kib_per_passage": round(total / 1024 / count, 1),
    }


def question_figures(home: Path, questions: Sequence[str]) -> Figures:
    """Warm questions, one after the other in this process: milliseconds, and the stages' medians."""
    from qa_service.engine import Engine

    engine = Engine.open(home)
    for question in questions[:10]:
        engine.ask(question)
    times: list[float] = []
    stages: dict[str, list[float]] = {}
    for question in questions:
        started = time.perf_counter()
        answer = engine.ask(question)
        times.append((time.perf_counter() - started) * 1000)
        for name, seconds in answer.seconds.items():
            stages.setdefault(name, []).append(seconds * 1000)
    return {
        "question_median_ms": round(statistics.median(times), 1),
        "question_p95_ms": round(sorted(times)[int(len(times) * 0.95)], 1),
        "question_stages_ms": {name: round(statistics.median(v), 1) for name, v in stages.items()},
    }


def cold_ask_seconds(home: Path, question: str) -> float:
    """Wall time of ``planqa ask`` in a process of its own."""
    return round(min(timed(planqa("ask", question, "--home", str(home)))[0] for _ in range(3)), 2)


def reading_figures(documents: Path) -> Figures:
    """Megabytes of plain text read and structured a second, on one core."""
    from ingest.files import find_files, read_file

    files = find_files([documents])
    size = sum(file.stat().st_size for file in files)
    best = min(_read_all(files, read_file) for _ in range(3))
    return {"reading_mb_per_s": round(size / 1e6 / best, 2)}


def _read_all(files: Sequence[Path], read: Any) -> float:
    started = time.perf_counter()
    for file in files:
        read(file)
    return time.perf_counter() - started


def server_figures(home: Path, questions: Sequence[str], port: int, clients: int = 16) -> Figures:
    """Start ``planqa serve``, time until it is ready, ask with one client and with many, read its memory."""
    base = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    command = planqa("serve", "--home", str(home), "--port", str(port))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            ready = _wait_ready(base, started)
            single = sorted(_ask(base, question) for question in questions[:60])
            begun = time.perf_counter()
            with ThreadPoolExecutor(clients) as pool:
                many = sorted(pool.map(lambda q: _ask(base, q), list(questions) * 2))
            elapsed = time.perf_counter() - begun
            memory = resident_mib(server.pid)
        finally:
            server.terminate()
    return {
        "ready_s": round(ready, 2),
        "http_median_ms": round(statistics.median(single), 1),
        f"http_{clients}_clients_per_s": round(len(many) / elapsed, 1),
        f"http_{clients}_clients_p95_ms": round(many[int(len(many) * 0.95)], 1),
        **{f"server_{name}": value for name, value in memory.items()},
    }


def _wait_ready(base: str, started: float, limit: float = 120.0) -> float:
    while time.perf_counter() - started < limit:
        try:
            with urllib.request.urlopen(f"{base}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return time.perf_counter() - started
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server did not become ready")


def _ask(base: str, question: str) -> float:
    """Milliseconds of one question over HTTP."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{base}/v1/ask", body, {"content-type": "application/json"})
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
    return (time.perf_counter() - started) * 1000
