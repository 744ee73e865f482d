"""What was found paired with the gold, nearest first, each at most once."""

from __future__ import annotations

from collections.abc import Iterable


def pair_nearest(candidates: Iterable[tuple[int, int, int]]) -> dict[int, int]:
    """Return the pairs of ``candidates``, each ``(distance, found, gold)``, in the order given.

    >>> pair_nearest([(0, 1, 1), (1, 0, 1), (2, 0, 0)])
    {1: 1, 0: 0}
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in candidates:
        if left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return pairs
