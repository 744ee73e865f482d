"""Slips of the input method: a character of a question that only sounds like the right one (硅划 for 规划).

Wrong is taken to be a character that stands beside no neighbour of the question anywhere in the documents,
where another of the same sound does, and makes the question much likelier Chinese.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from index.segment import segmenter

GAIN: Final = 7.0
"""How much likelier the text around must become by the segmenter's word frequencies (natural logarithm). With
4 some forty questions of the sets here are changed that hold no slip, with 7 three."""

HELD: Final = 3
"""In so many passages at least the right character must stand beside its neighbour."""

AROUND: Final = 4
"""Characters on either side whose likelihood is compared: the longest usual words."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURES = frozenset("〇零一二两三四五六七八九十百千万亿")


@dataclass(frozen=True, slots=True)
class Slip:
    """The character at ``place`` of a question should be ``meant``; ``word`` are it and the neighbour that it
    stands beside most often, as they should be, which begin at ``start``."""

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
        found: list[Slip] = []
        for place, said in enumerate(question):
            if _HAN.match(said) and said not in _FIGURES and self._strange(question, place):
                meant = self._meant(question, place)
                if meant:
                    start, word = max(_pairs(question, place, meant), key=lambda pair: self._holders(pair[1]))
                    found.append(Slip(place, meant, word, start))
        return found

    def _strange(self, question: str, place: int) -> bool:
        """Whether the character stands beside a neighbour, but beside none as it does in the documents."""
        pairs = [pair for _, pair in _pairs(question, place, question[place])]
        return bool(pairs) and not any(map(self._holders, pairs))

    def _meant(self, question: str, place: int) -> str | None:
        before = _likelihood(_around(question, place, question[place]))
        likeliest: tuple[float, str] | None = None
        for other in self._alike(question[place]):
            if max(self._holders(pair) for _, pair in _pairs(question, place, other)) >= HELD:
                gain = _likelihood(_around(question, place, other)) - before
                if gain > (likeliest[0] if likeliest else GAIN):
                    likeliest = gain, other
        return likeliest[1] if likeliest else None

    def _alike(self, said: str) -> list[str]:
        """The documents' characters that sound like ``said``, tones aside."""
        alike = {other for sound in sounds(said) for other in self._by_sound.get(sound, ())}
        return sorted(alike - {said} - _FIGURES)

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """Made when the first strange character comes; some twenty milliseconds."""
        found: dict[str, list[str]] = {}
        for character in sorted({one for term in self._terms for one in term if _HAN.match(one)}):
            for sound in sounds(character):
                found.setdefault(sound, []).append(character)
        return found


def corrected(question: str, slips: Sequence[Slip]) -> str:
    """Return ``question`` with its ``slips`` put right.

    >>> corrected("硅划", [Slip(0, "规", "规划", 0)])
    '规划'
    """
    characters = list(question)
    for slip in slips:
        characters[slip.place] = slip.meant
    return "".join(characters)


def _pairs(question: str, place: int, character: str) -> Iterator[tuple[int, str]]:
    """``character`` with each of its neighbours that is a Chinese one, and where the two begin."""
    if place and _HAN.match(question, place - 1):
        yield place - 1, question[place - 1] + character
    if _HAN.match(question, place + 1):
        yield place, character + question[place + 1]


def _around(question: str, place: int, character: str) -> str:
    return question[max(0, place - AROUND) : place] + character + question[place + 1 : place + 1 + AROUND]


def _likelihood(text: str) -> float:
    """Natural logarithm of the likelihood of the segmenter's best cut of ``text``."""
    cutter = segmenter()
    route: dict[int, tuple[float, int]] = {}
    cutter.calc(text, cutter.get_DAG(text), route)
    return route[0][0]


def sounds(character: str) -> list[str]:
    """All readings of ``character`` without their tones."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # its phrases take most of its time to load
    from pypinyin import Style, pinyin

    return list(pinyin(character, style=Style.NORMAL, heteronym=True)[0])
