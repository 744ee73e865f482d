"""Where to refuse: what each threshold on the confidence costs, and which one balances both errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from eval.intervals import Figure, mean_figure

GRID: Final = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Thresholds of the table, .05 to .95."""


@dataclass(frozen=True, slots=True)
class Errors:
    """At ``threshold``: the share of unanswerable questions that are answered all the same
    (``false_answers``) and of answerable ones that are refused (``false_refusals``); low is good."""

    threshold: float
    false_answers: Figure
    false_refusals: Figure


def errors_at(threshold: float, answerable: Sequence[float], unanswerable: Sequence[float]) -> Errors:
    """Return both errors for the confidences of answerable and unanswerable questions.

    A confidence of exactly ``threshold`` is answered, as the engine does.

    >>> errors = errors_at(0.5, [0.9, 0.4], [0.1, 0.5])
    >>> errors.false_answers.value, errors.false_refusals.value
    (0.5, 0.5)
    """
    return Errors(
        threshold,
        mean_figure([float(value >= threshold) for value in unanswerable]),
        mean_figure([float(value < threshold) for value in answerable]),
    )


def balanced_threshold(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """Return the threshold whose larger error is smallest, in the middle of the stretch that has it.

    Neither error is traded for the other: a system that answers everything is as useless as one that
    refuses everything. Among equals the smaller sum of both errors decides.

    >>> balanced_threshold([0.9, 0.75], [0.1, 0.25])
    0.5
    """
    values = np.unique(np.concatenate([[0.0, 1.0], answerable, unanswerable]))
    middles = (values[:-1] + values[1:]) / 2
    refused = np.searchsorted(np.sort(answerable), middles) / max(len(answerable), 1)
    answered = 1 - np.searchsorted(np.sort(unanswerable), middles) / max(len(unanswerable), 1)
    cost = np.maximum(refused, answered) + 1e-6 * (refused + answered)
    best = np.flatnonzero(cost <= cost.min() + 1e-12)
    # The first stretch of equals; `best` may hold several that don't touch.
    last = best[0]
    while last + 1 in best:
        last += 1
    return float((values[best[0]] + values[last + 1]) / 2)


def bounded_threshold(groups: Sequence[Sequence[float]], share: float) -> float:
    """Return the highest threshold (rounded down to two places) that refuses at most ``share`` of each group
    of answerable questions' confidences.

    Each question set is a group, so that easy questions of one don't pay for hard ones of another.

    >>> bounded_threshold([[0.9, 0.32, 0.5, 0.8], [0.77, 0.6]], 0.25)
    0.5
    """
    limits = []
    for values in groups:
        ordered = np.sort(values)
        limits.append(float(ordered[min(int(share * len(ordered) + 1e-9), len(ordered) - 1)]))
    return float(np.floor(min(limits) * 100 + 1e-9) / 100)
