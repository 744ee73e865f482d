"""The signals of one ranked question, for the confidence and for calibrating it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.passage_text import indexed_text
from index.search import Ranked, Searcher, token_weights
from index.text import fold
from qa_service.confidence import NOTHING, Signals
from qa_service.judge import UNDECIDED, Judge
from qa_service.sought import Sought
from qa_service.spread import named_regions
from qa_service.weighing import Weighed, weigh

CONSIDERED = 3
"""The signals look at the first three hits: what a reader sees without scrolling."""

JUDGED = 2
"""The judge reads the first two. Reading five takes a sixth more of a question's time and tells little more
(held-out AUROC over all sets .968 and .970, of the development set .976 and .974)."""

NO_SIMILARITY = 0.7
"""Cosine (default model) of unrelated sentences: what no sentence at all counts as."""

_FIGURES = re.compile(r"\d+(?:\.\d+)?")


def read_signals(
    question: str,
    sought: Sought,
    ranked: Ranked,
    best: Sequence[int],
    searcher: Searcher,
    judge: Judge | None,
) -> Signals:
    """Return the signals of ``question``, which is after ``sought``. ``best`` are the passage numbers of the
    first hits, duplicates collapsed; ``judge`` is ``None`` where the model is not the one it learnt with."""
    if not best:
        return NOTHING
    top = list(best[:CONSIDERED])
    terms = ranked.terms
    texts = [_folded(searcher, number) for number in top]
    late = np.sort(ranked.legs["late"])[::-1]
    weights = token_weights(question, ranked.question.offsets)
    first = int(np.flatnonzero(ranked.order == top[0])[0])
    scores = ranked.scores
    asked, words = sought.asked, sought.words
    sentences = weigh(ranked, top, searcher, words, asked)
    leading = max(sentences, key=lambda sentence: sentence.support)
    stating = [sentence for sentence in sentences if sentence.states]
    lacks = (1 - leading.words) * words.weights
    return Signals(
        late=float(late[0]),
        rise=(float(late[0]) - ranked.background[0]) / ranked.background[1],
        gap=float(late[0] - late[min(9, len(late) - 1)]),
        weakest=_weakest(ranked.matched[first], weights),
        coverage=terms.coverage(texts[0]),
        covered=terms.coverage("\n".join(texts)),
        sentence=max(sentence.coverage for sentence in sentences),
        similarity=max(sentence.similarity for sentence in sentences),
        total=float(scores[0]),
        lead=float(scores[0] - scores[min(1, len(scores) - 1)]),
        lead5=float(scores[0] - scores[min(5, len(scores) - 1)]),
        support=leading.support,
        least=float(np.max([sentence.words for sentence in sentences], axis=0).min()),
        missing=float(lacks.max() / words.weights.max()),
        unmet=_unmet(question, leading),
        asks=float(bool(asked.kind)),
        stated=float(leading.states),
        stated_support=max((sentence.support for sentence in stating), default=0.0),
        stated_coverage=max((sentence.coverage for sentence in stating), default=0.0),
        stated_similarity=max((sentence.similarity for sentence in stating), default=NO_SIMILARITY),
        elsewhere=_elsewhere(question, top[0], searcher),
        judged=_judged(ranked, top, searcher, judge),
    )


def _judged(ranked: Ranked, top: Sequence[int], searcher: Searcher, judge: Judge | None) -> float:
    """What the judge's opinions of the first passages come to: the log of their summed odds, which is that of
    the best and a little more for another near it."""
    if judge is None:
        return UNDECIDED
    passages = [searcher.late.components(number) for number in top[:JUDGED]]
    return float(np.logaddexp.reduce(judge.logits(ranked.question.tokens, passages)))


def _weakest(similarities: NDArray[np.float32], weights: NDArray[np.float32]) -> float:
    """Mean of the lowest quarter of the tokens' similarities, punctuation left out."""
    telling = np.sort(similarities[weights > 0.5])
    return float(telling[: max(1, len(telling) // 4)].mean()) if len(telling) else 0.0


def _unmet(question: str, sentence: Weighed) -> float:
    """Share of the question's figures that neither the sentence nor its headings hold, 0 if it has none."""
    figures = _FIGURES.findall(fold(question))
    return sum(figure not in sentence.text for figure in figures) / len(figures) if figures else 0.0


def _elsewhere(question: str, number: int, searcher: Searcher) -> float:
    """1 where the question names a region and the passage's document is about another: the figure of a
    district is no answer for the city."""
    region = searcher.documents[int(searcher.owner[number])].metadata.region
    if region is None:
        return 0.0
    named = named_regions(question, searcher.documents)
    return float(bool(named) and region not in named)


def _folded(searcher: Searcher, number: int) -> str:
    document = searcher.documents[int(searcher.owner[number])]
    return fold(indexed_text(document, searcher.passages[number]).text)
