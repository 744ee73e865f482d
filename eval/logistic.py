"""The logistic model behind the confidence: fitted on signals, cross-validated, without surprises.

scikit-learn does the fitting; signals are standardised inside, and the coefficients come back in the signals'
own units, so that whoever uses them needs neither the means nor scikit-learn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.bool_]

SEED: Final = 20211231
"""Fixed so that the same examples always give the same folds."""


@dataclass(frozen=True, slots=True)
class FitSettings:
    """``c`` is the inverse strength of the L2 penalty on standardised signals (smaller is stiffer);
    ``balanced`` gives both classes the same weight, because the share of unanswerable questions in a set
    says nothing of the share among users' questions."""

    c: float = 1.0
    balanced: bool = True


@dataclass(frozen=True, slots=True)
class Logistic:
    """``probability = 1 / (1 + exp(-(intercept + signals · weights)))``; ``weights`` is (signals,)."""

    intercept: float
    weights: Floats

    def probabilities(self, signals: Floats) -> Floats:
        """Return the probability, (n,), of each row of ``signals``, (n, signals)."""
        result: Floats = 1 / (1 + np.exp(-np.clip(self.intercept + signals @ self.weights, -40, 40)))
        return result


class Model(Protocol):
    """What gives probabilities, (n,), for signals, (n, signals)."""

    def probabilities(self, signals: Floats) -> Floats:
        """Return a probability for each row."""


Train = Callable[[NDArray[np.int64]], Model]
"""Places of the training examples in, a model out."""


def fit(signals: Floats, labels: Labels, settings: FitSettings, weights: Floats | None = None) -> Logistic:
    """Fit on ``signals`` (n, signals) and ``labels`` (n,), both classes present. ``weights`` (n,), all one by
    default, say how much each example counts within its class.

    >>> signals, labels = np.array([[0.0], [0.1], [0.9], [1.0]]), np.array([False, False, True, True])
    >>> fit(signals, labels, FitSettings()).probabilities(np.array([[0.0], [1.0]])).round().tolist()
    [0.0, 1.0]
    """
    from sklearn.linear_model import LogisticRegression

    centre = signals.mean(axis=0)
    # A signal that never varies gets no weight instead of a division by zero.
    spread = np.where(signals.std(axis=0) > 1e-12, signals.std(axis=0), 1.0)
    given = np.ones(len(labels)) if weights is None else weights
    model = LogisticRegression(C=settings.c, max_iter=2000)
    model.fit((signals - centre) / spread, labels, _balanced(given, labels) if settings.balanced else given)
    slopes = model.coef_[0] / spread
    return Logistic(float(model.intercept_[0] - slopes @ centre), slopes)


def _balanced(weights: Floats, labels: Labels) -> Floats:
    """Scale ``weights`` (n,) so that each class has half of their number."""
    share = np.where(labels, weights[labels].sum(), weights[~labels].sum())
    result: Floats = weights / share * len(labels) / 2
    return result


def folds(kinds: NDArray[Any], count: int, seed: int) -> NDArray[np.int64]:
    """Return the fold, 0 to ``count`` - 1, of each example (n,), every kind spread evenly.

    >>> folds(np.array([True] * 4 + [False] * 2), 2, 1).tolist().count(0)
    3
    """
    result = np.empty(len(kinds), dtype=np.int64)
    generator = np.random.default_rng(seed)
    dealt = 0
    for kind in np.unique(kinds):
        places = generator.permutation(np.flatnonzero(kinds == kind))
        # The next kind goes on where the last ended, so that the folds are of one size.
        result[places] = (np.arange(len(places)) + dealt) % count
        dealt += len(places)
    return result


def held_out(signals: Floats, fold: NDArray[np.int64], train: Train) -> Floats:
    """Return each example's probability (n,) by a model that ``train`` made of the other folds. Examples of
    a negative fold are in none, and NaN."""
    result = np.full(len(fold), np.nan, dtype=np.float64)
    for number in np.unique(fold[fold >= 0]):
        inside = fold == number
        result[inside] = train(np.flatnonzero((fold >= 0) & ~inside)).probabilities(signals[inside])
    return result
