"""Slips of the input method: a character of a question that only sounds like the right one (硅划 for 规划).

Wrong is taken to be a character that stands beside no neighbour of the question anywhere in the documents,
where another of the same sound does, makes a word with it, and the question much likelier Chinese.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from index.segment import segmenter
from qa_service.homophones import HAN, Homophones

GAIN: Final = 7.0
"""How much likelier the text around must become by the segmenter's word frequencies (natural logarithm). Of
728 questions it changes three, two of them rightly; with 5 it changes fourteen, with 4 twenty-six."""

HELD: Final = 3
"""In so many passages at least the right character must stand beside its neighbour, as a word."""

AROUND: Final = 4
"""Characters on either side whose likelihood is compared: the longest usual words."""

_FIGURES = frozenset("〇零一二两三四五六七八九十百千万亿")


@dataclass(frozen=True, slots=True)
class Slip:
    """The character at ``place`` of a question should be ``meant``; ``word`` is what it makes with its
    neighbour, and begins at ``start``."""

    place: int
    meant: str
    word: str
    start: int


class Spelling:
    """Finds slips by what stands in the documents. Safe to use from any number of threads.

    >>> held = {"规划": 9, "目标": 5}
    >>> spelling = Spelling(held, lambda pair: held.get(pair, 0))
    >>> spelling.slips("硅划的目标")
    [Slip(place=0, meant='规', word='规划', start=0)]
    """

    def __init__(self, terms: Collection[str], holders: Callable[[str], int]) -> None:
        """``terms`` are the documents' character bigrams; ``holders`` tells how many passages hold one."""
        self._terms = terms
        self._holders = holders

    def slips(self, question: str) -> list[Slip]:
        """Return the slips of ``question`` (:func:`index.text.plain`), in order."""
        found = (self._slip(question, place, said) for place, said in enumerate(question))
        return [slip for slip in found if slip]

    def _slip(self, question: str, place: int, said: str) -> Slip | None:
        if said in _FIGURES or not HAN.match(said):
            return None
        left, right = _neighbours(question, place)
        pairs = [pair for pair in (left + said, said + right) if len(pair) > 1]
        if not pairs or any(pair in self._terms for pair in pairs):
            return None
        before, likeliest = 0.0, (GAIN, "")
        for other in self._homophones.of(said):
            if other not in _FIGURES and (self._is_word(left + other) or self._is_word(other + right)):
                before = before or _likelihood(_around(question, place, said))
                gain = _likelihood(_around(question, place, other)) - before
                likeliest = max(likeliest, (gain, other))
        return self._made(place, left, likeliest[1], right) if likeliest[1] else None

    def _made(self, place: int, left: str, meant: str, right: str) -> Slip:
        if self._is_word(left + meant):
            return Slip(place, meant, left + meant, place - 1)
        return Slip(place, meant, meant + right, place)

    def _is_word(self, pair: str) -> bool:
        """Whether the two characters are a word that the documents have."""
        if pair not in self._terms or len(pair) < 2:
            return False
        return self._holders(pair) >= HELD and bool(segmenter().FREQ.get(pair))

    @cached_property
    def _homophones(self) -> Homophones:
        """Made when the first strange character comes; some twenty milliseconds."""
        return Homophones(self._terms)


def corrected(question: str, slips: Sequence[Slip]) -> str:
    """Return ``question`` with its ``slips`` put right.

    >>> corrected("硅划", [Slip(0, "规", "规划", 0)])
    '规划'
    """
    characters = list(question)
    for slip in slips:
        characters[slip.place] = slip.meant
    return "".join(characters)


def _neighbours(question: str, place: int) -> tuple[str, str]:
    """The characters on either side, empty where there is no Chinese one."""
    left = question[place - 1] if place and HAN.match(question, place - 1) else ""
    return left, question[place + 1] if HAN.match(question, place + 1) else ""


def _around(question: str, place: int, character: str) -> str:
    return question[max(0, place - AROUND) : place] + character + question[place + 1 : place + 1 + AROUND]


def _likelihood(text: str) -> float:
    """Natural logarithm of the likelihood of the segmenter's best cut of ``text``."""
    cutter = segmenter()
    route: dict[int, tuple[float, int]] = {}
    cutter.calc(text, cutter.get_DAG(text), route)
    return route[0][0]
