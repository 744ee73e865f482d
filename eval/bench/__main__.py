"""``python -m eval.bench --documents DIR [--questions FILE] [--output FILE]``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from eval.bench import asking, building, large_text, serving
from eval.bench.machine import machine
from eval.bench.wordings import split
from eval.questions import load_labels
from eval.snapshot import code_version, load

AIMS: Mapping[str, float] = {
    "build_empty_s": 60.0,
    "build_unchanged_s": 5.0,
    "index_bytes_per_passage": 25_000,
    "question_median_ms": 20.0,
    "question_p95_ms": 40.0,
    "http_16_clients_workers_per_s": 100.0,
    "server_resident_mib": 1536.0,
    "ready_s": 10.0,
    "reading_large_cpu_mb_per_s": 2.0,
    "reading_large_peak_ratio": 16.0,
    "cold_ask_s": 3.0,
}
"""What the project aims at on two idle cores. All are upper bounds but what is done a second."""

AT_LEAST = frozenset({"http_16_clients_workers_per_s", "reading_large_cpu_mb_per_s"})


def main(
    documents: Annotated[Path, typer.Option(help="Folder to index")] = Path("samples/documents"),
    questions: Annotated[Path | None, typer.Option(help="Question set to ask")] = None,
    output: Annotated[Path | None, typer.Option(help="Write the figures here")] = None,
    port: Annotated[int, typer.Option(help="Local port for the server; 0: a free one")] = 0,
    home: Annotated[Path | None, typer.Option(help="An index that is there already: no build")] = None,
) -> None:
    """Measure this machine and print the figures. Other work on it makes them worse: the share of the cores
    that others kept busy stands beside each."""
    texts = [item.question for item in load_labels(questions or _questions_for(documents))]
    before = machine()
    figures = _all_figures(documents, texts, port, home)
    report = {
        "taken": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": before | {"load_after": load()},
        "code": code_version(),
        "documents": [file.name for file in sorted(documents.iterdir())] if documents.is_dir() else [],
        "questions": len(texts),
        "figures": figures,
    }
    print(f"load before {before['load_before']}, after {load()}, {before['cores']} cores")
    for name, value in figures.items():
        print(f"{name:34} {value}{verdict(name, value)}")
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def verdict(name: str, value: Any) -> str:
    """Say whether a figure is within its aim; empty where there is none.

    >>> verdict("cold_ask_s", 3.5), verdict("cold_ask_s", 2.0), verdict("passages", 7)
    ('   (aim 3, MISSED)', '   (aim 3)', '')
    """
    if name not in AIMS:
        return ""
    aim = AIMS[name]
    met = value >= aim if name in AT_LEAST else value <= aim
    return f"   (aim {aim:g}{'' if met else ', MISSED'})"


def _all_figures(documents: Path, texts: list[str], port: int, home: Path | None) -> dict[str, Any]:
    from index.bundled import bundled_folder

    warming, measured = split(texts)
    with TemporaryDirectory(prefix="planqa-bench-") as folder:
        figures: dict[str, Any] = {}
        if home is None:
            home = Path(folder)
            bundled_folder(home)
            figures |= building.reading_figures(documents)
            figures |= large_text.large_text_figures(documents)
            figures |= building.build_figures(documents, home)
        figures |= building.size_figures(home)
        figures["cold_ask_s"] = asking.cold_ask_seconds(home, texts[0])
        figures |= serving.server_figures(home, warming, measured, port)
        return figures | asking.question_figures(home, warming, measured)


def _questions_for(documents: Path) -> Path:
    """The question set that lies beside a folder of documents."""
    for place in (documents.parent / "questions" / "dev.jsonl", documents.parent / "questions.jsonl"):
        if place.is_file():
            return place
    return Path("samples/questions.jsonl")


if __name__ == "__main__":
    typer.run(main)
