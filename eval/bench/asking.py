"""Questions in this process, one after the other; and the first one of a new process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from eval.bench.commands import Figures, planqa, timed
from eval.bench.machine import Stopwatch, reference_ms

LEGS = ("encode", "lexical", "dense", "late")
"""Parts of a search that an answer tells the time of; what is left of its total is ``rest``."""


def question_figures(home: Path, warming: Sequence[str], questions: Sequence[str]) -> Figures:
    """Warm questions, none of which was asked while ``warming``: wall and processor time of each, medians of
    the stages, and the median in units of a fixed calculation (:func:`eval.bench.machine.reference_ms`)."""
    from qa_service.engine import Engine

    engine = Engine.open(home)
    for question in warming:
        engine.ask(question)
    reference = reference_ms()
    watch = Stopwatch()
    wall: list[float] = []
    cpu: list[float] = []
    stages: dict[str, list[float]] = {}
    for question in questions:
        began, used = time.perf_counter(), time.process_time()
        answer = engine.ask(question)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
        parts = {name: answer.seconds.get(name, 0.0) * 1000 for name in LEGS}
        parts["rest"] = wall[-1] - sum(parts.values())
        for name, value in parts.items():
            stages.setdefault(name, []).append(value)
    return {
        "question_median_ms": round(statistics.median(wall), 1),
        "question_p95_ms": round(percentile(wall, 0.95), 1),
        "question_cpu_median_ms": round(statistics.median(cpu), 1),
        "question_stages_ms": {name: round(statistics.median(v), 2) for name, v in stages.items()},
        "question_others_cores": watch.figures().get("others_cores"),
        "reference_ms": reference,
        "question_median_in_references": round(statistics.median(wall) / reference, 2),
    }


def cold_ask_seconds(home: Path, question: str) -> float:
    """Wall time of ``planqa ask`` in a process of its own, the best of three (files are in memory then)."""
    return round(min(timed(planqa("ask", question, "--home", str(home)))[0] for _ in range(3)), 2)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` (0 to 1) of ``values`` lie.

    >>> percentile([5.0, 1.0, 3.0, 2.0], 0.5)
    3.0
    """
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
