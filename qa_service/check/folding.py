"""Text folded for comparison, with the way back to the characters it was folded from.

Width, case, Traditional forms, blanks and punctuation are folded away; what carries meaning between two
numbers stays (a decimal point, a range's dash, the fact that there are two numbers at all).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.chars import BLANK
from ingest.numerals import true_zeros

_DASHES = "-‐‑‒–—―−－~～〜∼﹣"
_PLACEHOLDER = "\x00"
_NUMERALS = "0-9〇零一二三四五六七八九十百千万亿"
_GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MARKS = re.compile(r"[^\w%‰°]+|_+")
_VARIANTS = str.maketrans("藉着瞭馀祇麽座", "借著了余只么坐")
"""What OpenCC leaves to phrases: one form of each pair, whichever, is enough to compare."""
_SPECIAL = {"○": "〇", "﹪": "%", "％": "%", "«": "《", "»": "》"}


class _Table(dict[str, str]):
    """What each character folds to; filled as characters are met."""

    def __missing__(self, char: str) -> str:
        self[char] = folded = _fold_char(char)
        return folded


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _fold_char(char: str) -> str:
    if char in BLANK or unicodedata.category(char) in ("Cf", "Cc", "Mn"):
        return ""
    if char in _DASHES:
        return "-"
    folded = unicodedata.normalize("NFKC", _SPECIAL.get(char, char)).lower()
    folded = "".join("" if c in BLANK else _SPECIAL.get(c, c) for c in folded)
    if not folded or folded.isascii():
        return folded
    return str(_converter().convert(folded)).translate(_VARIANTS)


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded ``text``; ``origin`` (len(text),) holds for each of its characters the offset of the character
    that it was folded from, ``broken`` (len(text),) whether punctuation was dropped right before it."""

    text: str
    origin: NDArray[np.int32]
    broken: NDArray[np.bool_]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of folded ``[start, end)``; it must not be empty."""
        return int(self.origin[start]), int(self.origin[end - 1]) + 1

    def at(self, original: int) -> int:
        """Return the first folded offset whose original offset is ``original`` or later."""
        return int(np.searchsorted(self.origin, original))


def fold_letters(text: str) -> Folded:
    """Fold ``text`` to what must agree in a faithful quotation.

    >>> fold_letters("二○二五年，靜安 區達到７５．５％－８０%，共1,360家").text
    '二〇二五年静安区达到75.5%-80%共1360家'
    >>> fold_letters("二O二五年").text
    '二〇二五年'
    >>> fold_letters("3、4号线——“甲”").text
    '3、4号线甲'
    """
    parts = [_TABLE[char] for char in true_zeros(text)]
    plain = "".join(parts)
    lengths = np.fromiter(map(len, parts), dtype=np.int32, count=len(parts))
    origin = np.repeat(np.arange(len(text), dtype=np.int32), lengths)
    keep = np.ones(len(plain), dtype=bool)
    changed: list[tuple[int, str]] = []
    for match in _GROUPING.finditer(plain):
        keep[match.start()] = False
    for match in _MARKS.finditer(plain):
        if not keep[match.start()] and match.end() - match.start() == 1:
            continue
        keep[match.start() : match.end()] = False
        kept = _between(plain, match)
        if kept:
            keep[match.start()] = True
            changed.append((match.start(), kept))
    chars = list(plain)
    for place, char in changed:
        chars[place] = char
    places = np.flatnonzero(keep)
    broken = np.diff(places, prepend=-1) > 1
    return Folded("".join(_kept(chars, keep)), origin[keep], broken)


def _kept(chars: Iterable[str], keep: NDArray[np.bool_]) -> Iterable[str]:
    return (char for char, kept in zip(chars, keep.tolist(), strict=True) if kept)


_LEFT = re.compile(rf"[{_NUMERALS}]")


def _between(plain: str, match: re.Match[str]) -> str:
    """What is left of punctuation between two numbers; nothing elsewhere."""
    before = plain[match.start() - 1] if match.start() else ""
    after = plain[match.end()] if match.end() < len(plain) else ""
    mark = match.group()
    if not before or not after or not (after.isdigit() or _LEFT.match(after)):
        return ""
    if mark == "-" and after.isdigit() and (before.isdigit() or before in "%‰年月日"):
        return "-"
    if before.isascii() and before.isdigit() and after.isascii() and after.isdigit():
        return mark if mark in (".", "/", ":", "+") else "、"
    return "、" if _LEFT.match(before) and _LEFT.match(after) else ""


def join_folded(parts: Iterable[Folded], separator: str = _PLACEHOLDER) -> tuple[str, list[int]]:
    """Return all texts in one, with ``separator`` between them, and the offset where each begins."""
    texts = [part.text for part in parts]
    starts: list[int] = []
    position = 0
    for text in texts:
        starts.append(position)
        position += len(text) + len(separator)
    joined = "".join(chain.from_iterable(zip(texts, repeat(separator), strict=False)))
    return joined, starts
