"""The confidence in two parts: do the documents speak of the matter, and do they hold the answer?

Two models and not one: what gives away a question from elsewhere says nothing about a missing fact among many
that are alike. The shapes are those of :mod:`qa_service.confidence`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from eval.logistic import FitSettings, Floats, Logistic, fit

UNANSWERABLE: Final = 0
"""Same matter, answered nowhere."""
ANSWERABLE: Final = 1
FOREIGN: Final = 2
"""Asked of documents on other matters."""
LEFT_OUT: Final = 3
"""An answerable question without the passages of its evidence: to learn from, not to be judged by."""
BESIDE_ANSWERABLE: Final = 4
"""Of a set that counts in the evidence part's fit alone."""
BESIDE_UNANSWERABLE: Final = 5

FOREIGN_WEIGHT: Final = 0.8
"""Weight of a foreign question in the topic part, whose classes are not balanced. Foreign questions are easy
to tell, and given much weight they pull down everyday questions, which share few words with any document. In
trials at 6 % false refusals: of the unanswerable and of the foreign questions .67 and .65 were refused with
.3, .67 and .78 with .8."""

Kinds = NDArray[np.int64]
ALWAYS: Final = 40.0
"""Intercept of a part that always says yes (the logistic function of 40 is 1)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """``topic`` sees the signals in ``columns`` (``None``: nothing foreign was there to learn from, and every
    question counts as being on the matter), ``evidence`` sees all."""

    topic: Logistic | None
    columns: tuple[int, ...]
    evidence: Logistic

    def probabilities(self, signals: Floats) -> Floats:
        """Return the product of both parts, (n,)."""
        evidence = self.evidence.probabilities(signals)
        if self.topic is None:
            return evidence
        result: Floats = evidence * self.topic.probabilities(signals[:, list(self.columns)])
        return result


def fit_parts(
    signals: Floats,
    kinds: Kinds,
    columns: tuple[int, ...],
    settings: FitSettings,
    weights: Floats | None = None,
) -> Parts:
    """Fit the evidence on own questions, the topic on own against foreign ones (if there are any).

    ``weights`` (n,) say how much each example counts. Questions whose evidence was left out are on the
    matter too.

    >>> signals, kinds = np.array([[0.0], [0.2], [1.0], [1.1]]), np.array([0, 0, 1, 1])
    >>> fit_parts(signals, kinds, (0,), FitSettings()).topic is None
    True
    """
    own = kinds != FOREIGN
    given = np.ones(len(kinds)) if weights is None else weights
    evidence = fit(signals[own], is_answered(kinds[own]), settings, given[own])
    if own.all():
        return Parts(None, columns, evidence)
    told = ~np.isin(kinds, (BESIDE_ANSWERABLE, BESIDE_UNANSWERABLE))
    light = np.where(own, given, FOREIGN_WEIGHT * given)[told]
    topic = fit(signals[told][:, list(columns)], own[told], replace(settings, balanced=False), light)
    return Parts(topic, columns, evidence)


def is_answered(kinds: Kinds) -> NDArray[np.bool_]:
    """Tell which examples the documents answer."""
    return np.isin(kinds, (ANSWERABLE, BESIDE_ANSWERABLE))


def coefficients(parts: Parts, names: list[str], threshold: float) -> dict[str, Any]:
    """Return what :func:`qa_service.confidence.read_calibration` reads."""
    picked = [names[column] for column in parts.columns]
    return {
        "topic": _as_json(parts.topic, picked) if parts.topic else {"intercept": ALWAYS, "weights": {}},
        "evidence": _as_json(parts.evidence, names),
        "threshold": round(threshold, 4),
    }


def _as_json(model: Logistic, names: list[str]) -> dict[str, Any]:
    weights = zip(names, model.weights.tolist(), strict=True)
    return {"intercept": round(model.intercept, 6), "weights": {name: round(w, 6) for name, w in weights}}
