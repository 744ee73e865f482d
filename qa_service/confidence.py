"""How sure the answer is: a calibrated probability from several signals, and the threshold for refusing."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer, each about 0 to 1 unless said otherwise.

    ``late`` best MaxSim; ``late_rise`` how far it stands above the background (standard deviations / 10);
    ``coverage`` share of the question's term weight in the best passage with its headings; ``covered``
    the same over the first three passages; ``sentence`` score of the best marked sentence; ``margin``
    best late score less the tenth; ``agreement`` share of legs whose own best passage is among the
    first three.
    """

    late: float
    late_rise: float
    coverage: float
    covered: float
    sentence: float
    margin: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of a logistic model over :class:`Signals`, and the ``threshold`` on its probability below
    which a question is refused. Fitted by ``planqa eval calibrate`` (see ``docs/figures``)."""

    intercept: float
    weights: dict[str, float]
    threshold: float

    def confidence(self, signals: Signals) -> float:
        """Return the probability (0 to 1) that the evidence was found."""
        total = self.intercept + sum(self.weights.get(k, 0.0) * v for k, v in asdict(signals).items())
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


DEFAULT = Calibration(
    intercept=-8.0,
    weights={"covered": 6.0, "coverage": 2.0, "sentence": 4.0, "late_rise": 4.0},
    threshold=0.5,
)
