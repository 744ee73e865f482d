"""A generation opened for searching: the legs, the filter, the fusion."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from index.covers import asks_of_cover
from index.dense import DenseIndex
from index.documents_io import load_reports
from index.encoder import Encoded, Encoder
from index.fusion import FirstPass, FusionSettings, SecondPass, late_scores, standardise
from index.generation import Generation
from index.late import BACKGROUND, SEED, LateIndex
from index.layout import Names
from index.lexical import LexicalIndex
from index.terms import Terms, read_terms
from index.text import bigrams, fold, number_tokens, plain, words
from ingest.errors import DamagedIndex
from ingest.model import Document, FileReport, Passage

_LETTER = re.compile(r"\w")

TYPICAL_LENGTH = 200
"""Characters of a usual passage: the length prior is zero there."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The ranking of one question: ``order`` (c,) passage numbers best first with their ``scores`` (c,), and
    each leg's own score for them, (c,) by name.

    ``sentence_scores`` are the cosines of all sentences, ``matched`` (c, question tokens) the best similarity
    of each question token in each candidate, ``background`` mean and standard deviation of MaxSim over
    passages drawn at random. ``weighed`` (c,) by name is what the second pass weighs, and the ``bonus`` of
    what the question names.
    """

    order: NDArray[np.int64]
    scores: NDArray[np.float32]
    legs: dict[str, NDArray[np.float32]]
    sentence_scores: NDArray[np.float32]
    question: Encoded
    terms: Terms
    matched: NDArray[np.float32]
    background: tuple[float, float]
    weighed: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


class Searcher:
    """All stores of one generation. Reading only, so any number of threads may search at once."""

    def __init__(
        self, generation: Generation, encoder: Encoder, settings: FusionSettings | None = None
    ) -> None:
        self.generation = generation
        self.encoder = encoder
        self.settings = settings or FusionSettings()
        self.reports: list[FileReport] = load_reports(generation.path / Names.DOCUMENTS)
        self.documents: list[Document] = [d for report in self.reports for d in report.documents]
        self.passages: list[Passage] = [p for d in self.documents for p in d.passages]
        self.owner = np.array([i for i, d in enumerate(self.documents) for _ in d.passages], dtype=np.int64)
        self.words = LexicalIndex.load(generation.path / Names.WORDS)
        self.bigrams = LexicalIndex.load(generation.path / Names.BIGRAMS)
        self.dense = DenseIndex.load(generation.path / Names.PASSAGES)
        self.sentences = DenseIndex.load(generation.path / Names.SENTENCES)
        self.spans: NDArray[np.int32] = np.load(generation.path / Names.SPANS, allow_pickle=False)
        self.late = LateIndex.load(generation.path / Names.LATE)
        self.first_span = np.searchsorted(self.spans[:, 0], np.arange(len(self.passages) + 1))
        self._check()
        drawn = np.random.default_rng(SEED).permutation(len(self.passages))[:BACKGROUND]
        self._compare = self.late.beside(np.sort(drawn).astype(np.int64))
        self.front = np.array([p.kind == "front" for p in self.passages], dtype=np.float32)
        lengths = np.array([max(1, len(p.text)) for p in self.passages], dtype=np.float32)
        self.length = np.log(lengths / np.float32(TYPICAL_LENGTH))

    def _check(self) -> None:
        """The stores must speak of the same passages."""
        count = len(self.passages)
        sizes = {len(self.words), len(self.bigrams), len(self.dense), len(self.late), count}
        if len(sizes) != 1 or len(self.sentences) != len(self.spans):
            raise DamagedIndex(
                f"索引 {self.generation.id} 各部分的段落数不一致：{sorted(sizes)}",
                remedy="请运行 planqa build 重建，或 planqa rollback 回到上一版",
            )

    def search(
        self,
        question: str,
        allowed: NDArray[np.bool_] | None = None,
        raised: Mapping[int, float] | None = None,
    ) -> Ranked:
        """Rank the passages for ``question``.

        Only those that ``allowed`` (n,) admits, if given. ``raised`` maps passages that the question names
        outright to a bonus on their score; they are candidates whatever the first pass says. One below zero
        is taken from the score.
        """
        mask = np.ones(len(self.passages), dtype=bool) if allowed is None else allowed
        seconds: dict[str, float] = {}
        started = time.perf_counter()
        question = plain(question)  # the model knows Traditional characters, but less well
        encoded = self.encoder.encode_query(question)
        seconds["encode"] = time.perf_counter() - started
        started = time.perf_counter()
        folded = fold(question)
        raw = {
            "words": self.words.scores(words(folded) + number_tokens(folded)),
            "bigrams": self.bigrams.scores(bigrams(folded)),
        }
        terms = read_terms(question, self.bigrams)
        seconds["lexical"] = time.perf_counter() - started
        started = time.perf_counter()
        raw["passage"] = self.dense.scores(encoded.pooled)
        by_sentence = self.sentences.scores(encoded.pooled)
        raw["sentence"] = np.maximum.reduceat(by_sentence, self.first_span[:-1])
        seconds["dense"] = time.perf_counter() - started
        legs = {name: standardise(scores, mask) for name, scores in raw.items()}
        candidates = _best(_weighted(legs, self.settings.first), mask, self.settings.candidates)
        if raised:
            candidates = np.union1d(
                candidates,
                np.array([n for n, bonus in raised.items() if bonus > 0 and mask[n]], dtype=np.int64),
            )
        started = time.perf_counter()
        matched, behind = self._matched(encoded, candidates)
        weights = token_weights(question, encoded.offsets)
        weights /= max(float(weights.sum()), 1e-6)
        chance = behind @ weights
        background = float(chance.mean()), max(float(chance.std()), 1e-6)
        late = matched @ weights
        seconds["late"] = time.perf_counter() - started
        close = {name: scores[candidates] for name, scores in legs.items()}
        close |= late_scores((late - background[0]) / background[1], terms.covered[candidates])
        close |= {
            "coverage": terms.covered[candidates],
            "front": self.front[candidates] * asks_of_cover(question),
            "length": self.length[candidates],
        }
        bonus = np.zeros(len(candidates), dtype=np.float32)
        if raised:
            bonus[:] = [raised.get(number, 0.0) for number in candidates.tolist()]
        total = _weighted(close, self.settings.second) + bonus
        close["bonus"] = bonus
        order = np.lexsort((candidates, -total))
        shown = {name: scores[candidates][order] for name, scores in raw.items()}
        shown |= {"late": late[order], "coverage": close["coverage"][order]}
        return Ranked(
            candidates[order],
            total[order],
            shown,
            by_sentence,
            encoded,
            terms,
            matched[order],
            background,
            {name: np.asarray(scores[order], np.float32) for name, scores in close.items()},
            seconds,
        )

    def _matched(
        self, encoded: Encoded, candidates: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Best similarity of each question token in the candidates and in the background passages."""
        tokens = encoded.tokens if len(encoded.tokens) else encoded.pooled[None, :]
        best = self._compare(tokens, candidates)
        return best[: len(candidates)], best[len(candidates) :]


def _weighted(scores: dict[str, NDArray[np.float32]], weights: FirstPass | SecondPass) -> NDArray[np.float32]:
    """Sum of the scores times their weights; a leg without weight is left out."""
    parts = [np.float32(getattr(weights, name, 0.0)) * values for name, values in scores.items()]
    return np.asarray(reduce(np.add, parts), dtype=np.float32)


def token_weights(question: str, offsets: NDArray[np.int32]) -> NDArray[np.float32]:
    """Weights (tokens,) of a question's tokens: punctuation counts little.

    >>> token_weights("什么？", np.array([[0, 2], [2, 3]], dtype=np.int32)).round(2).tolist()
    [1.0, 0.05]
    """
    weights = [1.0 if _LETTER.search(question, a, b) else 0.05 for a, b in offsets.tolist()]
    return np.array(weights or [1.0], dtype=np.float32)


def _best(scores: NDArray[np.float32], mask: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    allowed = np.flatnonzero(mask)
    if len(allowed) > count:
        chosen = np.argpartition(-scores[allowed], count - 1)[:count]
        allowed = np.sort(allowed[chosen])
    return allowed.astype(np.int64)


def mask_of(owner: NDArray[np.int64], documents: Sequence[bool]) -> NDArray[np.bool_]:
    """Turn a verdict for each document into one for each passage, (n,)."""
    verdicts = np.asarray(documents, dtype=bool)
    result: NDArray[np.bool_] = verdicts[owner]
    return result
