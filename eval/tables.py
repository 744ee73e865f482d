"""Figures as tables for the terminal (:mod:`rich`); reads the dictionaries of the scorers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.questions import QUESTION_TYPES
from eval.summary import RETRIEVAL

KINDS = {
    "top5": "前5条无原文",
    "partial": "前5条不全",
    "not-refused": "该拒未拒",
    "wrongly-refused": "误拒",
    "unnamed": "未指出改动",
    "false-alarm": "误报",
}
"""Kinds of :func:`eval.summary.misses` in Chinese."""

STATES = {
    "ranked": "排在后面",
    "collapsed": "并入重复段落",
    "candidate": "候选中排五十名后",
    "outside": "未进入候选",
    "split": "切在几段里",
    "unread": "不在读出的文字里",
}
"""States of :mod:`eval.whereabouts` in Chinese."""


def summary_tables(summary: Mapping[str, Any]) -> RenderableType:
    """Return overall, per-class and per-source tables of a :func:`eval.summary.summarise` result."""
    return Group(
        Text(f"共 {summary['questions']} 题，其中 {summary['answerable']} 题有答案"),
        _retrieval(summary),
        Text("检索各项的分母是全部有答案的题，含 cite 和 misquote；拒答各项不含这两类", style="dim"),
        _checks(summary),
        *_whereabouts(summary),
        _latency(summary["latency_ms"]),
    )


def miss_table(summary: Mapping[str, Any]) -> RenderableType:
    """Return one row for each question that went wrong somehow."""
    table = Table(title=f"待查 {len(summary['misses'])} 题")
    for name in ("编号", "类型", "名次", "all@5", "情形", "原文的下落", "问题"):
        table.add_column(name, overflow="fold")
    for miss in summary["misses"]:
        table.add_row(
            Text(miss["id"]),
            miss["type"],
            "—" if miss["rank"] is None else str(miss["rank"]),
            number(miss["all@5"]),
            "、".join(KINDS[kind] for kind in miss["kinds"]),
            Text("；".join(place_text(place) for place in miss.get("places", ())) or "—"),
            Text(miss["question"]),
        )
    return table


def place_text(place: Mapping[str, Any]) -> str:
    """Return a :class:`eval.whereabouts.Place` in words.

    >>> place_text({"state": "ranked", "rank": 12, "passages": ["a"]})
    '排在后面（第 12 名）'
    """
    rank, state = place["rank"], place["state"]
    details = [f"{len(place['passages'])} 段"] if state == "split" else []
    if rank is not None:
        details.append(f"{'初选' if state == 'outside' else ''}第 {rank} 名")
    return STATES[state] + (f"（{'，'.join(details)}）" if details else "")


def number(value: float | None) -> str:
    """Return a share as ``.729``, 1 as ``1.000``, and ``—`` for none."""
    if value is None:
        return "—"
    return f"{value:.3f}".removeprefix("0")


def interval(figure: Mapping[str, Any]) -> str:
    """Return ``.729 [.66, .80]``."""
    if figure["value"] is None:
        return "—"
    return f"{number(figure['value'])} [{number(figure['low'])}, {number(figure['high'])}]"


def _retrieval(summary: Mapping[str, Any]) -> Table:
    table = Table(title="检索（方括号内为 95% 置信区间）")
    table.add_column("")
    table.add_column("题数", justify="right")
    for name in RETRIEVAL:
        table.add_column(name, justify="right")
    overall = summary["overall"]
    table.add_row("全部", str(summary["answerable"]), *(number(overall[name]["value"]) for name in RETRIEVAL))
    table.add_row("", "", *(f"[dim]{_ends(overall[name])}[/dim]" for name in RETRIEVAL), end_section=True)
    for key in ("by_type", "by_source"):
        rows = list(summary[key].items())
        for place, (name, figures) in enumerate(rows, start=1):
            label = f"{name} {QUESTION_TYPES[name]}" if key == "by_type" else name
            cells = (number(figures[metric]["value"]) for metric in RETRIEVAL)
            count = str(figures[RETRIEVAL[0]]["n"])
            table.add_row(Text(label), count, *cells, end_section=place == len(rows))
    return table


def _whereabouts(summary: Mapping[str, Any]) -> list[RenderableType]:
    counts = summary.get("whereabouts")
    if not counts:
        return []
    shares = "，".join(f"{STATES[state]} {count}" for state, count in counts.items())
    return [Text(f"前 5 条没有的原文（条）：{shares}")]


def _ends(figure: Mapping[str, Any]) -> str:
    return "" if figure["value"] is None else f"{number(figure['low'])}–{number(figure['high'])}"


def _checks(summary: Mapping[str, Any]) -> Table:
    table = Table(title="拒答与核对")
    table.add_column("")
    table.add_column("值 [95% 区间]", justify="right")
    table.add_column("题数", justify="right")
    rows = {
        "置信度 AUROC（有答案对无答案）": summary["abstention"]["auroc"],
        "无答案题被拒（越高越好）": summary["abstention"]["refused"],
        "有答案题误拒（越低越好）": summary["abstention"]["wrongly_refused"],
        "误引：指出改动的事实": summary["draft_check"]["named"],
        "误引：有任何提示": summary["draft_check"]["flagged"],
        "真引文误报（越低越好）": summary["draft_check"]["false_alarms"],
    }
    for label, figure in rows.items():
        table.add_row(label, Text(interval(figure)), str(figure["n"]))
    return table


def _latency(figures: Mapping[str, Any]) -> Text:
    if not figures["n"]:
        return Text("耗时：未记录")
    return Text(f"耗时：中位数 {figures['median']:.1f} 毫秒，95% 分位 {figures['p95']:.1f} 毫秒")
