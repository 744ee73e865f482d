"""Area under the ROC curve, by its meaning: the chance that a positive scores above a negative."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def win_matrix(positive: Sequence[float], negative: Sequence[float]) -> NDArray[np.float64]:
    """Return a matrix (positives x negatives): 1 where the positive scores higher, ½ where they tie."""
    high = np.asarray(positive, dtype=np.float64)[:, None]
    low = np.asarray(negative, dtype=np.float64)[None, :]
    return np.asarray((high > low) + 0.5 * (high == low), dtype=np.float64)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the area in [0, 1], ties counted half; ``None`` where either side is empty.

    >>> auroc([0.9, 0.5], [0.5, 0.1])
    0.875
    """
    if not positive or not negative:
        return None
    return float(win_matrix(positive, negative).mean())
