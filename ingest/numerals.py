"""Numerals as headings write them: 一, 二十三, 一百零五, 〇, full-width and plain digits, ①."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
DIGITS |= {"八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "".join(DIGITS) + "".join(UNITS)
ZERO_LIKE = "0０OoＯｏΟοОо◯"
"""What is typed for 〇 in years (二O一六年): digits, Latin, Greek and Cyrillic letters, a circle."""
CHINESE_YEAR = f"[一二][零〇○{ZERO_LIKE}一二三四五六七八九]{{3}}(?=\\s*年)"
"""Regular expression of a year in Chinese digits. As many characters as in Arabic ones: four."""
_BY_DIGIT = DIGITS | dict.fromkeys(ZERO_LIKE, 0)
_YEAR = re.compile(CHINESE_YEAR)
_ZEROS = str.maketrans(dict.fromkeys(ZERO_LIKE, "〇"))


def true_zeros(text: str) -> str:
    """Return ``text`` with 〇 for whatever is typed for it in years; every character keeps its place.

    >>> true_zeros("二O一六年，二0一五年底，APO")
    '二〇一六年，二〇一五年底，APO'
    """
    return _YEAR.sub(lambda match: match.group().translate(_ZEROS), text)


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> int | None:
    """Return the value of a heading's numeral, or ``None`` if it is none.

    Reads Chinese numerals up to 千 by place or by digit (二〇二一, whatever is typed for the zero), Arabic
    digits of either width, and characters that hold a number with its circle, brackets or dot.

    >>> [parse_numeral(t) for t in ("二十三", "一百零五", "二O二一", "１２", "③", "㈢", "⒊", "甲")]
    [23, 105, 2021, 12, 3, 3, 3, None]
    """
    folded = unicodedata.normalize("NFKC", text).replace(" ", "")
    if len(text) == 1:
        folded = folded.strip("().")
    if folded.isascii() and folded.isdigit():
        return int(folded)
    if any(char in DIGITS for char in folded) and all(char in _BY_DIGIT for char in folded):
        return int("".join(str(_BY_DIGIT[char]) for char in folded))
    if not folded or any(char not in DIGITS and char not in UNITS for char in folded):
        return None
    total = digit = 0
    for char in folded:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit
