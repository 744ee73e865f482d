"""What machine the figures were taken on, and how busy it was meanwhile."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from eval import snapshot

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def machine() -> dict[str, Any]:
    """Return what :func:`eval.snapshot.machine` tells, with memory (GiB) and the load before the start."""
    memory = int((_field("/proc/meminfo", "MemTotal") or "0 kB").split()[0])
    return snapshot.machine() | {"memory_gib": round(memory / 1048576, 1), "load_before": snapshot.load()}


class Stopwatch:
    """Wall time, the processor time of the processes measured, and what others took of the machine meanwhile.

    A loaded machine makes wall time say little; processor time suffers far less. ``own`` returns the
    processor seconds of what is measured so far.

    >>> watch = Stopwatch()
    >>> figures = watch.figures()
    >>> figures["wall_s"] >= 0 and figures["cpu_s"] >= 0
    True
    """

    def __init__(self, own: Callable[[], float] | None = None) -> None:
        self._own = own or time.process_time
        self._began = (time.perf_counter(), self._own(), _busy_seconds())

    def figures(self) -> dict[str, float]:
        """Return ``wall_s``, ``cpu_s`` and ``others_cores``: how many cores other processes kept busy, on
        average (not told where the system does not say)."""
        wall, cpu, busy = (
            now - then
            for now, then in zip(
                (time.perf_counter(), self._own(), _busy_seconds()), self._began, strict=True
            )
        )
        others = round(max(0.0, busy - cpu) / max(wall, 1e-9), 2)
        told = {"others_cores": others} if _busy_seconds() else {}
        return {"wall_s": round(wall, 2), "cpu_s": round(cpu, 2)} | told


def reference_ms(rounds: int = 15) -> float:
    """Median milliseconds of a fixed calculation on one core (numpy, some 30 million products): by its means
    figures of a busy machine, or of another one, are told apart from those of another program."""
    matrix = np.random.default_rng(0).normal(size=(320, 320)).astype(np.float32)
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        np.sort(matrix @ matrix, axis=None)
        times.append(time.perf_counter() - started)
    return round(statistics.median(times) * 1000, 2)


def resident_mib(pid: int) -> dict[str, float]:
    """Return a process's resident memory, all of it and without file-backed pages (MiB)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    values = {line.split(":")[0]: line.split(":")[1] for line in status.splitlines() if ":" in line}
    total, mapped = (int(values.get(name, "0 kB").split()[0]) / 1024 for name in ("VmRSS", "RssFile"))
    return {"resident_mib": round(total, 1), "without_mapped_files_mib": round(total - mapped, 1)}


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a running process has used (seconds)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def children(pid: int) -> list[int]:
    """Return the processes that ``pid`` started and that still run."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(child) for child in listed.split()]


def _busy_seconds() -> float:
    """Seconds that all cores together were busy since the system started; 0 where it does not say."""
    try:
        first = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()
    except (OSError, IndexError):
        return 0.0
    user, nice, system, _, _, irq, softirq, *rest = (int(value) for value in first[1:])
    return (user + nice + system + irq + softirq + (rest[0] if rest else 0)) / TICK


def _field(path: str, name: str) -> str | None:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), None)
