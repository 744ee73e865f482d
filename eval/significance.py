"""Is a difference between two runs more than luck? Paired tests on one value a question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from eval.intervals import SEED

ENUMERATED: Final = 14
"""Up to this many questions that differ, every assignment of signs is tried (2**14 of them)."""
DRAWS: Final = 20_000
"""Random assignments of signs beyond that: a p-value of .05 is then known to about .003."""
_SAME: Final = 1e-12


def paired_p(differences: Sequence[float]) -> float:
    """Return the two-sided p-value of "both runs are equally good", given one difference a question.

    A randomisation test on the sum: were the runs exchangeable, each difference could as well have the
    other sign. Where all differences are of one size (hits and misses) that is McNemar's exact test, and it
    is computed as such; with few differences all signs are tried; otherwise :data:`DRAWS` are drawn.

    >>> paired_p([1, 1, 1, 1, 1, 0, 0])
    0.0625
    >>> paired_p([0, 0])
    1.0
    """
    changed = np.array([value for value in differences if abs(value) > _SAME], dtype=np.float64)
    if not changed.size:
        return 1.0
    sizes = np.abs(changed)
    if sizes.max() - sizes.min() < _SAME:
        return sign_test(int((changed > 0).sum()), int((changed < 0).sum()))
    seen = abs(changed.sum()) - _SAME
    if len(changed) <= ENUMERATED:
        signs = 1 - 2 * ((np.arange(2 ** len(changed))[:, None] >> np.arange(len(changed))) & 1)
        return float((np.abs(signs @ changed) >= seen).mean())
    signs = np.random.default_rng(SEED).choice((-1.0, 1.0), size=(DRAWS, len(changed)))
    # One is added on both sides: the assignment that was seen is one of those that could be drawn.
    return float((1 + (np.abs(signs @ changed) >= seen).sum()) / (1 + DRAWS))


def sign_test(won: int, lost: int) -> float:
    """Return the two-sided exact p-value of ``won`` against ``lost`` (McNemar's exact test).

    >>> sign_test(5, 0), sign_test(3, 3)
    (0.0625, 1.0)
    """
    total, few = won + lost, min(won, lost)
    tail = sum(math.comb(total, count) for count in range(few + 1)) / 2**total
    return min(1.0, 2 * float(tail))


def holm(values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for their number (Holm 1979): of seven figures one is easily "significant".

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=lambda place: values[place])
    adjusted = [0.0] * len(values)
    running = 0.0
    for rank, place in enumerate(order):
        running = max(running, min(1.0, values[place] * (len(values) - rank)))
        adjusted[place] = running
    return adjusted
