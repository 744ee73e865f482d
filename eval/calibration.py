"""Fitting the confidence: which signals say that the documents hold an answer, and how well that holds up
on questions the fit has not seen.

Every figure is of predictions held out by cross-validation; ``nested`` goes one step further and chooses
the threshold, too, without the questions that it is judged by.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from eval.intervals import auroc_figure, mean_figure
from eval.logistic import SEED, FitSettings, Floats, Labels, Train, fit, folds, held_out
from eval.metrics import auroc
from eval.parts import ANSWERABLE, FOREIGN, UNANSWERABLE, Kinds, coefficients, fit_parts
from eval.thresholds import GRID, balanced_threshold, errors_at
from ingest.errors import BadInput

FEWEST: Final = 4
"""Fewest questions of either class that can be split into folds at all."""

NESTED_REPEATS: Final = 3
"""Draws of the figures that cost a fit for each fold of each fold."""

TOPIC_SIGNALS: Final = ("late", "weakest", "similarity")
"""Signals of similarity, which tell a question from elsewhere; others compare passages of one corpus."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question: its id, class, label and the signals by name. ``foreign``: it was asked of documents on
    other matters, so that nothing could answer it."""

    id: str
    type: str
    answerable: bool
    signals: dict[str, float]
    foreign: bool = False

    @property
    def kind(self) -> int:
        """The kind that the fit sees."""
        return FOREIGN if self.foreign else ANSWERABLE if self.answerable else UNANSWERABLE


@dataclass(frozen=True, slots=True)
class Plan:
    """How to cross-validate: ``folds`` (capped at the smaller class) drawn ``repeats`` times; a question's
    held-out confidence is its mean over the draws. ``threshold`` fixes the threshold instead of choosing;
    ``topic`` names the signals of the first part (those that exist are taken)."""

    folds: int = 10
    repeats: int = 10
    fitting: FitSettings = FitSettings()
    threshold: float | None = None
    topic: tuple[str, ...] = TOPIC_SIGNALS


def calibrate(
    examples: Sequence[Example], plan: Plan, *, step: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Return coefficients and cross-validated figures as a JSON-able dictionary.

    Keys: ``coefficients`` (``topic``, ``evidence``, ``threshold``: see
    :func:`qa_service.confidence.read_calibration`), ``cross_validated`` (``auroc``, ``at_threshold``,
    ``nested``, ``thresholds``, ``foreign``, ``brier``, ``reliability``, ``by_type``), ``in_sample``,
    ``signals`` (each alone, and the evidence part without it), ``wrong`` (questions on the wrong side),
    ``plan``, ``examples``. Foreign questions count in ``foreign`` alone: they are easy, and among them
    an unanswerable question on the matter would be lost. ``step`` is called after each repeat.

    Raises:
        BadInput: fewer than :data:`FEWEST` questions of either class.
    """
    names = list(examples[0].signals) if examples else []
    signals = np.array([[item.signals[name] for name in names] for item in examples], dtype=np.float64)
    kinds = np.array([item.kind for item in examples], dtype=np.int64)
    count = _check(kinds, plan)
    train = _training(tuple(place for place, name in enumerate(names) if name in plan.topic), plan)
    out = _mean_held_out(signals, kinds, count, plan.repeats, train, step)
    threshold = plan.threshold if plan.threshold is not None else _choose(out, kinds)
    yes, no, elsewhere = (out[kinds == kind].tolist() for kind in (ANSWERABLE, UNANSWERABLE, FOREIGN))
    parts = fit_parts(signals, kinds, train.columns, plan.fitting)
    own = kinds != FOREIGN
    labels = kinds[own] == ANSWERABLE
    mine = [item for item in examples if not item.foreign]
    return {
        "coefficients": coefficients(parts, names, threshold),
        "cross_validated": {
            "auroc": asdict(auroc_figure(yes, no)),
            "at_threshold": asdict(errors_at(threshold, yes, no)),
            "nested": _nested(signals, kinds, count, plan, train),
            "thresholds": [asdict(errors_at(value, yes, no)) for value in GRID],
            "foreign": _foreign(threshold, yes, elsewhere),
            "brier": _brier(out[own], labels),
            "reliability": _reliability(out[own], labels),
            "by_type": _by_type(mine, out[own], threshold),
        },
        "in_sample": {"auroc": _auroc(parts.probabilities(signals[own]), labels)},
        "signals": _each_signal(names, signals[own], labels, count, plan),
        "wrong": _wrong(mine, out[own], threshold),
        "plan": asdict(plan) | {"folds": count, "seed": SEED},
        "examples": {"answerable": len(yes), "unanswerable": len(no), "foreign": len(elsewhere)},
    }


def _check(kinds: Kinds, plan: Plan) -> int:
    """The number of folds."""
    right, wrong = int((kinds == ANSWERABLE).sum()), int((kinds == UNANSWERABLE).sum())
    if min(right, wrong) < FEWEST:
        raise BadInput(
            f"有答案和无答案的题各需至少 {FEWEST} 道，现为 {right} 和 {wrong} 道",
            remedy="请补充题目，或同时给出多个问题集",
        )
    return min(plan.folds, right, wrong)


@dataclass(frozen=True, slots=True)
class _Training:
    columns: tuple[int, ...]
    settings: FitSettings

    def __call__(self, signals: Floats, kinds: Any) -> Any:
        return fit_parts(signals, kinds, self.columns, self.settings)


def _training(columns: tuple[int, ...], plan: Plan) -> _Training:
    return _Training(columns, plan.fitting)


def _mean_held_out(
    signals: Floats,
    kinds: Any,
    count: int,
    repeats: int,
    train: Train,
    step: Callable[[], None] = lambda: None,
) -> Floats:
    draws = []
    for repeat in range(repeats):
        draws.append(held_out(signals, kinds, folds(kinds, count, SEED + repeat), train))
        step()
    result: Floats = np.mean(draws, axis=0)
    return result


def _nested(signals: Floats, kinds: Kinds, count: int, plan: Plan, train: Train) -> dict[str, Any]:
    """Errors where each fold's threshold, too, was chosen on the other folds alone."""
    repeats = min(plan.repeats, NESTED_REPEATS)
    answered = np.zeros((repeats, len(kinds)))
    chosen = []
    for repeat in range(repeats):
        fold = folds(kinds, count, SEED + repeat)
        for number in range(count):
            inside = fold == number
            rest, marks = signals[~inside], kinds[~inside]
            inner = held_out(rest, marks, folds(marks, max(2, count - 1), SEED + number), train)
            limit = plan.threshold if plan.threshold is not None else _choose(inner, marks)
            chosen.append(limit)
            answered[repeat, inside] = train(rest, marks).probabilities(signals[inside]) >= limit
    share = answered.mean(axis=0)
    return {
        "false_answers": asdict(mean_figure(share[kinds == UNANSWERABLE].tolist())),
        "false_refusals": asdict(mean_figure((1 - share[kinds == ANSWERABLE]).tolist())),
        "thresholds": {"lowest": float(np.min(chosen)), "highest": float(np.max(chosen))},
    }


def _choose(probabilities: Floats, kinds: Kinds) -> float:
    return balanced_threshold(
        probabilities[kinds == ANSWERABLE].tolist(), probabilities[kinds == UNANSWERABLE].tolist()
    )


def _foreign(threshold: float, answerable: list[float], elsewhere: list[float]) -> dict[str, Any] | None:
    if not elsewhere:
        return None
    return {
        "auroc": asdict(auroc_figure(answerable, elsewhere)),
        "false_answers": asdict(mean_figure([float(value >= threshold) for value in elsewhere])),
    }


def _auroc(scores: Floats, labels: Labels) -> float | None:
    return auroc(scores[labels].tolist(), scores[~labels].tolist())


def _each_signal(
    names: Sequence[str], signals: Floats, labels: Labels, count: int, plan: Plan
) -> dict[str, dict[str, Any]]:
    """For each signal: its AUROC alone, that of the evidence part without it, and its mean by class."""

    def train(rows: Floats, marks: Any) -> Any:
        return fit(rows, marks, plan.fitting)

    repeats = min(plan.repeats, NESTED_REPEATS)
    result = {}
    for place, name in enumerate(names):
        rest = np.delete(signals, place, axis=1)
        out = _mean_held_out(rest, labels, count, repeats, train) if rest.size else None
        result[name] = {
            "auroc_alone": _auroc(signals[:, place], labels),
            "auroc_without": None if out is None else _auroc(out, labels),
            "mean_answerable": float(signals[labels, place].mean()),
            "mean_unanswerable": float(signals[~labels, place].mean()),
        }
    return result


def _brier(probabilities: Floats, labels: Labels) -> dict[str, float]:
    """Mean squared error of the probability by class: 0 is perfect, .25 is "50 % always"."""
    squares = (probabilities - labels) ** 2
    return {"answerable": float(squares[labels].mean()), "unanswerable": float(squares[~labels].mean())}


def _reliability(probabilities: Floats, labels: Labels, bins: int = 5) -> list[dict[str, float | int]]:
    """What share was answerable among questions of about the same confidence."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    return [
        {
            "from": number / bins,
            "to": (number + 1) / bins,
            "n": int((place == number).sum()),
            "confidence": float(probabilities[place == number].mean()),
            "answerable": float(labels[place == number].mean()),
        }
        for number in range(bins)
        if (place == number).any()
    ]


def _by_type(examples: Sequence[Example], out: Floats, threshold: float) -> dict[str, Any]:
    groups: dict[str, list[float]] = {}
    for item, value in zip(examples, out, strict=True):
        groups.setdefault(item.type, []).append(float(value < threshold))
    return {name: asdict(mean_figure(values)) for name, values in sorted(groups.items())}


def _wrong(examples: Sequence[Example], out: Floats, threshold: float) -> list[dict[str, Any]]:
    """The questions on the wrong side of the threshold, the surest mistakes first."""
    wrong = [
        {
            "id": item.id,
            "type": item.type,
            "answerable": item.answerable,
            "confidence": round(float(value), 4),
        }
        for item, value in zip(examples, out, strict=True)
        if item.answerable != (value >= threshold)
    ]
    return sorted(wrong, key=lambda row: -abs(float(str(row["confidence"])) - threshold))
