"""How the legs' scores become one ranking: a wide first pass, then a closer look at the best of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FirstPass:
    """Weights of the legs' standardised scores when candidates are chosen among all passages: ``words`` and
    ``bigrams`` are the two BM25 legs, ``passage`` and ``sentence`` the vector legs."""

    words: float = 0.3
    bigrams: float = 0.7
    passage: float = 1.0
    sentence: float = 1.0


@dataclass(frozen=True, slots=True)
class SecondPass:
    """Weights in the ranking of the candidates, fitted on right and wrong passages of the dev
    questions and, a fifth each, the everyday ones (cross-validated figures: ``docs/figures``).

    The legs count as in the first pass; ``late`` is MaxSim in standard deviations over the background,
    ``unworded`` and ``margin`` are made of it (:func:`late_scores`), ``coverage`` is the share (0 to 1) of
    the question's term weight that the passage or its headings hold, ``front`` a prior for covers (title,
    number, date), which are short on everything else, where the question asks of them, ``length`` the
    natural logarithm of the passage's length over 200 characters.
    """

    words: float = 0.07
    bigrams: float = 0.08
    passage: float = 0.65
    sentence: float = 1.02
    late: float = 0.79
    unworded: float = 0.82
    margin: float = 1.97
    coverage: float = 10.0
    front: float = 3.8
    length: float = -0.07


OF_LATE = ("unworded", "margin")
"""Weights of the second pass that go with the ``late`` leg."""


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """Both passes, and how many ``candidates`` (passages) go from the first to the second."""

    first: FirstPass = FirstPass()
    second: SecondPass = SecondPass()
    candidates: int = 80

    def without(self, *legs: str) -> FusionSettings:
        """Return the settings with some legs' weights at zero in both passes, for ablations.

        >>> FusionSettings().without("late", "words").second.late
        0.0
        """
        gone = {*legs, *(OF_LATE if "late" in legs else ())}
        first = {f.name: 0.0 for f in fields(FirstPass) if f.name in gone}
        second = {f.name: 0.0 for f in fields(SecondPass) if f.name in gone}
        return replace(self, first=replace(self.first, **first), second=replace(self.second, **second))

    def only(self, leg: str) -> FusionSettings:
        """Return the settings with one leg alone; ``late`` alone re-ranks the candidates of all first legs.

        >>> FusionSettings().only("bigrams").first.words
        0.0
        """
        names = {f.name for f in fields(SecondPass)} - {leg}
        settings = self.without(*names)
        first = self.first if leg not in {f.name for f in fields(FirstPass)} else settings.first
        weight = {leg: 1.0}
        return replace(settings, first=first, second=replace(settings.second, **weight))


def late_scores(late: NDArray[np.float32], covered: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """Return what the second pass weighs of the candidates' MaxSim ``late`` (c,), in standard deviations.

    ``unworded`` is ``late`` times the share of the question's terms that no candidate covers (``covered``
    (c,), 0 to 1): where the question has its own words, those of the passages tell little. ``margin`` is the
    best candidate's lead over the second, zero for all others.

    >>> scores = late_scores(np.array([2.0, 3.0], "f4"), np.array([0.25, 0.0], "f4"))
    >>> scores["unworded"].tolist(), scores["margin"].tolist()
    ([1.5, 2.25], [0.0, 1.0])
    """
    margin = np.zeros_like(late)
    if len(late) > 1:
        second, best = np.argsort(late)[-2:]
        margin[best] = late[best] - late[second]
    missing = np.float32(1.0) - (covered.max() if len(covered) else np.float32(0.0))
    return {"late": late, "unworded": np.asarray(late * missing, np.float32), "margin": margin}


def standardise(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return ``scores`` (n,) less their mean, in standard deviations, both taken over the allowed ones.

    Where all allowed scores are equal (no word in common) the result is zero.
    """
    inside = scores[allowed]
    if not len(inside):
        return np.zeros_like(scores)
    mean: NDArray[np.float32] = np.mean(inside, keepdims=True)
    spread = np.float32(inside.std(mean=mean))
    if not spread > 1e-9:
        return np.zeros_like(scores)
    result: NDArray[np.float32] = (scores - mean) / spread
    return result
