"""The sentences of the first passages, each weighed against the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.search import Ranked, Searcher
from index.text import fold
from qa_service.asked import Asked, states
from qa_service.support import Words


@dataclass(frozen=True, slots=True)
class Weighed:
    """One sentence. ``text`` is folded, its headings behind it; ``coverage`` the share of the question's term
    weight in it; ``similarity`` its cosine with the question; ``words`` (words,) the support of each word
    of the question, ``support`` their weighted mean; ``states``: it states a thing of the kind asked for."""

    text: str
    coverage: float
    similarity: float
    words: NDArray[np.float64]
    support: float
    states: bool


def weigh(
    ranked: Ranked, top: Sequence[int], searcher: Searcher, words: Words, asked: Asked
) -> list[Weighed]:
    """Weigh every sentence of the passages ``top``; there is at least one.

    A word's support in a sentence is the better of its characters' there and its meaning's in the passage:
    the token vectors are kept by passage, not by sentence.
    """
    found = []
    for number in top:
        place = int(np.flatnonzero(ranked.order == number)[0])
        meant = words.semantic(ranked.matched[place])
        for sentence, headings, similarity in _sentences(ranked, number, searcher):
            text = f"{sentence}\n{headings}"
            each = np.maximum(words.lexical(text), meant)
            # A date may stand in a heading alone (2025年工作回顾); a number there is of something else.
            told = states(asked, text if asked.kind == "date" else sentence)
            found.append(Weighed(text, ranked.terms.coverage(text), similarity, each, words.mean(each), told))
    return found


def _sentences(ranked: Ranked, number: int, searcher: Searcher) -> Iterator[tuple[str, str, float]]:
    """Folded sentence, folded headings, cosine. A table row is one sentence."""
    passage = searcher.passages[number]
    headings = fold(" ".join((*passage.path, passage.context)))
    first, last = int(searcher.first_span[number]), int(searcher.first_span[number + 1])
    similarities = [float(value) for value in ranked.sentence_scores[first:last]]
    if passage.kind == "row":
        yield fold(passage.text), headings, max(similarities)
        return
    for (_, start, end), similarity in zip(searcher.spans[first:last], similarities, strict=True):
        yield fold(passage.text[start:end]), headings, similarity
