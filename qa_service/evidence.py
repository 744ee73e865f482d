"""Which sentence of a passage answers: sentence vectors and the question's terms decide together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.terms import Terms
from index.text import fold
from qa_service.asked import Asked, notes, states
from qa_service.duplicates import folded_letters
from qa_service.model import Mark

LEXICAL_SHARE = 0.5
"""Share of term coverage in a sentence's score; the rest is the sentence vector's similarity, brought from
its usual range (:data:`LOW` to :data:`HIGH` for the default model) to 0…1."""

LOW, HIGH = 0.45, 0.82

KEPT = 0.93
"""A further sentence is marked too if it scores at least this share of the best one."""

STATED = 0.12
"""What a sentence gains that states a thing of the kind asked for (a number with its unit, a date, …)."""

LEAD = 20
"""A paragraph's first sentence of so many characters announces (「提高用地效率。」), the next tells."""

MOST = 3
"""At most this many sentences of a passage are marked."""


NOTHING_ASKED = Asked()


def mark_sentences(
    text: str,
    spans: NDArray[np.int32],
    similarities: NDArray[np.float32],
    terms: Terms,
    *,
    headings: Sequence[str] = (),
    whole: bool = False,
    asked: Asked = NOTHING_ASKED,
) -> tuple[Mark, ...]:
    """Return the sentences of ``text`` that answer, best first. ``asked`` is the kind of thing asked for.

    ``spans`` (s, 2) are the sentences' offsets, ``similarities`` (s,) their cosine with the question.
    ``headings`` that stand in the passage are marked only where there is nothing else; ``whole`` marks
    all of it (a table row is one statement).
    """
    places: list[tuple[int, int]] = spans.tolist()
    scores = [
        _score(text[start:end], value, terms, asked)
        for (start, end), value in zip(places, similarities.tolist(), strict=True)
    ]
    if whole:
        return (Mark(0, len(text), round(min(1.0, max(scores)), 4)),)
    titles = {folded_letters(heading) for heading in headings}
    plain = [i for i, (a, b) in enumerate(places) if folded_letters(text[a:b]) not in titles]
    order = sorted(plain or range(len(scores)), key=lambda i: (-scores[i], i))
    best = scores[order[0]]
    chosen = [i for i in order[:MOST] if scores[i] >= KEPT * best or i == order[0]]
    # Who answers for the best sentence often stands behind it all: （责任部门：…）.
    behind = (i for i in range(order[0] + 1, len(places)) if notes(asked, fold(text[slice(*places[i])])))
    if (note := next(behind, None)) is not None and note not in chosen:
        chosen = [*chosen[: MOST - 1], note]
    return tuple(_mark(text, places, i, scores[i]) for i in chosen)


def _mark(text: str, spans: Sequence[tuple[int, int]], number: int, score: float) -> Mark:
    """The sentence ``number``, with the next one where it only announces that."""
    start, end = spans[number]
    first = start == 0 or "\n" in text[spans[number - 1][1] - 1 : start + 1] if number else True
    last = number + 1 == len(spans) or "\n" in text[end - 1 : spans[number + 1][0]]
    if first and not last and end - start <= LEAD:
        end = spans[number + 1][1]
    return Mark(start, end, round(min(1.0, score), 4))


def _score(sentence: str, similarity: float, terms: Terms, asked: Asked) -> float:
    near = min(1.0, max(0.0, (similarity - LOW) / (HIGH - LOW)))
    folded = fold(sentence)
    gain = STATED if asked.kind and states(asked, folded) else 0.0
    return LEXICAL_SHARE * terms.coverage(folded) + (1 - LEXICAL_SHARE) * near + gain
