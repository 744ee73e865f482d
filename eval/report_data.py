"""A run as the report shows it, and the small HTML that every section uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from eval.charts import percent
from eval.judgement import Judgement
from eval.run_folder import StoredRun
from eval.svg import colour, dash


@dataclass(frozen=True, slots=True)
class ReportRun:
    """A stored run under the ``name`` that the report gives it, with its judgements."""

    name: str
    stored: StoredRun
    judgements: Sequence[Judgement]

    @property
    def figures(self) -> dict[str, Any]:
        """The figures of the run."""
        return dict(self.stored.figures)


def section(anchor: str, title: str, lead: str, *parts: str) -> str:
    """A section with a heading and a sentence that says what to see. ``lead`` and ``parts`` are HTML."""
    return (
        f'<section id="{anchor}"><h2>{escape(title)}</h2><p class="lead">{lead}</p>{"".join(parts)}</section>'
    )


def legend(runs: Sequence[ReportRun]) -> str:
    """The runs with their colours and dashes; nothing for a single run."""
    if len(runs) == 1:
        return ""
    items = [
        f'<li><svg viewBox="0 0 28 8"><path d="M0 4H28" stroke="{colour(place)}" '
        f'stroke-dasharray="{dash(place)}"/></svg>{escape(run.name)}</li>'
        for place, run in enumerate(runs)
    ]
    return f'<ul class="legend">{"".join(items)}</ul>'


def table(head: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """A table; cells are HTML. It scrolls by itself where the page is narrow."""
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    inner = f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="scroll"><table class="{kind}">{inner}</table></div>'


def figure_text(figure: dict[str, Any], digits: int = 1) -> str:
    """``97.1%`` with its interval in small print."""
    if figure["value"] is None:
        return "—"
    ends = f"{percent(figure['low'])}–{percent(figure['high'])}"
    return f"{percent(figure['value'], digits)}<small> {ends}</small>"
