"""95 % confidence intervals: how far would a figure move with another sample of questions?

Means and areas get a percentile bootstrap. Shares of yes and no get Wilson's interval instead: six hits
out of six give every resample six out of six, an interval of no width, where Wilson says [.61, 1].
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.metrics.auroc import auroc, win_matrix

RESAMPLES: Final = 2000
"""Resamples of a percentile bootstrap: the ends of a 95 % interval move by under .005 between seeds."""
SEED: Final = 20211231
"""Fixed so that the same run always prints the same interval."""
_TAILS: Final = (2.5, 97.5)
_Z: Final = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval over ``n`` questions; all ``None`` where ``n`` is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def mean_figure(
    values: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED, shares: bool = True
) -> Figure:
    """Return the mean of one value a question: Wilson's interval where all are 0 or 1, else bootstrap.

    ``shares`` off: 0 and 1 are no yes and no (differences, say), so bootstrap whatever they are.

    >>> figure = mean_figure([1.0] * 6)
    >>> figure.value, round(figure.low, 2), figure.high, figure.n
    (1.0, 0.61, 1.0, 6)
    """
    if not values:
        return Figure(None, None, None, 0)
    data = np.asarray(values, dtype=np.float64)
    mean = float(data.mean())
    if shares and set(values) <= {0.0, 1.0}:
        return Figure(mean, *wilson(mean, len(data)), len(data))
    means = _draws(len(data), resamples, seed) @ data / len(data)
    low, high = np.percentile(means, _TAILS)
    return Figure(mean, float(low), float(high), len(data))


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return Wilson's score interval (95 %) of a share observed over ``n`` trials.

    >>> tuple(round(end, 3) for end in wilson(0.5, 10))
    (0.237, 0.763)
    """
    square = _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def auroc_figure(
    positive: Sequence[float], negative: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Figure:
    """Return the AUROC with its interval; positives and negatives are resampled apart.

    ``n`` counts both sides. Where either is empty there is no figure.
    """
    count = len(positive) + len(negative)
    value = auroc(positive, negative)
    if value is None:
        return Figure(None, None, None, count)
    wins = win_matrix(positive, negative)
    left = _draws(len(positive), resamples, seed)
    right = _draws(len(negative), resamples, seed + 1)
    areas = np.einsum("rp,pn,rn->r", left, wins, right, optimize=True) / wins.size
    low, high = np.percentile(areas, _TAILS)
    return Figure(value, float(low), float(high), count)


def auroc_difference(
    a: Sequence[float], b: Sequence[float], positive: Sequence[bool], *, resamples: int = RESAMPLES
) -> tuple[float | None, float | None, Figure]:
    """Return the AUROC of ``a`` and of ``b`` and their difference (b - a) with its paired interval.

    ``a`` and ``b`` score the same items, ``positive`` labels them. Items are resampled with both scores,
    so that what is hard for both runs cancels out.
    """
    above = [place for place, label in enumerate(positive) if label]
    below = [place for place, label in enumerate(positive) if not label]
    if not above or not below:
        return None, None, Figure(None, None, None, len(positive))
    left, right = _draws(len(above), resamples, SEED), _draws(len(below), resamples, SEED + 1)
    areas, values = [], []
    for scores in (a, b):
        wins = win_matrix([scores[place] for place in above], [scores[place] for place in below])
        values.append(float(wins.mean()))
        areas.append(np.einsum("rp,pn,rn->r", left, wins, right, optimize=True) / wins.size)
    low, high = np.percentile(areas[1] - areas[0], _TAILS)
    difference = Figure(values[1] - values[0], float(low), float(high), len(positive))
    return values[0], values[1], difference


def _draws(size: int, resamples: int, seed: int) -> NDArray[np.float64]:
    """How often each of ``size`` items is drawn in each resample: shape (resamples, size)."""
    generator = np.random.default_rng(seed)
    counts = generator.multinomial(size, np.full(size, 1.0 / size), size=resamples)
    return counts.astype(np.float64)
