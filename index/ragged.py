"""Rows of different lengths in one array: where they begin, and picking some of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


def starts_of(lengths: Sequence[int]) -> NDArray[np.int64]:
    """Return where each of several runs begins, and where the last one ends.

    >>> starts_of([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    return np.concatenate([[0], np.cumsum(np.array(lengths, dtype=np.int64))]).astype(np.int64)


def ragged(starts: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of all elements of ``rows``, one row after the other.

    >>> ragged(np.array([0, 2, 2, 5]), np.array([2, 0])).tolist()
    [2, 3, 4, 0, 1]
    """
    lengths = starts[rows + 1] - starts[rows]
    total = int(lengths.sum())
    shift = np.repeat(starts[rows] - starts_of(lengths.tolist())[:-1], lengths)
    return np.asarray(np.arange(total, dtype=np.int64) + shift, dtype=np.int64)


def picked(old: NDArray[Scalar], fresh: NDArray[Scalar], positions: NDArray[np.int64]) -> NDArray[Scalar]:
    """Return the elements at ``positions`` of ``old`` followed by ``fresh``, without joining the two first:
    ``old`` may be a memory map of gigabytes.

    >>> picked(np.array([1, 2, 3]), np.array([9]), np.array([3, 0])).tolist()
    [9, 1]
    """
    result = np.empty((len(positions), *old.shape[1:]), dtype=old.dtype)
    from_old = positions < len(old)
    result[from_old] = old[positions[from_old]]
    result[~from_old] = fresh[positions[~from_old] - len(old)]
    return result
