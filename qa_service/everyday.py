"""Everyday words of a question in the words of the documents: who asks about 小强 means 蟑螂.

The list of both, ``everyday.tsv``, was written for this from general knowledge of how residents speak and how
official documents are worded, without sight of any question set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from index.text import bigrams, fold
from qa_service.abbreviations import RARER

LIST: Final = Path(__file__).with_name("everyday.tsv")
"""``EVERYDAY<TAB>OFFICIAL``, several official words with ``|`` between them, the usual one first."""

LONGEST: Final = 8
"""Characters of the longest everyday word."""

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Meant:
    """The everyday word ``said``, which ends at character ``end`` of the question, and the documents' word
    for it."""

    said: str
    word: str
    end: int


def official_words(question: str, holders: Callable[[str], int], words: Words | None = None) -> list[Meant]:
    """Return the documents' words for the everyday ones of ``question``.

    ``holders`` tells in how many passages a folded term (:func:`index.text.bigrams`) stands, ``words`` the
    official words for each everyday one (default: those of :data:`LIST`). Of overlapping everyday words the
    first counts, of those that begin together the longest. There is nothing for one that the documents use
    themselves, whose official words they don't use, or where the question has one of these already.

    >>> words = {"小强": ("蟑螂", "病媒生物")}
    >>> official_words("厨房有小强", lambda term: 0 if term == "小强" else 5, words)
    [Meant(said='小强', word='蟑螂', end=5)]
    >>> official_words("厨房有小强", lambda term: 5, words)
    []
    """
    known = shipped_words() if words is None else words
    found: list[Meant] = []
    at = 0
    while at < len(question):
        ends = range(min(at + LONGEST, len(question)), at, -1)
        end = next((end for end in ends if question[at:end] in known), None)
        if end and (word := _word(question, question[at:end], known, holders)):
            found.append(Meant(question[at:end], word, end))
        at = end or at + 1
    return found


def explained(question: str, meant: Sequence[Meant]) -> str:
    """Return ``question`` with each word that is ``meant`` in brackets behind the one that was said.

    What was said stays: so a wrong guess costs little, and nothing that was asked is lost.

    >>> explained("厨房有小强怎么办", [Meant("小强", "蟑螂", 5)])
    '厨房有小强（蟑螂）怎么办'
    """
    for one in reversed(meant):
        question = f"{question[: one.end]}（{one.word}）{question[one.end :]}"
    return question


def _word(question: str, said: str, known: Words, holders: Callable[[str], int]) -> str | None:
    if any(word in question for word in known[said]):
        return None
    own = _held(said, holders)
    return next((word for word in known[said] if own < RARER * _held(word, holders)), None)


def _held(word: str, holders: Callable[[str], int]) -> int:
    """At most so many passages hold ``word``."""
    return min((holders(gram) for gram in bigrams(fold(word))), default=0)


@lru_cache(maxsize=1)
def shipped_words() -> dict[str, tuple[str, ...]]:
    """Return the words of :data:`LIST`."""
    rows = [line.split("\t") for line in LIST.read_text(encoding="utf-8").splitlines() if line]
    return {said: tuple(official.split("|")) for said, official in rows}
