"""The report's sections with plots."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from eval.charts import bars_chart, latency_chart, percent, recall_chart, risk_chart, trade_chart
from eval.curves import (
    Point,
    answer_items,
    confidences,
    deepest_rank,
    recall_curve,
    risk_coverage,
    trade_off,
)
from eval.questions import QUESTION_TYPES
from eval.report_data import ReportRun, legend, section
from eval.tables import STATES

_NONE = {"value": None, "low": None, "high": None, "n": 0}


def recall_section(runs: Sequence[ReportRun]) -> str:
    """The recall curves."""
    curves = [(run.name, recall_curve(run.judgements, deepest_rank(run.judgements))) for run in runs]
    first = curves[0][1]
    if not first or first[0].value is None:
        return ""
    five = first[min(5, len(first)) - 1]
    lead = (
        f"只看第 1 条，{percent(first[0].value)} 的问题能找到依据；看前 {min(5, len(first))} 条，"
        f"{percent(five.value)}。曲线越早升高，越不用往下翻。"
    )
    shade = '<p class="hint">浅色带为 95% 置信区间。</p>' if len(runs) == 1 else ""
    return section("recall", "看前几条能找到依据", lead, legend(runs), recall_chart(curves), shade)


def types_section(runs: Sequence[ReportRun]) -> str:
    """R@5 by class of question."""
    groups = [name for name in QUESTION_TYPES if name in runs[0].figures["by_type"]]
    lead = "前 5 条含有依据的比例，按问题的类型分。细线为 95% 置信区间：题数少的类型，区间很宽，不宜细比。"
    return _groups_section("types", "哪类问题答得好", lead, runs, groups, "by_type", QUESTION_TYPES)


def sources_section(runs: Sequence[ReportRun]) -> str:
    """R@5 by the file that holds the evidence."""
    groups = list(runs[0].figures["by_source"])
    if len(groups) < 2:
        return ""
    lead = "前 5 条含有依据的比例，按依据所在的文件分。某个文件明显偏低，往往是这个文件没有读好。"
    return _groups_section("sources", "哪些文件查得准", lead, runs, groups, "by_source", {})


def _groups_section(
    anchor: str,
    title: str,
    lead: str,
    runs: Sequence[ReportRun],
    groups: Sequence[str],
    key: str,
    names: dict[str, str],
) -> str:
    def count(group: str) -> int:
        return int(runs[0].figures[key][group]["R@5"]["n"])

    labels = [(_short(names.get(group, group)), count(group)) for group in groups]
    bars = [
        (run.name, [run.figures[key].get(group, {}).get("R@5", _NONE) for group in groups]) for run in runs
    ]
    return section(anchor, title, lead, legend(runs), bars_chart(labels, bars))


def abstention_section(runs: Sequence[ReportRun]) -> str:
    """Risk against coverage, and false answers against false refusals."""
    risks: list[tuple[str, list[Point], Point | None]] = []
    trades: list[tuple[str, list[Point], Point | None]] = []
    for run in runs:
        items = answer_items(run.judgements)
        positive, negative = confidences(run.judgements)
        if not positive or not negative:
            continue
        figures = run.figures["abstention"]
        shipped = (figures["wrongly_refused"]["value"], 1 - figures["refused"]["value"])
        risks.append((run.name, risk_coverage(items), _shipped_risk(run)))
        trades.append((run.name, trade_off(positive, negative), shipped))
    if not risks:
        return ""
    figures = runs[0].figures["abstention"]
    lead = (
        f"文件里没有答案的 {figures['refused']['n']} 道题，"
        f"有 {percent(figures['refused']['value'])} 被如实拒答；"
        f"有答案的题里 {percent(figures['wrongly_refused']['value'])} 被误拒。"
        f"置信度把两类题分开的能力（AUROC）为 {figures['auroc']['value']:.2f}，1 为完全分开，0.5 等于乱猜。"
    )
    plots = (
        f'<div class="pair"><figure>{risk_chart(risks)}<figcaption>风险与覆盖：拒答得多一些，'
        "答出来的就更可靠。“答错”指没有答案却作答，或前 5 条没有依据；大圆点为现行阈值。"
        f"</figcaption></figure><figure>{trade_chart(trades)}<figcaption>误拒与误答：线上每一点是一个阈值，"
        "越靠左下角越好，大圆点为现行阈值。</figcaption></figure></div>"
    )
    return section("abstention", "没有答案时，会不会直说", lead, legend(runs), plots)


def _shipped_risk(run: ReportRun) -> Point | None:
    asked = [item for item in run.judgements if not item.question.is_draft]
    answered = [item for item in asked if item.record.answerable]
    if not answered:
        return None
    wrong = sum(item.first_rank is None or item.first_rank > 5 for item in answered)
    return len(answered) / len(asked), wrong / len(answered)


def latency_section(runs: Sequence[ReportRun]) -> str:
    """How long answers take."""
    timed = [(run.name, [i.record.ms for i in run.judgements if i.record.ms is not None]) for run in runs]
    shown = [(name, values) for name, values in timed if values]
    if not shown:
        return ""
    figures: dict[str, Any] = runs[0].figures["latency_ms"]
    lead = ""
    if figures["n"]:
        lead = f"一半的问题在 {figures['median']:.0f} 毫秒内答完，95% 在 {figures['p95']:.0f} 毫秒内。"
    load, cores = runs[0].stored.about.get("load"), runs[0].stored.about["machine"]["cores"]
    busy = ""
    if load is not None and cores and load > cores:
        told = f"运行时机器繁忙（{cores} 个核心，负载 {load:g}），耗时偏高，不宜作为性能数字。"
        busy = f'<p class="hint warn">{told}</p>'
    return section("latency", "答得快不快", lead, legend(runs), latency_chart(shown), busy)


def whereabouts_bar(run: ReportRun) -> str:
    """Where the missing evidence was, as one line of words."""
    counts = run.figures.get("whereabouts")
    if not counts:
        return ""
    items = "".join(f"<li><b>{count}</b>{escape(STATES[state])}</li>" for state, count in counts.items())
    return f'<p class="lead">前 5 条里缺的原文，其实在哪里：</p><ul class="states">{items}</ul>'


def _short(name: str, longest: int = 14) -> str:
    """A name that fits beside a bar; of a file's name the end says least."""
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
