"""What a question is after: the kind of thing it asks for, and its words. Read once, used by the signals and
by the figures that are pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from index.search import Ranked
from index.text import simplify
from qa_service.asked import Asked, read_asked
from qa_service.support import Words, read_words


@dataclass(frozen=True, slots=True)
class Sought:
    """The kind of thing that a question asks for, and the question's words."""

    asked: Asked
    words: Words


def read_sought(question: str, ranked: Ranked) -> Sought:
    """Read what ``question`` (:func:`index.text.plain`) asks for; ``ranked`` is its ranking."""
    words = read_words(question, ranked.question.offsets, ranked.terms.weights)
    return Sought(read_asked(simplify(question)), words)
