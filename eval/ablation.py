"""Every named configuration on the same questions: what is each part of the system worth?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.compare import compare
from eval.configurations import Configuration
from eval.engines import Engines
from eval.questions import Question
from eval.run_folder import StoredRun
from eval.running import run_set
from eval.summary import RETRIEVAL


def ablate(
    engines: Engines,
    questions: Sequence[Question],
    set_name: str,
    configurations: Sequence[Configuration],
    *,
    step: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Return ``{"about": …, "rows": […]}``: one row a configuration, held against the first one.

    A row has ``name``, ``title``, ``passages`` (count), ``overall`` (:data:`RETRIEVAL`),
    ``paraphrase_R@5``, ``auroc``, ``median_ms``, and ``against`` the first configuration: for R@5, MRR@10
    and all@5 the ``difference`` and ``p`` (paired, not adjusted for the number of rows). The confidence is
    that of the shipped calibration, which fits the shipped signals only.
    """
    first: StoredRun | None = None
    rows = []
    for configuration in configurations:
        engine = engines.get(configuration)
        stored = run_set(engine, questions, set_name, configuration, step=step, locate=False)
        first = first or stored
        rows.append(_row(configuration, stored, first))
    about = dict(first.about) if first else {}
    about.pop("settings", None)
    return {"about": about, "rows": rows}


def _row(configuration: Configuration, run: StoredRun, first: StoredRun) -> dict[str, Any]:
    index = run.about["index"] or {}
    return {
        "name": configuration.name,
        "title": configuration.title,
        "passages": index.get("counts", {}).get("passages"),
        "overall": {name: run.figures["overall"][name] for name in RETRIEVAL},
        "paraphrase_R@5": run.figures["by_type"].get("paraphrase", {}).get("R@5"),
        "auroc": run.figures["abstention"]["auroc"],
        "median_ms": run.figures["latency_ms"]["median"],
        "against": None if run is first else _against(first, run),
    }


def _against(first: StoredRun, run: StoredRun) -> dict[str, Any]:
    rows = {row.name: row for row in compare(first, run).rows}
    return {
        name: {"difference": asdict(rows[name].difference), "p": rows[name].p}
        for name in ("R@5", "MRR@10", "all@5")
        if name in rows
    }


def ablation_markdown(result: Mapping[str, Any], source: str) -> str:
    """Return the page that quotes the figures; ``source`` is the JSON file they stand in."""
    about = result["about"]
    head = ["configuration", "", *RETRIEVAL, "paraphrase R@5", "Δ MRR@10 [95 %]", "p"]
    lines = [
        "# What each part is worth",
        "",
        f"Question set `{about['set']['name']}` ({about['set']['questions']} questions), "
        f"{about['index']['counts']['documents']} documents, model {about['index']['model']['name']}, "
        f"{about['date'][:10]}. Written by `planqa eval ablate`; all figures stand in `{source}` with their "
        "intervals.",
        "",
        f"| {' | '.join(head)} |",
        f"|{'|'.join(['---'] * 2 + ['---:'] * (len(head) - 2))}|",
        *(_line(row) for row in result["rows"]),
        "",
        "Δ is the difference from the first row with its paired bootstrap interval, p a paired randomisation "
        "test, not adjusted for the number of rows.",
        "",
    ]
    return "\n".join(lines)


def _line(row: Mapping[str, Any]) -> str:
    figures = [_share(row["overall"][name]["value"]) for name in RETRIEVAL]
    against = row["against"]
    paraphrase = row["paraphrase_R@5"]
    change = ["", ""]
    if against:
        gap, p = against["MRR@10"]["difference"], against["MRR@10"]["p"]
        change = [
            f"{gap['value']:+.3f} [{gap['low']:+.3f}, {gap['high']:+.3f}]",
            "<.001" if p < 0.001 else _share(p),
        ]
    cells = [
        f"`{row['name']}`",
        row["title"],
        *figures,
        _share(paraphrase["value"]) if paraphrase else "",
        *change,
    ]
    return f"| {' | '.join(cells)} |"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".removeprefix("0")
