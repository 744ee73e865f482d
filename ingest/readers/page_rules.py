"""Ruled lines among the strokes of a drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.readers.page import Rule

Point = tuple[float, float]
THIN = 3.0
"""A filled box thinner than this (points) is a ruled line."""


def rules_of(points: Sequence[Point], *, stroked: bool) -> Iterator[Rule]:
    """Return the level and upright strokes of an outline; a filled thin box is one stroke, and a coloured
    cell's edges part it from its neighbours as ruled lines would.

    >>> list(rules_of([(0, 5), (90, 5)], stroked=True))
    [Rule(x0=0, top=5.0, x1=90, bottom=5.0)]
    """
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 <= THIN or bottom - top <= THIN:
        yield from _straight(x0, top, x1, bottom)
    elif stroked or len(points) in (4, 5):
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
            yield from _straight(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _straight(x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    if bottom - top <= THIN and x1 - x0 > THIN:
        middle = (top + bottom) / 2
        yield Rule(x0, middle, x1, middle)
    elif x1 - x0 <= THIN and bottom - top > THIN:
        middle = (x0 + x1) / 2
        yield Rule(middle, top, middle, bottom)
