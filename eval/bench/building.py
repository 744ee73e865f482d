"""Reading, building, rebuilding; the index's size."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.bench.commands import Figures, planqa, timed
from eval.bench.machine import Stopwatch


def reading_figures(documents: Path) -> Figures:
    """Megabytes of plain text read and structured a second, on one core."""
    from ingest.files import find_files, read_file

    files = find_files([documents])
    size = sum(file.stat().st_size for file in files)
    best = min(_read_all(files, read_file) for _ in range(3))
    return {"reading_mb_per_s": round(size / 1e6 / best, 2)}


def build_figures(documents: Path, home: Path) -> Figures:
    """Build from an empty cache (the model is unpacked before), then again with nothing changed."""
    command = planqa("build", str(documents), "--home", str(home), "--json")
    watch = Stopwatch(_children_seconds)
    first, output = timed(command)
    taken = watch.figures()
    again, _ = timed(command)
    return {
        "build_empty_s": round(first, 2),
        "build_empty_cpu_s": taken["cpu_s"],
        "build_empty_others_cores": taken.get("others_cores"),
        "build_unchanged_s": round(again, 2),
        "build_stages_s": {name: round(value, 2) for name, value in json.loads(output)["seconds"].items()},
    }


def size_figures(home: Path) -> Figures:
    """Size of the current generation, in all, for each passage and for each of its parts."""
    from index.generation import open_current

    generation = open_current(home)
    sizes = {
        str(file.relative_to(generation.path)): file.stat().st_size
        for file in generation.path.rglob("*")
        if file.is_file()
    }
    count = generation.counts["passages"]
    total = sum(sizes.values())
    parts: dict[str, int] = {}
    for name, size in sizes.items():
        part = name.split("/")[0]
        parts[part] = parts.get(part, 0) + size
    return {
        "passages": count,
        "index_mib": round(total / 1048576, 1),
        "index_kib_per_passage": round(total / 1024 / count, 1),
        "index_bytes_per_passage": round(total / count),
        "index_parts_bytes_per_passage": {name: round(size / count) for name, size in sorted(parts.items())},
    }


def _read_all(files: Sequence[Path], read: Any) -> float:
    started = time.perf_counter()
    for file in files:
        read(file)
    return time.perf_counter() - started


def _children_seconds() -> float:
    """Processor time of the processes that were started here and have ended (seconds)."""
    times = os.times()
    return times.children_user + times.children_system
