"""Folded text as a row of tokens: a figure is one token, everything else a character each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_service.check.figures import Figure, read_figures
from qa_service.check.folding import Folded

FIGURE = -1
"""Code of a token that is a figure."""

LIGHT = frozenset("的了和与及或在是为等将把对以于并而且其之该这那也都就到达至着")
"""Characters that a faithful paraphrase adds and drops freely."""

LIGHT_WEIGHT, FIGURE_WEIGHT = 0.25, 2.5


@dataclass(frozen=True, slots=True)
class Tokens:
    """``codes`` (n,) code points or :data:`FIGURE`; token i covers folded ``[starts[i], ends[i])``;
    ``figures[i]`` is the figure or ``None``; ``weights`` (n,) how much each counts; ``broken`` are the tokens
    that punctuation precedes."""

    text: str
    codes: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    figures: tuple[Figure | None, ...]
    weights: NDArray[np.float32]
    broken: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.codes)

    def words(self, low: int, high: int) -> str:
        """Folded text of tokens ``[low, high)``."""
        return self.text[int(self.starts[low]) : int(self.ends[high - 1])] if low < high else ""


def tokenise(folded: Folded, start: int = 0, end: int | None = None) -> Tokens:
    """Return the tokens of folded ``[start, end)``, their offsets counted from ``start``."""
    text = folded.text[start:end]
    broken = set(np.flatnonzero(folded.broken[start : start + len(text)]).tolist())
    figures = {figure.start: figure for figure in read_figures(text, broken)}
    starts: list[int] = []
    found: list[Figure | None] = []
    position = 0
    while position < len(text):
        figure = figures.get(position)
        starts.append(position)
        found.append(figure)
        position = figure.end if figure else position + 1
    ends = [*starts[1:], len(text)]
    codes = [FIGURE if figure else ord(text[at]) for at, figure in zip(starts, found, strict=True)]
    weights = [_weight(text[at], figure) for at, figure in zip(starts, found, strict=True)]
    return Tokens(
        text,
        np.array(codes, dtype=np.int32),
        np.array(starts, dtype=np.int32),
        np.array(ends if text else [], dtype=np.int32),
        tuple(found),
        np.array(weights, dtype=np.float32),
        frozenset(index for index, at in enumerate(starts) if at in broken),
    )


def _weight(char: str, figure: Figure | None) -> float:
    if figure:
        return FIGURE_WEIGHT
    return LIGHT_WEIGHT if char in LIGHT or not char.isalnum() else 1.0


def part_of(tokens: Tokens, low: int, high: int) -> Tokens:
    """Return tokens ``[low, high)`` of a row; offsets and ``broken`` stay those of the whole."""
    return Tokens(
        tokens.text,
        tokens.codes[low:high],
        tokens.starts[low:high],
        tokens.ends[low:high],
        tokens.figures[low:high],
        tokens.weights[low:high],
    )
