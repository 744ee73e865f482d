"""The report: one self-contained HTML page on one or several runs, for readers who don't program."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from string import Template

from eval.judgement import judge
from eval.report_data import ReportRun
from eval.report_misses import misses_section
from eval.report_plots import (
    abstention_section,
    latency_section,
    recall_section,
    sources_section,
    types_section,
)
from eval.report_tables import comparison_section, facts_section, headline, reading_section, summary_cards
from eval.run_folder import StoredRun
from ingest.errors import BadInput

MOST_RUNS = 7
"""More lines in one plot can't be told apart."""


def report_page(runs: Sequence[StoredRun], title: str = "检索评测报告") -> str:
    """Return the page. The first run is the one that others are held against.

    Raises :class:`BadInput` for no run or more than :data:`MOST_RUNS`.
    """
    if not 1 <= len(runs) <= MOST_RUNS:
        raise BadInput(
            f"一份报告可放 1 到 {MOST_RUNS} 次运行，给了 {len(runs)} 次", remedy="请减少运行的个数"
        )
    shown = [ReportRun(name, run, [judge(*pair) for pair in run.pairs]) for name, run in _named(runs)]
    sections = [
        summary_cards(shown),
        comparison_section(shown),
        recall_section(shown),
        types_section(shown),
        sources_section(shown),
        abstention_section(shown),
        latency_section(shown),
        misses_section(shown),
        reading_section(),
        facts_section(shown),
    ]
    folder = files("eval") / "web"
    page = Template((folder / "report.html").read_text(encoding="utf-8"))
    return page.substitute(
        title=title,
        style=(folder / "report.css").read_text(encoding="utf-8"),
        headline=headline(shown),
        body="\n".join(section for section in sections if section),
    )


def _named(runs: Sequence[StoredRun]) -> list[tuple[str, StoredRun]]:
    """Names that tell the runs apart: those that come twice get a number."""
    names = [run.name for run in runs]
    return [
        (f"{run.name}（{place}）" if names.count(run.name) > 1 else run.name, run)
        for place, run in enumerate(runs, start=1)
    ]
