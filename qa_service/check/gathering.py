"""Pieces of a sentence that agree with words far from what surrounds them, laid beside what stands there.

A fitting alignment follows the letters: where the source has 应当设立 and the draft 不得设立, it takes the
不得 from the article before. What counts is what stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from qa_service.check.align import align, equal_pairs
from qa_service.check.tokens import Tokens, part_of

FAR = 6
"""Source tokens left out between two shared ones from which they come from two places."""

ISLAND = 16
"""Most tokens of a piece that is looked at; a longer one was moved as it is."""

STRAY = 3
"""Most tokens of a word that is chance where nothing around it agrees."""

SHARE, OWN = 0.5, 0.7
"""Share of a piece that must agree in its new place, and share of what agreed in the old one."""

Partner = NDArray[np.int32]
Rows = NDArray[np.int64]


def gathered(draft: Tokens, source: Tokens, partner: Partner) -> NDArray[np.bool_]:
    """Move small pieces beside their neighbours where most of them agree there, unpair single words that
    agree with nothing around them, and return which tokens agree then. ``partner`` is changed in place."""
    for chain, before, after in _beside(equal_pairs(draft, source, partner), partner):
        if len(chain) <= ISLAND:
            _settle(draft, source, partner, chain, before, after)
    for chain, before, after in _beside(equal_pairs(draft, source, partner), partner):
        if len(chain) > ISLAND:
            _adjoin(draft, source, partner, chain, before, after)
    return equal_pairs(draft, source, partner)


def _beside(equal: NDArray[np.bool_], partner: Partner) -> Iterator[tuple[Rows, Rows | None, Rows | None]]:
    """Yield each chain with the one before and the one behind, if there are several."""
    chains = _chains(equal, partner)
    if len(chains) > 1:
        yield from zip(chains, [None, *chains[:-1]], [*chains[1:], None], strict=True)


def _chains(equal: NDArray[np.bool_], partner: Partner) -> list[Rows]:
    """The shared tokens in pieces, each from one place of the source."""
    shared = np.flatnonzero(equal)
    if not len(shared):
        return []
    off = np.abs(np.diff(partner[shared]) - np.diff(shared))
    return np.split(shared, np.flatnonzero(off > FAR) + 1)


def _adjoin(
    draft: Tokens, source: Tokens, partner: Partner, chain: Rows, before: Rows | None, after: Rows | None
) -> None:
    """Move a long piece that the source has a second time next to its neighbour: there the word between the
    two has its counterpart."""
    for neighbour, own in ((after, chain[-1]), (before, chain[0])):
        if neighbour is None:
            continue
        near = neighbour[0] if neighbour is after else neighbour[-1]
        if not 1 < abs(int(near - own)) <= FAR:
            continue
        beside = int(partner[near]) - int(near - own) - int(partner[own])
        for shift in sorted(range(beside - FAR, beside + FAR + 1), key=lambda by: abs(by - beside)):
            places = partner[chain] + shift
            apart = places[-1] < partner[near] if neighbour is after else places[0] > partner[near]
            if apart and places[0] >= 0 and places[-1] < len(source) and _same(draft, chain, source, places):
                partner[chain] = places
                return


def _same(draft: Tokens, rows: Rows, source: Tokens, columns: Partner) -> bool:
    if not (draft.codes[rows] == source.codes[columns]).all():
        return False
    pairs = (
        (draft.figures[r], source.figures[c]) for r, c in zip(rows.tolist(), columns.tolist(), strict=True)
    )
    return all(one is other or (one and other and one.text == other.text) for one, other in pairs)


def _settle(
    draft: Tokens, source: Tokens, partner: Partner, chain: Rows, before: Rows | None, after: Rows | None
) -> None:
    low = int(before[-1]) + 1 if before is not None else int(chain[0])
    high = int(after[0]) if after is not None else len(draft)
    own = float(draft.weights[chain].sum())
    needed = max(SHARE * float(draft.weights[low:high].sum()), OWN * own)
    best: tuple[float, Partner] | None = None
    for start, end in _windows(source, partner, high - low, before, after):
        found = align(part_of(draft, low, high), part_of(source, start, end))
        weight = float(draft.weights[low:high][found.equal].sum())
        if weight >= needed and (best is None or weight > best[0]):
            best = weight, np.where(found.partner >= 0, found.partner + start, -1).astype(np.int32)
    if best is not None:
        partner[low:high] = best[1]
    elif len(chain) <= STRAY and all(draft.figures[int(row)] is None for row in chain):
        partner[chain] = -1
    elif len(chain) == 1:
        _face(draft, source, partner, int(chain[0]))


def _face(draft: Tokens, source: Tokens, partner: Partner, row: int) -> None:
    """A figure by itself is laid beside the one that stands in its place: 附9 for 附2 with a 9 further on."""
    for neighbour, step in ((row - 1, 1), (row + 1, -1)):
        if 0 <= neighbour < len(draft) and partner[neighbour] >= 0:
            column = int(partner[neighbour]) + step
            if 0 <= column < len(source) and source.figures[column] is not None:
                partner[row] = column
                return


def _windows(
    source: Tokens, partner: Partner, size: int, before: Rows | None, after: Rows | None
) -> list[tuple[int, int]]:
    """Where the piece would stand if it stood beside its neighbours."""
    found = []
    if before is not None:
        start = int(partner[before[-1]]) + 1
        found.append((start, min(len(source), start + size + FAR)))
    if after is not None:
        end = int(partner[after[0]])
        found.append((max(0, end - size - FAR), end))
    return [(start, end) for start, end in found if start < end]
