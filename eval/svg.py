"""A little SVG: a frame with axes, lines, bands and dots, as strings, so that a report needs nothing from
outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

Point = tuple[float, float]

COLOURS = ("#1f5fbf", "#d1622b", "#2b8a57", "#8a4fb5", "#b3892b", "#4b7c8c", "#a8385d")
"""One a run, told apart by most colour-blind readers; lines differ in their dashes, too."""
DASHES = ("", "7 4", "2 4", "10 3 2 3", "5 2", "1 3", "12 5")

NARROWEST_PAGE = 600
"""Plots wider than this scroll on a telephone instead of shrinking until nobody can read them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot's area: ``width`` and ``height`` in SVG units, margins, and the data ranges of both axes."""

    x_range: Point
    y_range: Point
    width: int = 900
    height: int = 330
    left: int = 56
    right: int = 20
    top: int = 14
    bottom: int = 46

    def x(self, value: float) -> float:
        """Position of a data value across."""
        low, high = self.x_range
        return self.left + (value - low) / (high - low) * (self.width - self.left - self.right)

    def y(self, value: float) -> float:
        """Position of a data value up; a larger value stands higher."""
        low, high = self.y_range
        return (
            self.height - self.bottom - (value - low) / (high - low) * (self.height - self.top - self.bottom)
        )


def svg(frame: Frame, label: str, *parts: str) -> str:
    """Wrap ``parts`` in an ``<svg>`` that scales with the page; ``label`` is read to those who can't see."""
    kind = "plot wide" if frame.width > NARROWEST_PAGE else "plot"
    return (
        f'<div class="{kind}"><svg viewBox="0 0 {frame.width} {frame.height}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg></div>'
    )


def axes(
    frame: Frame,
    x_ticks: Sequence[tuple[float, str]],
    y_ticks: Sequence[tuple[float, str]],
    x_label: str = "",
    y_label: str = "",
) -> str:
    """Grid lines, tick labels and axis titles."""
    bottom, right = frame.height - frame.bottom, frame.width - frame.right
    rows = [
        f'<line class="grid" x1="{frame.left}" x2="{right}" y1="{frame.y(v):.1f}" y2="{frame.y(v):.1f}"/>'
        f'<text class="tick" x="{frame.left - 8}" y="{frame.y(v) + 4:.1f}" text-anchor="end">'
        f"{escape(t)}</text>"
        for v, t in y_ticks
    ]
    columns = [
        f'<line class="mark" x1="{frame.x(v):.1f}" x2="{frame.x(v):.1f}" y1="{bottom}" y2="{bottom + 4}"/>'
        f'<text class="tick" x="{frame.x(v):.1f}" y="{bottom + 18}" text-anchor="middle">{escape(t)}</text>'
        for v, t in x_ticks
    ]
    base = f'<line class="axis" x1="{frame.left}" x2="{right}" y1="{bottom}" y2="{bottom}"/>'
    titles = [
        f'<text class="label" x="{(frame.left + right) / 2}" y="{frame.height - 6}" text-anchor="middle">'
        f"{escape(x_label)}</text>",
        f'<text class="label" transform="translate(14 {(frame.top + bottom) / 2}) rotate(-90)" '
        f'text-anchor="middle">{escape(y_label)}</text>',
    ]
    return "".join([*rows, base, *columns, *titles])


def line(frame: Frame, points: Sequence[Point], series: int, *, steps: bool = False) -> str:
    """A line through ``points``; ``steps`` keeps the value until the next point."""
    if not points:
        return ""
    parts = [f"M{frame.x(points[0][0]):.1f} {frame.y(points[0][1]):.1f}"]
    for x, y in points[1:]:
        if steps:
            parts.append(f"H{frame.x(x):.1f}V{frame.y(y):.1f}")
        else:
            parts.append(f"L{frame.x(x):.1f} {frame.y(y):.1f}")
    style = f'stroke="{colour(series)}" stroke-dasharray="{dash(series)}"'
    return f'<path class="line" d="{"".join(parts)}" {style}/>'


def band(frame: Frame, lows: Sequence[Point], highs: Sequence[Point], series: int) -> str:
    """A shaded band between two lines (a confidence interval)."""
    outline = [*lows, *reversed(list(highs))]
    if not outline:
        return ""
    path = "L".join(f"{frame.x(x):.1f} {frame.y(y):.1f}" for x, y in outline)
    return f'<path class="band" d="M{path}Z" fill="{colour(series)}"/>'


def dot(frame: Frame, point: Point, series: int, title: str, *, large: bool = False) -> str:
    """A dot whose ``title`` shows under the pointer."""
    centre = f'cx="{frame.x(point[0]):.1f}" cy="{frame.y(point[1]):.1f}"'
    return (
        f'<circle class="dot" {centre} r="{6 if large else 3.5}" '
        f'fill="{colour(series)}"><title>{escape(title)}</title></circle>'
    )


def note(x: float, y: float, text: str, *, anchor: str = "start") -> str:
    """A word beside a mark; ``x`` and ``y`` are SVG units."""
    return f'<text class="note" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def colour(series: int) -> str:
    """Colour of a run."""
    return COLOURS[series % len(COLOURS)]


def dash(series: int) -> str:
    """Dashes of a run's line."""
    return DASHES[series % len(DASHES)]
