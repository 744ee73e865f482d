"""How sure the answer is: a calibrated probability from several signals, and the threshold for refusing."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer.

    ``late`` best MaxSim (about .6 to .95); ``rise`` how far it stands above the background, in standard
    deviations; ``gap`` best less tenth-best MaxSim; ``weakest`` mean similarity of the least matched
    quarter of the question's tokens in the first passage; ``coverage`` share of the question's term
    weight in the first passage with its headings, ``covered`` in the first three together, ``sentence``
    in one sentence with its headings; ``similarity`` best sentence cosine; ``total`` the first passage's
    fused score; ``lead`` and ``lead5`` its distance from the second and the sixth.

    The rest looks for the asked-for thing, sentence by sentence (with its headings) in the first three
    passages. ``support`` is the best weighted mean support of the question's words (:mod:`.support`),
    ``least`` the support of the least supported word wherever it is best, ``missing`` the weightiest
    lack in the best sentence (1: the heaviest word is not there at all), ``unmet`` the share of the
    question's figures (years, amounts) that the best sentence lacks. ``asks`` is 1 where the question
    asks for a number, a date or the like (:mod:`.asked`), ``stated`` 1 where the best sentence states one
    or none is asked for; ``stated_support``, ``stated_coverage`` and ``stated_similarity`` are the best
    support, term coverage and cosine among the sentences that do. ``elsewhere`` is 1 where the question
    names a region of the index and the first passage is about another. ``judged`` is the log of the summed
    odds by :mod:`.judge` that the first two passages answer.
    """

    late: float
    rise: float
    gap: float
    weakest: float
    coverage: float
    covered: float
    sentence: float
    similarity: float
    total: float
    lead: float
    lead5: float
    support: float
    least: float
    missing: float
    unmet: float
    asks: float
    stated: float
    stated_support: float
    stated_coverage: float
    stated_similarity: float
    elsewhere: float
    judged: float


_NAMES = tuple(signal.name for signal in fields(Signals))

NOTHING = Signals(*(0.0 for _ in _NAMES))
"""The signals of a question that found no passage at all."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """``1 / (1 + exp(-(intercept + Σ weight · signal)))``; a signal without weight does not count."""

    intercept: float
    weights: dict[str, float]

    def probability(self, signals: Signals) -> float:
        """Return the probability, 0 to 1."""
        total = self.intercept + sum(
            self.weights[name] * getattr(signals, name) for name in _NAMES if name in self.weights
        )
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """``topic`` tells whether the documents speak of the matter at all, ``evidence`` whether they hold the
    answer, given that they do; the confidence is the product. Below ``threshold`` a question is refused.

    Two models and not one, because what gives away a question from elsewhere (low similarity) says
    nothing about a missing fact among many that are alike.
    """

    topic: Logistic
    evidence: Logistic
    threshold: float

    def confidence(self, signals: Signals) -> float:
        """Return the probability (0 to 1) that the evidence was found."""
        return self.topic.probability(signals) * self.evidence.probability(signals)


@lru_cache(maxsize=1)
def shipped() -> Calibration:
    """Return the calibration that ships with this version, for the default model.

    It is written by ``planqa eval calibrate``; ``docs/evaluation.md`` has the figures.
    """
    text = Path(__file__).with_name("calibration.json").read_text(encoding="utf-8")
    return read_calibration(json.loads(text))


def read_calibration(data: dict[str, Any]) -> Calibration:
    """Read a calibration from its JSON form."""
    return Calibration(_logistic(data["topic"]), _logistic(data["evidence"]), float(data["threshold"]))


def _logistic(data: dict[str, Any]) -> Logistic:
    weights = {str(name): float(value) for name, value in data["weights"].items()}
    return Logistic(float(data["intercept"]), weights)
