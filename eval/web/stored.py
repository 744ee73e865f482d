"""The runs that are kept under a home, as the service shows them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from eval.gold_files import read_json
from eval.run_folder import SUMMARY
from eval.snapshot import FORMAT
from eval.web.schemas import RunCard, RunView
from ingest.errors import BadInput, NotFound

RUNS = "runs"
"""Folder of a home that holds the runs, where ``planqa eval run`` puts them too."""

LISTED = 50
"""Runs that a list shows, the newest."""

_SAFE = re.compile(r"\w[\w.\-]*")


def run_cards(home: Path) -> list[RunCard]:
    """Return the runs of ``home``, newest first; a folder that is no run is passed over."""
    cards = []
    for folder in (home / RUNS).glob("*/"):
        try:
            cards.append(_card(folder.name, _summary(folder)))
        except (BadInput, NotFound):
            continue
    return sorted(cards, key=lambda card: card.date, reverse=True)[:LISTED]


def run_folder(home: Path, run_id: str) -> Path:
    """Return the folder of a run. Raises NotFound for none, and for a name that leads elsewhere."""
    folder = home / RUNS / run_id
    if not _SAFE.fullmatch(run_id) or not (folder / SUMMARY).is_file():
        raise NotFound(f"没有编号为 {run_id[:80]} 的评测", remedy="编号见评测列表")
    return folder


def run_view(folder: Path) -> RunView:
    """Return the figures of the run in ``folder``. Raises BadInput for a run of another format."""
    summary = _summary(folder)
    return RunView.model_validate(
        {
            "run": _card(folder.name, summary),
            **{name: summary[name] for name in ("by_type", "abstention", "draft_check", "latency_ms")},
            "misses": summary["misses"],
        }
    )


def _summary(folder: Path) -> dict[str, Any]:
    if not (folder / SUMMARY).is_file():
        raise NotFound(f"这里没有评测结果：{folder.name}")
    summary = read_json(folder / SUMMARY)
    about = summary.get("about") if isinstance(summary, dict) else None
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise BadInput(f"评测结果的格式不认识：{folder.name}", remedy="请用当前版本重新运行")
    return dict(summary)


def _card(run_id: str, summary: dict[str, Any]) -> RunCard:
    about = summary["about"]
    return RunCard.model_validate(
        {
            "id": run_id,
            "name": about["name"],
            "date": about["date"],
            "set_name": about["set"]["name"],
            "questions": summary["questions"],
            "answerable": summary["answerable"],
            "generation": (about.get("index") or {}).get("generation"),
            "overall": summary["overall"],
        }
    )
