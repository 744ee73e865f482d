"""The tables of ``docs/speed.md``, from the benchmarks' files: ``python -m eval.bench.page``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typer

from eval.bench.__main__ import AIMS, AT_LEAST
from eval.figures import BEGIN, END

PAGE: Final = Path("docs/speed.md")
BENCH: Final = Path("docs/figures/bench.json")
WAYS: Final = Path("docs/figures/ways.json")

ROWS: Final = (
    ("question_median_ms", "Warm question, median (ms)"),
    ("question_p95_ms", "Warm question, 95th percentile (ms)"),
    ("question_cpu_median_ms", "Its processor time, median (ms)"),
    ("question_median_in_references", "Its median in units of the fixed calculation"),
    ("http_median_ms", "The same over HTTP, one client, median (ms)"),
    ("http_16_clients_per_s", "Questions a second, 16 clients, one process"),
    ("http_16_clients_workers_per_s", "The same as `planqa serve` starts: a process for each core"),
    ("http_16_clients_p95_ms", "95th percentile with 16 clients, one process (ms)"),
    ("http_16_clients_server_cpu_ms", "Server's processor time a question (ms)"),
    ("http_16_clients_client_cpu_ms", "Clients' processor time a question, same cores (ms)"),
    ("http_16_clients_others_cores", "Cores that other programs kept busy meanwhile"),
    ("build_empty_s", "Build from an empty cache (s)"),
    ("build_empty_cpu_s", "Its processor time (s)"),
    ("build_unchanged_s", "Build with nothing changed (s)"),
    ("index_bytes_per_passage", "Index, bytes a passage"),
    ("cold_ask_s", "`planqa ask` in a process of its own (s)"),
    ("ready_s", "`planqa serve --workers 1` until ready (s)"),
    ("server_resident_mib", "Its resident memory, mapped files included (MiB)"),
    ("server_without_mapped_files_mib", "The same without mapped files (MiB)"),
)

PARTS: Final = (
    ("question_stages_ms", "Parts of a question, medians (ms)"),
    ("build_stages_s", "Stages of a build (s)"),
    ("index_parts_bytes_per_passage", "Parts of the index, bytes a passage"),
)


def render(bench: Mapping[str, Any], ways: Mapping[str, Any]) -> str:
    """Return the page's block: figures with their aims, what they are made of, ways beside ways."""
    figures, machine = bench["figures"], bench["machine"]
    lines = ["| | measured | aim |", "|---|---|---|"]
    lines += [f"| {label} | {figures.get(key, '–')} | {_aim(key)} |" for key, label in ROWS]
    for key, label in PARTS:
        parts = figures.get(key) or {}
        lines += ["", f"{label}: " + (", ".join(f"{name} {value}" for name, value in parts.items()) or "–")]
    after = machine.get("load_after", "–")
    lines += [
        "",
        f"Taken on {bench['taken']}, {machine['cores']} cores of {machine['processor']}, load "
        f"{machine['load_before']} before and {after} after.",
        "",
        "| processor time, in turns | ms | ratio |",
        "|---|---|---|",
    ]
    for name, taken in ways["cpu_ms"].items():
        lines.append(f"| **{name}** | | |")
        first = next(iter(taken.values()))
        lines += [f"| {way} | {value} | {value / first:.2f} |" for way, value in taken.items()]
    lines += ["", f"Taken on {ways['taken']}, load {ways['machine']['load_before']} before."]
    return "\n".join(lines)


def quoted(folder: Path) -> str:
    """Return the block as the files under ``folder`` (the repository) give it."""
    bench, ways = (json.loads((folder / path).read_text(encoding="utf-8")) for path in (BENCH, WAYS))
    return render(bench, ways)


def _aim(key: str) -> str:
    if key not in AIMS:
        return ""
    return f"{'≥' if key in AT_LEAST else '≤'} {AIMS[key]:,g}"


def main() -> None:
    """Put the figures of the files into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{quoted(Path())}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
