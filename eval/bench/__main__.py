"""``python -m eval.bench --documents DIR [--questions FILE] [--output FILE]``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from eval.bench import steps
from eval.bench.machine import machine
from eval.questions import load_questions

LIMITS = {
    "build_empty_s": 90.0,
    "build_unchanged_s": 5.0,
    "question_median_ms": 60.0,
    "server_resident_mib": 1536.0,
    "ready_s": 10.0,
    "cold_ask_s": 3.0,
}
"""What the project promises on two cores: a figure above its limit is marked."""


def main(
    documents: Annotated[Path, typer.Option(help="Folder to index")] = Path("samples/documents"),
    questions: Annotated[Path | None, typer.Option(help="Question set to ask")] = None,
    output: Annotated[Path | None, typer.Option(help="Write the figures here")] = None,
    port: Annotated[int, typer.Option(help="Free local port")] = 8765,
) -> None:
    """Measure this machine and print the figures."""
    from index.bundled import bundled_folder

    chosen = questions or _questions_for(documents)
    texts = [item.question for item in load_questions(chosen)]
    with TemporaryDirectory(prefix="planqa-bench-") as folder:
        home = Path(folder)
        bundled_folder(home)
        figures = {
            **steps.reading_figures(documents),
            **steps.build_figures(documents, home),
            **steps.size_figures(home),
            "cold_ask_s": steps.cold_ask_seconds(home, texts[0]),
            **steps.server_figures(home, texts, port),
            **steps.question_figures(home, texts),
        }
    report = {
        "taken": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": machine(),
        "documents": [file.name for file in sorted(documents.iterdir())] if documents.is_dir() else [],
        "questions": len(texts),
        "figures": figures,
    }
    for name, value in figures.items():
        limit = LIMITS.get(name)
        mark = "" if limit is None else f"   (limit {limit:g}{'' if value <= limit else ', MISSED'})"
        print(f"{name:32} {value}{mark}")
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _questions_for(documents: Path) -> Path:
    """The question set that lies beside a folder of documents."""
    for place in (documents.parent / "questions" / "dev.jsonl", documents.parent / "questions.jsonl"):
        if place.is_file():
            return place
    return Path("samples/questions.jsonl")


if __name__ == "__main__":
    typer.run(main)
