"""How well a sentence supports each word of a question: by its characters, or by its meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.segment import segmenter
from index.terms import without_asking
from index.text import FUNCTION_WORDS, bigrams, fold, plain

LOW, HIGH = 0.68, 0.87
"""Mean token similarity (cosine, default model) at which a word counts as unsupported and as supported by
meaning: that of unrelated words, and that of the same word in another sentence."""

_LETTER = re.compile(r"\w")

MEASURES = frozenset("个家名位张座条项所幢栋件台处次场只种")
"""Measure words, which stay behind when 多少 is taken out and name nothing."""

UNKNOWN = 3.0
"""Weight of a word none of whose bigrams is weighed; the weights of others run from 0 to about 8."""


@dataclass(frozen=True, slots=True)
class Words:
    """A question's content words: ``grams`` their folded character bigrams, ``tokens`` the positions of their
    tokens, ``weights`` (words,) their mean inverse document frequency."""

    grams: tuple[tuple[str, ...], ...]
    tokens: tuple[tuple[int, ...], ...]
    weights: NDArray[np.float64]

    def lexical(self, *folded: str) -> NDArray[np.float64]:
        """Share (texts, words) of each word's bigrams that stand in each ``folded`` text."""
        grams = [gram for word in self.grams for gram in word]
        there = np.array([[gram in text for gram in grams] for text in folded], dtype=np.int64)
        lengths = np.array([len(word) for word in self.grams])
        shares: NDArray[np.float64] = np.add.reduceat(there, lengths.cumsum() - lengths, axis=1) / lengths
        return shares

    def semantic(self, similarities: NDArray[np.float32]) -> NDArray[np.float64]:
        """Support (…, words), 0 to 1, from the best similarity of each question token, (…, tokens)."""
        means = np.zeros((*similarities.shape[:-1], len(self.tokens)))
        for word, places in enumerate(self.tokens):
            if places:
                means[..., word] = similarities.take(places, axis=-1).mean(axis=-1)
        return np.clip((means - LOW) / (HIGH - LOW), 0.0, 1.0)

    def mean(self, support: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mean (…) of ``support`` (…, words), each word by its weight."""
        means: NDArray[np.float64] = (support * self.weights).sum(axis=-1) / self.weights.sum()
        return means


def read_words(question: str, offsets: NDArray[np.int32], weights: Mapping[str, float]) -> Words:
    """Cut ``question`` into content words. ``offsets`` (tokens, 2) are its tokens' spans, ``weights`` its
    terms' inverse document frequencies. A question of function words alone counts as one word."""
    spans = _spans(plain(question)) or [(0, len(question))]
    grams = [tuple(dict.fromkeys(bigrams(fold(question[a:b])))) or (question[a:b],) for a, b in spans]
    places = offsets.tolist()
    tokens = [tuple(i for i, (x, y) in enumerate(places) if x < b and y > a) for a, b in spans]
    return Words(tuple(grams), tuple(tokens), np.array([_weight(word, weights) for word in grams]))


def _spans(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for word in segmenter().cut(without_asking(text)):
        if _LETTER.search(word) and word.lower() not in FUNCTION_WORDS and word not in MEASURES:
            found.append((start, start + len(word)))
        start += len(word)
    return found


def _weight(grams: Sequence[str], weights: Mapping[str, float]) -> float:
    known = [weights[gram] for gram in grams if weights.get(gram)]
    return sum(known) / len(known) if known else UNKNOWN
