"""Chinese characters of one sound, tones aside: what pinyin typists take for one another."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

HAN: Final = re.compile(r"[\u4e00-\u9fff]")
"""A Chinese character."""


class Homophones:
    """The characters of some texts by their sounds. Safe to use from any number of threads.

    >>> Homophones(["规划", "硅谷"]).of("硅")
    ['规']
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for character in sorted({one for text in texts for one in text if HAN.match(one)}):
            for sound in sounds(character):
                self._by_sound.setdefault(sound, []).append(character)

    def of(self, character: str) -> list[str]:
        """Return the texts' characters that sound like ``character``, without itself, in order."""
        alike = self._known.get(character)
        if alike is None:
            others = {other for sound in sounds(character) for other in self._by_sound.get(sound, ())}
            alike = self._known[character] = sorted(others - {character})
        return alike


@lru_cache(maxsize=8192)
def sounds(character: str) -> tuple[str, ...]:
    """Return all readings of ``character`` without their tones.

    >>> sounds("行")[:2]
    ('xing', 'hang')
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # its phrases take most of its time to load
    from pypinyin import Style, pinyin

    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0])
