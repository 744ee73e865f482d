"""The figures that the README quotes, from the files that commands wrote: ``python -m eval.figures``.

``--run FOLDER`` first takes the figures of a stored run (``planqa eval run SET -o FOLDER``) into
``docs/figures/dev.json``, or into another file there with ``--into``, without the questions' text.
``--check`` writes nothing and exits with 1 where the README says something else than the files.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

FOLDER: Final = Path("docs/figures")
README: Final = Path("README.md")
BEGIN: Final = "<!-- figures:begin -->"
END: Final = "<!-- figures:end -->"

KEPT: Final = ("questions", "answerable", "overall", "by_type", "abstention", "draft_check", "latency_ms")
"""Parts of a run's summary that hold figures only."""

_RETRIEVAL: Final = ("R@1", "R@5", "MRR@10", "all@5", "b1000")
_BENCH: Final = (
    ("build_empty_s", "Build from an empty cache, five files", "s"),
    ("build_unchanged_s", "Build with nothing changed", "s"),
    ("question_median_ms", "Warm question, median", "ms"),
    ("question_p95_ms", "Warm question, 95th percentile", "ms"),
    ("http_median_ms", "The same over HTTP, one client", "ms"),
    ("http_16_clients_workers_per_s", "Questions a second, 16 clients over HTTP, a process a core", ""),
    ("cold_ask_s", "`planqa ask` in a new process", "s"),
    ("ready_s", "`planqa serve` until ready", "s"),
    ("server_resident_mib", "Server's resident memory, mapped files included", "MiB"),
    ("index_kib_per_passage", "Index on disk, a passage", "KiB"),
    ("reading_mb_per_s", "Reading and structuring text, one core", "MB/s"),
)


def take(run: Path) -> dict[str, Any]:
    """Return the figures of a stored run without any question's text."""
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    about = {
        name: value for name, value in summary["about"].items() if name not in ("home", "questions_path")
    }
    return {"about": about} | {name: summary[name] for name in KEPT}


def render(folder: Path) -> str:
    """Return the README's block: retrieval with its intervals, abstention, structure, speed."""
    dev = json.loads((folder / "dev.json").read_text(encoding="utf-8"))
    bench = json.loads((folder / "bench.json").read_text(encoding="utf-8"))
    structure = json.loads((folder / "structure.json").read_text(encoding="utf-8"))
    return "\n".join([_retrieval(dev), "", _abstention(dev), "", _structure(structure), "", _bench(bench)])


def _retrieval(dev: dict[str, Any]) -> str:
    rows = {"all": dev["overall"], "paraphrase": dev["by_type"].get("paraphrase", {})}
    lines = ["| questions | " + " | ".join(_RETRIEVAL) + " |", "|---" * (len(_RETRIEVAL) + 1) + "|"]
    for name, figures in rows.items():
        cells = [_interval(figures[metric]) for metric in _RETRIEVAL if metric in figures]
        lines.append(f"| {name} ({figures['R@1']['n']}) | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _interval(figure: dict[str, Any]) -> str:
    return f"{_short(figure['value'])} [{_short(figure['low'])}, {_short(figure['high'])}]"


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _abstention(dev: dict[str, Any]) -> str:
    figures = dev["abstention"]
    auroc, refused, wrongly = figures["auroc"], figures["refused"], figures["wrongly_refused"]
    return (
        f"Abstention: AUROC {_interval(auroc)}; at the shipped threshold {_short(refused['value'])} of "
        f"the unanswerable questions are refused, {_short(wrongly['value'])} of the answerable ones wrongly. "
        "The weights and the calibration were fitted on this set: cross-validated figures stand in "
        "[docs/evaluation.md](docs/evaluation.md)."
    )


def _structure(structure: dict[str, Any]) -> str:
    parts = []
    for item in structure["files"]:
        if outline := item.get("outline"):
            parts.append(f"{item['file']}: F1 {outline['f1']:.3f}, parents {outline['parent_accuracy']:.3f}")
    return "Headings against the gold outlines: " + "; ".join(parts) + "."


def _bench(bench: dict[str, Any]) -> str:
    machine = bench["machine"]
    lines = ["| speed and size | |", "|---|---|"]
    lines += [f"| {label} | {bench['figures'][key]} {unit}".rstrip() + " |" for key, label, unit in _BENCH]
    lines.append("")
    lines.append(
        f"Taken on {bench['taken']} with {machine['cores']} cores of {machine['processor']}, "
        f"{machine['memory_gib']} GiB, load {machine['load_before']} before the start."
    )
    return "\n".join(lines)


def main(
    run: Annotated[Path | None, typer.Option(help="A stored run to take the figures of")] = None,
    into: Annotated[str, typer.Option(help="The file in docs/figures to take them into")] = "dev.json",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 where the README differs")
    ] = False,
) -> None:
    """Bring the README's figures up to date."""
    if run:
        (FOLDER / into).write_text(
            json.dumps(take(run), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    wanted = f"{before}{BEGIN}\n{render(FOLDER)}\n{END}{after}"
    if check:
        sys.exit(0 if wanted == text else 1)
    README.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
