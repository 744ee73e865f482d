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
from numpy.typing import NDArray

from eval.intervals import auroc_figure, mean_figure
from eval.logistic import SEED, FitSettings, Floats, Labels, Logistic, Train, fit, folds, held_out
from eval.metrics import auroc
from eval.parts import (
    ANSWERABLE,
    BESIDE_ANSWERABLE,
    BESIDE_UNANSWERABLE,
    FOREIGN,
    LEFT_OUT,
    UNANSWERABLE,
    Kinds,
    Parts,
    coefficients,
    fit_parts,
    is_answered,
)
from eval.thresholds import GRID, balanced_threshold, bounded_threshold, errors_at
from ingest.errors import BadInput

FEWEST: Final = 4
"""Fewest questions of either class that can be split into folds at all."""

NESTED_REPEATS: Final = 3
"""Draws of the figures that cost a fit for each fold of each fold."""

LARGE: Final = 100
"""Answerable questions of a set from which a share of it can be kept to: 6 % of 36 would be two questions."""

TOPIC_SIGNALS: Final = ("late", "weakest", "similarity")
"""Signals of similarity, which tell a question from elsewhere; others compare passages of one corpus."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question: its id, class, label and the signals by name. ``foreign``: it was asked of documents on
    other matters, so that nothing could answer it. ``left_out``: it was asked without its evidence; such an
    example follows the one that it was made of. ``beside``: its set counts in the fit of the evidence part
    alone. ``source`` names its set; ``weight`` is what it counts within its class."""

    id: str
    type: str
    answerable: bool
    signals: dict[str, float]
    foreign: bool = False
    left_out: bool = False
    beside: bool = False
    source: str = ""
    weight: float = 1.0

    @property
    def kind(self) -> int:
        """The kind that the fit sees."""
        if self.beside:
            return BESIDE_ANSWERABLE if self.answerable else BESIDE_UNANSWERABLE
        if self.left_out:
            return LEFT_OUT
        return FOREIGN if self.foreign else ANSWERABLE if self.answerable else UNANSWERABLE


@dataclass(frozen=True, slots=True)
class Plan:
    """How to cross-validate: ``folds`` (capped at the smaller class) drawn ``repeats`` times; a question's
    held-out confidence is its mean over the draws. ``threshold`` fixes the threshold instead of choosing;
    otherwise it balances both errors, or, where ``false_refusals`` is given, is the highest that refuses
    at most this share of any set's answerable questions (sets of :data:`LARGE` such questions or more).
    ``topic`` names the signals of the first part (those that exist are taken)."""

    folds: int = 10
    repeats: int = 10
    fitting: FitSettings = FitSettings()
    threshold: float | None = None
    false_refusals: float | None = None
    topic: tuple[str, ...] = TOPIC_SIGNALS


def calibrate(
    examples: Sequence[Example], plan: Plan, *, step: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Return coefficients and cross-validated figures as a JSON-able dictionary.

    Keys: ``coefficients`` (``topic``, ``evidence``, ``threshold``: see
    :func:`qa_service.confidence.read_calibration`), ``cross_validated`` (``auroc``, ``at_threshold``,
    ``nested``, ``thresholds``, ``foreign``, ``brier``, ``reliability``, ``by_set``, ``by_type``),
    ``in_sample``, ``signals`` (each alone, and the evidence part without it), ``wrong`` (questions on the
    wrong side),
    ``plan``, ``examples``. Foreign questions count in ``foreign`` alone: they are easy, and among them
    an unanswerable question on the matter would be lost. Those with their evidence left out, and those
    ``beside``, count in the fit alone. ``step`` is called after each repeat.

    Raises:
        BadInput: fewer than :data:`FEWEST` questions of either class.
    """
    data = _gather(examples, plan)
    kinds = data.kinds
    count = _check(kinds, plan)
    out = _mean_held_out(data, count, plan.repeats, data.parts(plan), step)
    threshold = plan.threshold if plan.threshold is not None else _choose(data, out, plan)
    yes, no, elsewhere = (out[kinds == kind].tolist() for kind in (ANSWERABLE, UNANSWERABLE, FOREIGN))
    parts = data.parts(plan)(np.arange(len(kinds)))
    own = (kinds == ANSWERABLE) | (kinds == UNANSWERABLE)
    labels = kinds[own] == ANSWERABLE
    mine = [item for item, ours in zip(examples, own, strict=True) if ours]
    return {
        "coefficients": coefficients(parts, data.names, threshold),
        "cross_validated": {
            "auroc": asdict(auroc_figure(yes, no)),
            "at_threshold": asdict(errors_at(threshold, yes, no)),
            "nested": _nested(data, count, plan),
            "thresholds": [asdict(errors_at(value, yes, no)) for value in GRID],
            "foreign": _foreign(threshold, yes, elsewhere),
            "brier": _brier(out[own], labels),
            "reliability": _reliability(out[own], labels),
            "by_set": _by_set(mine, out[own], threshold),
            "by_type": _by_type(mine, out[own], threshold),
        },
        "in_sample": {"auroc": _auroc(parts.probabilities(data.signals[own]), labels)},
        "signals": _each_signal(data, count, plan),
        "wrong": _wrong(mine, out[own], threshold),
        "plan": asdict(plan) | {"folds": count, "seed": SEED},
        "examples": {
            "answerable": len(yes),
            "unanswerable": len(no),
            "foreign": len(elsewhere),
            "left_out": int((kinds == LEFT_OUT).sum()),
            "beside": int((kinds >= BESIDE_ANSWERABLE).sum()),
        },
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
class _Data:
    """The examples as arrays, (n, …); ``owner`` is the place of the example that one was made of (its own
    where it was not)."""

    names: list[str]
    signals: Floats
    kinds: Kinds
    weights: Floats
    owner: Kinds
    sources: NDArray[np.str_]

    def parts(self, plan: Plan) -> Callable[[Kinds], Parts]:
        """What fits both parts."""
        columns = tuple(place for place, name in enumerate(self.names) if name in plan.topic)

        def train(places: Kinds) -> Parts:
            return fit_parts(
                self.signals[places], self.kinds[places], columns, plan.fitting, self.weights[places]
            )

        return train

    def folds(self, count: int, seed: int, among: NDArray[np.bool_] | None = None) -> Kinds:
        """Folds (n,), -1 for examples that are not ``among`` those to be dealt. Without its evidence a
        question goes with itself: else its words were learnt in one fold and judged in another."""
        dealt = np.full(len(self.kinds), -1, dtype=np.int64)
        first = (self.kinds != LEFT_OUT) & (True if among is None else among)
        dealt[first] = folds(self.kinds[first], count, seed)
        return dealt[self.owner]


def _gather(examples: Sequence[Example], plan: Plan) -> _Data:
    names = list(examples[0].signals) if examples else []
    owner = np.arange(len(examples))
    owner = np.array([place - item.left_out for place, item in zip(owner, examples, strict=True)], np.int64)
    return _Data(
        names,
        np.array([[item.signals[name] for name in names] for item in examples], dtype=np.float64),
        np.array([item.kind for item in examples], dtype=np.int64),
        np.array([item.weight for item in examples], dtype=np.float64),
        owner,
        np.array([item.source for item in examples], dtype=np.str_),
    )


def _mean_held_out(
    data: _Data, count: int, repeats: int, train: Train, step: Callable[[], None] = lambda: None
) -> Floats:
    draws = []
    for repeat in range(repeats):
        draws.append(held_out(data.signals, data.folds(count, SEED + repeat), train))
        step()
    result: Floats = np.mean(draws, axis=0)
    return result


def _nested(data: _Data, count: int, plan: Plan) -> dict[str, Any]:
    """Errors where each fold's threshold, too, was chosen on the other folds alone."""
    repeats = min(plan.repeats, NESTED_REPEATS)
    kinds, train = data.kinds, data.parts(plan)
    answered = np.zeros((repeats, len(kinds)))
    chosen = []
    for repeat in range(repeats):
        fold = data.folds(count, SEED + repeat)
        for number in range(count):
            inside = fold == number
            inner = held_out(data.signals, data.folds(max(2, count - 1), SEED + number, ~inside), train)
            limit = plan.threshold if plan.threshold is not None else _choose(data, inner, plan)
            chosen.append(limit)
            model = train(np.flatnonzero(~inside))
            answered[repeat, inside] = model.probabilities(data.signals[inside]) >= limit
    share = answered.mean(axis=0)
    return {
        "false_answers": asdict(mean_figure(share[kinds == UNANSWERABLE].tolist())),
        "false_refusals": asdict(mean_figure((1 - share[kinds == ANSWERABLE]).tolist())),
        "thresholds": {"lowest": float(np.min(chosen)), "highest": float(np.max(chosen))},
    }


def _choose(data: _Data, probabilities: Floats, plan: Plan) -> float:
    """Choose the threshold by the examples that have a probability."""
    judged = ~np.isnan(probabilities)
    right = judged & (data.kinds == ANSWERABLE)
    if plan.false_refusals is None:
        wrong = judged & (data.kinds == UNANSWERABLE)
        return balanced_threshold(probabilities[right].tolist(), probabilities[wrong].tolist())
    groups = [probabilities[right & (data.sources == source)] for source in np.unique(data.sources[right])]
    large = [group.tolist() for group in groups if len(group) >= LARGE]
    return bounded_threshold(large or [probabilities[right].tolist()], plan.false_refusals)


def _foreign(threshold: float, answerable: list[float], elsewhere: list[float]) -> dict[str, Any] | None:
    if not elsewhere:
        return None
    return {
        "auroc": asdict(auroc_figure(answerable, elsewhere)),
        "false_answers": asdict(mean_figure([float(value >= threshold) for value in elsewhere])),
    }


def _auroc(scores: Floats, labels: Labels) -> float | None:
    return auroc(scores[labels].tolist(), scores[~labels].tolist())


def _each_signal(data: _Data, count: int, plan: Plan) -> dict[str, dict[str, Any]]:
    """For each signal: its AUROC alone, that of the evidence part without it, and its mean by class."""
    repeats = min(plan.repeats, NESTED_REPEATS)
    own = data.kinds != FOREIGN
    judged = (data.kinds == ANSWERABLE) | (data.kinds == UNANSWERABLE)
    labels = data.kinds[judged] == ANSWERABLE
    result = {}
    for place, name in enumerate(data.names):
        column = data.signals[judged, place]
        result[name] = {
            "auroc_alone": _auroc(column, labels),
            "auroc_without": _without(data, place, own, judged, count, repeats, plan.fitting),
            "mean_answerable": float(column[labels].mean()),
            "mean_unanswerable": float(column[~labels].mean()),
        }
    return result


def _without(
    data: _Data,
    place: int,
    own: NDArray[np.bool_],
    judged: NDArray[np.bool_],
    count: int,
    repeats: int,
    fitting: FitSettings,
) -> float | None:
    """AUROC of the evidence part without the signal in column ``place``, ``None`` if there is no other."""
    rest = np.delete(data.signals, place, axis=1)
    if not rest.size:
        return None

    def train(places: Kinds) -> Logistic:
        return fit(rest[places], is_answered(data.kinds[places]), fitting, data.weights[places])

    draws = [held_out(rest, data.folds(count, SEED + repeat, own), train) for repeat in range(repeats)]
    return _auroc(np.mean(draws, axis=0)[judged], data.kinds[judged] == ANSWERABLE)


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


def _by_set(examples: Sequence[Example], out: Floats, threshold: float) -> dict[str, Any]:
    """AUROC and errors of each set that holds both classes."""
    result = {}
    for source in sorted({item.source for item in examples}):
        yes, no = (
            [
                float(value)
                for item, value in zip(examples, out, strict=True)
                if item.source == source and item.answerable == wanted
            ]
            for wanted in (True, False)
        )
        area = asdict(auroc_figure(yes, no)) if yes and no else None
        result[source] = {"auroc": area, "at_threshold": asdict(errors_at(threshold, yes, no))}
    return result


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
