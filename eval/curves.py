"""The numbers behind the report's plots."""

from __future__ import annotations

from collections.abc import Sequence

from eval.intervals import Figure, mean_figure
from eval.judgement import Judgement

Point = tuple[float, float]


def recall_curve(judgements: Sequence[Judgement], deepest: int) -> list[Figure]:
    """Return R@1 … R@``deepest`` over the answerable questions, each with its interval."""
    ranks = [item.first_rank for item in judgements if item.question.answerable]
    return [
        mean_figure([float(rank is not None and rank <= k) for rank in ranks]) for k in range(1, deepest + 1)
    ]


def deepest_rank(judgements: Sequence[Judgement]) -> int:
    """Return how many passages the longest answer has."""
    return max((len(item.record.passages) for item in judgements), default=0)


def risk_coverage(items: Sequence[tuple[float, bool]]) -> list[Point]:
    """Return ``(coverage, risk)`` for every threshold, from the strictest on.

    ``items`` are confidence and whether an answer would be right; coverage is the share of questions that
    are answered, risk the share of wrong ones among them. Equal confidences are answered together.

    >>> risk_coverage([(0.9, True), (0.5, False), (0.5, True), (0.1, False)])
    [(0.25, 0.0), (0.75, 0.3333333333333333), (1.0, 0.5)]
    """
    ordered = sorted(items, key=lambda item: -item[0])
    points, wrong = [], 0
    for place, (confidence, right) in enumerate(ordered, start=1):
        wrong += not right
        if place == len(ordered) or ordered[place][0] != confidence:
            points.append((place / len(ordered), wrong / place))
    return points


def trade_off(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[Point]:
    """Return ``(false refusals, false answers)`` for every threshold on the confidence, from "answer all" on.

    >>> trade_off([0.8, 0.4], [0.2])
    [(0.0, 1.0), (0.0, 0.0), (0.5, 0.0), (1.0, 0.0)]
    """
    limits = sorted({*answerable, *unanswerable})
    points = [(0.0, 1.0)] if unanswerable else []
    for limit in limits:
        refused = sum(value <= limit for value in answerable) / max(len(answerable), 1)
        answered = sum(value > limit for value in unanswerable) / max(len(unanswerable), 1)
        points.append((refused, answered))
    return points


def answer_items(judgements: Sequence[Judgement]) -> list[tuple[float, bool]]:
    """Return confidence and "evidence in the first five" of every question that isn't a draft's sentence."""
    return [
        (item.record.confidence, item.first_rank is not None and item.first_rank <= 5)
        for item in judgements
        if not item.question.is_draft
    ]


def confidences(judgements: Sequence[Judgement]) -> tuple[list[float], list[float]]:
    """Return the confidences of answerable and of unanswerable questions, drafts left out."""
    asked = [item for item in judgements if not item.question.is_draft]
    return (
        [item.record.confidence for item in asked if item.question.answerable],
        [item.record.confidence for item in asked if not item.question.answerable],
    )


def shares_within(times: Sequence[float], limits: Sequence[float]) -> list[float]:
    """Return the share of ``times`` up to each of ``limits``.

    >>> shares_within([1, 2, 3, 4], [0, 2, 9])
    [0.0, 0.5, 1.0]
    """
    return [sum(time <= limit for time in times) / max(len(times), 1) for limit in limits]
