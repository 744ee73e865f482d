"""The signals of one ranked question, for the confidence and for calibrating it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.passage_text import indexed_text
from index.search import Ranked, Searcher, token_weights
from index.text import fold
from qa_service.confidence import NOTHING, Signals

CONSIDERED = 3
"""The signals look at the first three hits: what a reader sees without scrolling."""


def read_signals(question: str, ranked: Ranked, best: Sequence[int], searcher: Searcher) -> Signals:
    """Return the signals of ``question``. ``best`` are the passage numbers of the first hits, duplicates
    collapsed."""
    if not best:
        return NOTHING
    top = list(best[:CONSIDERED])
    terms = ranked.terms
    texts = [_folded(searcher, number) for number in top]
    late = np.sort(ranked.legs["late"])[::-1]
    weights = token_weights(question, ranked.question.offsets)
    first = int(np.flatnonzero(ranked.order == top[0])[0])
    sentence, similarity = _best_sentence(ranked, top, searcher)
    scores = ranked.scores
    return Signals(
        late=float(late[0]),
        rise=(float(late[0]) - ranked.background[0]) / ranked.background[1],
        gap=float(late[0] - late[min(9, len(late) - 1)]),
        weakest=_weakest(ranked.matched[first], weights),
        coverage=terms.coverage(texts[0]),
        covered=terms.coverage("\n".join(texts)),
        sentence=sentence,
        similarity=similarity,
        total=float(scores[0]),
        lead=float(scores[0] - scores[min(1, len(scores) - 1)]),
        lead5=float(scores[0] - scores[min(5, len(scores) - 1)]),
    )


def _weakest(similarities: NDArray[np.float32], weights: NDArray[np.float32]) -> float:
    """Mean of the lowest quarter of the tokens' similarities, punctuation left out."""
    telling = np.sort(similarities[weights > 0.5])
    return float(telling[: max(1, len(telling) // 4)].mean()) if len(telling) else 0.0


def _best_sentence(ranked: Ranked, top: Sequence[int], searcher: Searcher) -> tuple[float, float]:
    """Best term coverage of a single sentence with its headings, and best sentence cosine."""
    coverage = similarity = 0.0
    for number in top:
        passage = searcher.passages[number]
        headings = fold(" ".join(passage.path) + " " + passage.context)
        for index in range(searcher.first_span[number], searcher.first_span[number + 1]):
            _, start, end = searcher.spans[index]
            coverage = max(coverage, ranked.terms.coverage(fold(passage.text[start:end]) + "\n" + headings))
            similarity = max(similarity, float(ranked.sentence_scores[index]))
    return coverage, similarity


def _folded(searcher: Searcher, number: int) -> str:
    document = searcher.documents[int(searcher.owner[number])]
    return fold(indexed_text(document, searcher.passages[number]).text)
