"""The sentences of the first passages, each weighed against the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.search import Ranked, Searcher
from index.text import fold
from qa_service.asked import Asked, notes, states
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
    places = [int(np.flatnonzero(ranked.order == number)[0]) for number in top]
    by_passage = [_sentences(ranked, number, searcher) for number in top]
    sentences = [sentence for found in by_passage for sentence in found]
    noted = [notes(asked, "".join(part[0] for part in found)) for found in by_passage for _ in found]
    texts = [f"{sentence}\n{headings}" for sentence, headings, _ in sentences]
    # All sentences at once: on arrays of half a dozen words numpy's calls cost more than its sums.
    meant = np.repeat(words.semantic(ranked.matched[places]), [len(found) for found in by_passage], axis=0)
    each = np.maximum(words.lexical(*texts), meant)
    weighed = []
    for (sentence, _, similarity), text, own, support, note in zip(
        sentences, texts, each, words.mean(each).tolist(), noted, strict=True
    ):
        # A date may stand in a heading alone (2025年工作回顾); a number there is of something else.
        told = note or states(asked, text if asked.kind == "date" else sentence)
        weighed.append(Weighed(text, ranked.terms.coverage(text), similarity, own, support, told))
    return weighed


def _sentences(ranked: Ranked, number: int, searcher: Searcher) -> list[tuple[str, str, float]]:
    """Folded sentence, folded headings, cosine. A table row is one sentence."""
    passage = searcher.passages[number]
    headings = fold(" ".join((*passage.path, passage.context)))
    first, last = int(searcher.first_span[number]), int(searcher.first_span[number + 1])
    similarities: list[float] = ranked.sentence_scores[first:last].tolist()
    if passage.kind == "row":
        return [(fold(passage.text), headings, max(similarities))]
    spans = searcher.spans[first:last, 1:].tolist()
    return [
        (fold(passage.text[start:end]), headings, similarity)
        for (start, end), similarity in zip(spans, similarities, strict=True)
    ]
