"""The report's plots. Each takes runs as (name, values) and gives one ``<svg>``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from eval.curves import shares_within
from eval.intervals import Figure
from eval.svg import Frame, Point, axes, band, colour, dot, line, note, svg

Named = Sequence[tuple[str, Any]]
NARROW = (440, 310)
"""Width and height of plots that stand in pairs, so that their letters are as large as the others'."""
FEWEST_COVERED = 0.05
"""Coverage from which risk is drawn: among a handful of questions one mistake is everything."""
_WHOLE = [(step / 5, f"{step * 20}%") for step in range(6)]


def percent(value: float | None, digits: int = 0) -> str:
    """Return a share as a percentage, ``—`` for none.

    >>> percent(0.971, 1), percent(None)
    ('97.1%', '—')
    """
    return "—" if value is None else f"{value * 100:.{digits}f}%"


def recall_chart(runs: Sequence[tuple[str, Sequence[Figure]]]) -> str:
    """Share of questions whose evidence is among the first k; with a single run its interval is shaded."""
    deepest = max((len(curve) for _, curve in runs), default=1)
    lowest = min((figure.low or 0.0 for _, curve in runs for figure in curve), default=0.0)
    floor = math.floor(lowest * 5) / 5 if lowest < 1 else 0.8
    frame = Frame((1, max(deepest, 2)), (floor, 1.0))
    ticks = [tick for tick in _WHOLE if tick[0] >= floor - 1e-9]
    if len(ticks) < 4:
        ticks = [(v / 20, f"{v * 5}%") for v in range(round(floor * 20), 21)]
    parts = [axes(frame, [(k, str(k)) for k in range(1, deepest + 1)], ticks, "看前几条", "其中有依据的问题")]
    for series, (name, curve) in enumerate(runs):
        points = [(float(k), figure.value or 0.0) for k, figure in enumerate(curve, start=1)]
        if len(runs) == 1:
            lows = [(k, figure.low or 0.0) for (k, _), figure in zip(points, curve, strict=True)]
            highs = [(k, figure.high or 0.0) for (k, _), figure in zip(points, curve, strict=True)]
            parts.append(band(frame, lows, highs, series))
        parts.append(line(frame, points, series))
        parts += [dot(frame, p, series, f"{name}：前 {p[0]:.0f} 条 {percent(p[1], 1)}") for p in points]
    return svg(frame, "召回曲线：看前几条与找到依据的问题所占的比例", *parts)


def bars_chart(
    labels: Sequence[tuple[str, int]], runs: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]
) -> str:
    """Horizontal bars with intervals: a row for each of ``labels`` (name, number of questions), a bar a run.

    Each run gives one ``{"value", "low", "high"}`` a label.
    """
    thick = 15 if len(runs) == 1 else 12
    step = len(runs) * (thick + 2) + 12
    frame = Frame((0.0, 1.0), (0.0, 1.0), 900, 34 + step * len(labels), 190, 56, 4, 30)
    parts = [axes(frame, _WHOLE, [], "", "")]
    for row, (label, count) in enumerate(labels):
        top = frame.top + row * step + 6
        middle = top + (step - 12) / 2
        parts.append(
            f'<text class="row" x="{frame.left - 10}" y="{middle + 4:.1f}" text-anchor="end">{escape(label)}'
            f'<tspan class="count"> {count} 题</tspan></text>'
        )
        for series, (name, figures) in enumerate(runs):
            parts.append(
                _bar(frame, figures[row], series, top + series * (thick + 2), thick, f"{name}，{label}")
            )
    return svg(frame, "各组的比例", *parts)


def _bar(frame: Frame, figure: Mapping[str, Any], series: int, top: float, thick: int, title: str) -> str:
    value = figure["value"]
    if value is None:
        return ""
    middle, end, whole = top + thick / 2, frame.x(value), frame.x(1) - frame.left
    told = f"{title}：{percent(value, 1)}（95% 区间 {percent(figure['low'])}–{percent(figure['high'])}）"
    return (
        f"<g><title>{escape(told)}</title>"
        f'<rect class="track" x="{frame.left}" y="{top:.1f}" width="{whole:.1f}" height="{thick}"/>'
        f'<rect x="{frame.left}" y="{top:.1f}" width="{max(end - frame.left, 0):.1f}" height="{thick}" '
        f'fill="{colour(series)}" rx="2"/>'
        f'<line class="whisker" x1="{frame.x(figure["low"]):.1f}" x2="{frame.x(figure["high"]):.1f}" '
        f'y1="{middle:.1f}" y2="{middle:.1f}"/></g>'
        f'<text class="value" x="{frame.x(1) + 10:.1f}" y="{middle + 4:.1f}">{percent(value)}</text>'
    )


def risk_chart(runs: Sequence[tuple[str, Sequence[Point], Point | None]]) -> str:
    """Risk against coverage: a line a run, and the point at which it is shipped."""
    runs = [(name, [p for p in points if p[0] >= FEWEST_COVERED], shipped) for name, points, shipped in runs]
    highest = max((y for _, points, _ in runs for _, y in points), default=0.0)
    ceiling = max(0.1, math.ceil(highest * 10 + 0.2) / 10)
    frame = Frame((0.0, 1.0), (0.0, min(ceiling, 1.0)), *NARROW)
    ticks = [(v, percent(v)) for v in _steps(frame.y_range[1])]
    parts = [axes(frame, _WHOLE, ticks, "作答的问题所占的比例", "作答的题里答错的")]
    for series, (name, points, shipped) in enumerate(runs):
        parts.append(line(frame, points, series))
        if shipped:
            told = f"{name}，现行阈值：作答 {percent(shipped[0], 1)}，其中答错 {percent(shipped[1], 1)}"
            parts.append(dot(frame, shipped, series, told, large=True))
            parts.append(_shipped_note(frame, shipped) if len(runs) == 1 else "")
    return svg(frame, "风险与覆盖：少答一些题，答错的就少一些", *parts)


def trade_chart(runs: Sequence[tuple[str, Sequence[Point], Point | None]]) -> str:
    """False answers against false refusals for every threshold; the nearer to the corner the better."""
    frame = Frame((0.0, 1.0), (0.0, 1.0), *NARROW)
    parts = [axes(frame, _WHOLE, _WHOLE, "误拒：有答案却拒答", "误答：无答案却作答")]
    corner = (frame.x(0.05), frame.y(0.05))
    parts.append(
        f'<rect class="goal" x="{frame.x(0):.1f}" y="{corner[1]:.1f}" width="{corner[0] - frame.x(0):.1f}" '
        f'height="{frame.y(0) - corner[1]:.1f}"/>' + note(corner[0] + 6, corner[1] + 4, "目标：两者都不过 5%")
    )
    for series, (name, points, shipped) in enumerate(runs):
        parts.append(line(frame, points, series, steps=True))
        if shipped:
            told = f"{name}，现行阈值：误拒 {percent(shipped[0], 1)}，误答 {percent(shipped[1], 1)}"
            parts.append(dot(frame, shipped, series, told, large=True))
            parts.append(_shipped_note(frame, shipped) if len(runs) == 1 else "")
    return svg(frame, "误拒与误答：各个阈值的取舍", *parts)


def _shipped_note(frame: Frame, point: Point) -> str:
    side, shift = ("end", -10) if point[0] > 0.75 else ("start", 10)
    return note(frame.x(point[0]) + shift, frame.y(point[1]) - 9, "现行阈值", anchor=side)


def latency_chart(runs: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Share of questions answered within so many milliseconds, on a logarithmic axis."""
    times = [max(time, 0.1) for _, values in runs for time in values]
    low = math.floor(math.log10(min(times)) * 2) / 2
    high = max(math.ceil(math.log10(max(times)) * 2) / 2, low + 0.5)
    frame = Frame((low, high), (0.0, 1.0))
    marks = [m * 10.0**e for e in range(math.floor(low), math.ceil(high) + 1) for m in (1, 2, 5)]
    ticks = [(math.log10(m), f"{m:g}") for m in marks if low - 1e-9 <= math.log10(m) <= high + 1e-9]
    parts = [axes(frame, ticks, _WHOLE, "毫秒（对数刻度）", "在此时间内答完的问题")]
    grid = [low + (high - low) * step / 120 for step in range(121)]
    for series, (name, values) in enumerate(runs):
        points = list(zip(grid, shares_within(values, [10**g for g in grid]), strict=True))
        parts.append(line(frame, points, series))
        for share, label in ((0.5, "一半"), (0.95, "95%")):
            value = float(np.percentile(values, share * 100))
            parts.append(
                dot(
                    frame,
                    (math.log10(max(value, 0.1)), share),
                    series,
                    f"{name}：{label}在 {value:.0f} 毫秒内",
                )
            )
            if len(runs) == 1:
                x = frame.x(math.log10(max(value, 0.1)))
                side, shift = ("end", -10) if x > frame.width * 0.6 else ("start", 10)
                parts.append(note(x + shift, frame.y(share) + 16, f"{label} ≤ {value:.0f} 毫秒", anchor=side))
    return svg(frame, "耗时分布", *parts)


def _steps(top: float) -> list[float]:
    size = 0.02 if top <= 0.1 else 0.05 if top <= 0.3 else 0.1 if top <= 0.6 else 0.2
    return [size * step for step in range(int(top / size + 1e-9) + 1)]
