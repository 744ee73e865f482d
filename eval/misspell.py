"""``python -m eval.misspell SET -o OUT``: a question set with one slip of the input method in each question.

A character of a word is exchanged for another one of the same sound, as pinyin typists do; labels stay. What
a system loses on ``OUT`` is what such slips cost it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from eval.made_set import make_set
from eval.questions import Question
from index.segment import segmenter
from qa_service.homophones import HAN, Homophones


def misspelt(question: str, homophones: Homophones, draw: random.Random) -> str:
    """Return ``question`` with one character of a word exchanged for one of its ``homophones``; the
    question itself where there is none.

    >>> misspelt("规划目标", Homophones(["规硅"]), random.Random(1))
    '硅划目标'
    """
    places: list[tuple[int, list[str]]] = []
    start = 0
    for word in segmenter().cut(question):
        for place, character in enumerate(word, start):
            others = homophones.of(character)
            if len(word) > 1 and HAN.match(character) and others:
                places.append((place, others))
        start += len(word)
    if not places:
        return question
    place, others = draw.choice(places)
    return question[:place] + draw.choice(others) + question[place + 1 :]


def with_slips(questions: Sequence[Question], seed: int) -> list[Question]:
    """Return ``questions``, sentences of drafts left out, each with a slip. The characters to choose from are
    those of the set."""
    homophones = Homophones(text for one in questions for text in (one.question, *one.quotes))
    draw = random.Random(seed)
    asked = [one for one in questions if not one.is_draft]
    return [replace(one, question=misspelt(one.question, homophones, draw)) for one in asked]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the set; returns the exit status, 2 for bad input."""
    return make_set("python -m eval.misspell", __doc__, with_slips, arguments)


if __name__ == "__main__":
    raise SystemExit(main())
