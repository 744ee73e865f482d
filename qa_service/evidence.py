"""Which sentence of a passage answers: sentence vectors and the question's terms decide together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.terms import Terms
from index.text import fold
from ingest.chars import fold_title
from qa_service.model import Mark

LEXICAL_SHARE = 0.5
"""Share of term coverage in a sentence's score; the rest is the sentence vector's similarity, brought from
its usual range (:data:`LOW` to :data:`HIGH` for the default model) to 0…1."""

LOW, HIGH = 0.75, 0.92

KEPT = 0.93
"""A further sentence is marked too if it scores at least this share of the best one."""

MOST = 3
"""At most this many sentences of a passage are marked."""


def mark_sentences(
    text: str,
    spans: NDArray[np.int32],
    similarities: NDArray[np.float32],
    terms: Terms,
    *,
    headings: Sequence[str] = (),
    whole: bool = False,
) -> tuple[Mark, ...]:
    """Return the sentences of ``text`` that answer, best first.

    ``spans`` (s, 2) are the sentences' offsets, ``similarities`` (s,) their cosine with the question.
    ``headings`` that stand in the passage are marked only where there is nothing else; ``whole`` marks
    all of it (a table row is one statement).
    """
    scores = [
        _score(text[start:end], float(value), terms)
        for (start, end), value in zip(spans, similarities, strict=True)
    ]
    titles = {fold_title(heading) for heading in headings}
    plain = [i for i, (a, b) in enumerate(spans) if fold_title(text[a:b]) not in titles]
    if whole:
        return (Mark(0, len(text), round(max(scores), 4)),)
    order = sorted(plain or range(len(scores)), key=lambda i: (-scores[i], i))
    best = scores[order[0]]
    chosen = [i for i in order[:MOST] if scores[i] >= KEPT * best or i == order[0]]
    return tuple(Mark(int(spans[i][0]), int(spans[i][1]), round(scores[i], 4)) for i in chosen)


def _score(sentence: str, similarity: float, terms: Terms) -> float:
    near = min(1.0, max(0.0, (similarity - LOW) / (HIGH - LOW)))
    return LEXICAL_SHARE * terms.coverage(fold(sentence)) + (1 - LEXICAL_SHARE) * near
