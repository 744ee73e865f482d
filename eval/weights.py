"""Fitting the weights of the second pass: right passages before wrong ones, and how that holds up on
questions that the fit has not seen.

A question's candidates are scored by the weighted sum of what :class:`index.fusion.SecondPass` weighs; the
fit maximises the share of the softmax that falls to passages with evidence, less a penalty on large weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from eval.matching import covered
from eval.questions import Question
from index.fusion import SecondPass
from qa_service.engine import Engine

Floats = NDArray[np.float64]

NAMES: Final = tuple(field.name for field in fields(SecondPass))
FOLDS: Final = 5
REPEATS: Final = 4
DEEPEST: Final = 10
"""MRR counts the first so many places."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """One question: ``values`` (c, weights) in the order of :data:`NAMES`, the ``bonus`` (c,) of what it
    names, which candidates hold evidence, ``right`` (c,), and what it ``counts`` in a fit."""

    values: Floats
    bonus: Floats
    right: NDArray[np.bool_]
    counts: float = 1.0


def collect(
    questions: Sequence[Question], engine: Engine, step: Callable[[], None], counts: float = 1.0
) -> list[Candidates]:
    """Return the candidates of every question that has evidence; each counts ``counts`` in a fit."""
    passages = engine.searcher.passages
    found = []
    for question in questions:
        if question.quotes:
            ranked = engine.ranked(question.question)
            quotes = (*question.quotes, *question.alt_quotes)
            right = [any(covered(q, passages[n].text) for q in quotes) for n in ranked.order.tolist()]
            values = np.column_stack([ranked.weighed[name] for name in NAMES]).astype(np.float64)
            bonus = ranked.weighed["bonus"].astype(np.float64)
            found.append(Candidates(values, bonus, np.array(right, dtype=bool), counts))
        step()
    return found


def fit_weights(examples: Sequence[Candidates], penalty: float) -> Floats:
    """Return the weights (len(NAMES),). ``penalty`` is the strength of the L2 penalty on standardised values.
    Values without spread get no weight."""
    from scipy.optimize import minimize

    spread = np.vstack([item.values for item in examples]).std(axis=0)
    scale = np.where(spread > 1e-9, 1 / np.maximum(spread, 1e-9), 0.0)
    told = [replace(item, values=item.values * scale) for item in examples if item.right.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.5 * penalty * float(weights @ weights), penalty * weights
        for item in told:
            raw = item.values @ weights + item.bonus
            share = np.exp(raw - raw.max())
            share /= share.sum()
            hit = share * item.right
            total -= item.counts * float(np.log(max(hit.sum(), 1e-300)))
            slope = slope + item.counts * (item.values.T @ (share - hit / max(hit.sum(), 1e-300)))
        return total, slope

    start = np.zeros(len(NAMES))
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x * scale)


def figures(examples: Sequence[Candidates], weights: Floats) -> dict[str, float]:
    """Return R@1, R@5 and MRR@10 of ranking by ``weights`` (len(NAMES),)."""
    return _figures([_rank(item, weights) for item in examples])


def held_out_ranks(
    examples: Sequence[Candidates], penalty: float, seed: int = 1, step: Callable[[], None] = lambda: None
) -> Floats:
    """Return the rank (:data:`REPEATS`, examples) of the first evidence by weights fitted without the
    question: :data:`FOLDS` folds, drawn :data:`REPEATS` times. ``step`` is called after each draw."""
    random = np.random.default_rng(seed)
    ranks = np.zeros((REPEATS, len(examples)))
    for drawn in ranks:
        fold = random.permutation(len(examples)) % FOLDS
        for number in range(FOLDS):
            weights = fit_weights([e for e, f in zip(examples, fold, strict=True) if f != number], penalty)
            for place in np.flatnonzero(fold == number).tolist():
                drawn[place] = _rank(examples[place], weights)
        step()
    return ranks


def cross_validated(ranks: Floats) -> dict[str, float]:
    """Return the mean figures of the draws of :func:`held_out_ranks`."""
    drawn = [_figures(row.tolist()) for row in ranks]
    return {name: round(float(np.mean([one[name] for one in drawn])), 4) for name in drawn[0]}


def weigh(
    sets: Mapping[str, Sequence[Candidates]], penalty: float, step: Callable[[], None]
) -> dict[str, Any]:
    """Return the shipped and the fitted weights with the figures of each, and the cross-validated ones: of
    all ``sets`` (by name) together and, where there are several, of each."""
    examples = [example for part in sets.values() for example in part]
    owners = np.array([name for name, part in sets.items() for _ in part])
    shipped = np.array([asdict(SecondPass())[name] for name in NAMES])
    fitted = fit_weights(examples, penalty)
    ranks = held_out_ranks(examples, penalty, step=step)
    by_set = {
        name: {
            "questions": len(part),
            "counts": part[0].counts if part else 1.0,
            "shipped": figures(part, shipped),
            "cross_validated": cross_validated(ranks[:, owners == name]),
        }
        for name, part in sets.items()
    }
    return {
        "questions": len(examples),
        "penalty": penalty,
        "folds": FOLDS,
        "repeats": REPEATS,
        "shipped": {"weights": _named(shipped), **figures(examples, shipped)},
        "fitted": {"weights": _named(fitted), **figures(examples, fitted)},
        "cross_validated": cross_validated(ranks),
        "by_set": by_set if len(sets) > 1 else {},
    }


def _rank(item: Candidates, weights: Floats) -> float:
    """The place of the first candidate with evidence, from 1; infinite if there is none."""
    order = np.argsort(-(item.values @ weights + item.bonus), kind="stable")
    places = np.flatnonzero(item.right[order])
    return float(places[0] + 1) if len(places) else float("inf")


def _figures(ranks: Sequence[float]) -> dict[str, float]:
    first = np.array(ranks)
    reciprocal = np.where(first <= DEEPEST, 1 / first, 0.0)
    means = {"R@1": (first <= 1).mean(), "R@5": (first <= 5).mean(), "MRR@10": reciprocal.mean()}
    return {name: round(float(value), 4) for name, value in means.items()}


def _named(weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(NAMES, weights, strict=True)}
