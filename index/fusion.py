"""How the legs' scores become one ranking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FusionSettings:
    """Weights of the legs' standardised scores and the number of passages that late interaction re-ranks.

    Chosen on the dev questions (``docs/figures``); ``words`` and ``bigrams`` are the two BM25 legs,
    ``passage`` and ``sentence`` the vector legs, ``late`` MaxSim. ``candidates`` is a count of passages.
    """

    words: float = 0.5
    bigrams: float = 1.0
    passage: float = 0.5
    sentence: float = 1.0
    late: float = 3.0
    candidates: int = 100


def standardise(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return ``scores`` (n,) less their mean, in standard deviations, both taken over the allowed ones.

    Where all allowed scores are equal (no word in common) the result is zero.
    """
    inside = scores[allowed]
    spread = inside.std() if len(inside) else np.float32(0)
    if not spread > 1e-9:
        return np.zeros_like(scores)
    result: NDArray[np.float32] = (scores - inside.mean()) / spread
    return result
