"""Numerals as headings write them: 一, 二十三, 一百零五, 〇, full-width and plain digits, ①."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
DIGITS |= {"八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "".join(DIGITS) + "".join(UNITS)


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> int | None:
    """Return the value of a heading's numeral, or ``None`` if it is none.

    Reads Chinese numerals up to 千 by place or by digit (二〇二一), Arabic digits of either width, and
    characters that hold a number with its circle, brackets or dot.

    >>> [parse_numeral(t) for t in ("二十三", "一百零五", "二〇二一", "１２", "③", "㈢", "⒊", "甲")]
    [23, 105, 2021, 12, 3, 3, 3, None]
    """
    folded = unicodedata.normalize("NFKC", text).replace(" ", "")
    if len(text) == 1:
        folded = folded.strip("().")
    if folded.isascii() and folded.isdigit():
        return int(folded)
    if not folded or any(char not in DIGITS and char not in UNITS for char in folded):
        return None
    if not any(char in UNITS for char in folded):
        return int("".join(str(DIGITS[char]) for char in folded))
    total = digit = 0
    for char in folded:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit
