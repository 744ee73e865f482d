"""Character classes and foldings that the structure rules share."""

from __future__ import annotations

import re
import unicodedata

BLANK = (
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
"""What counts as blank: what Unicode calls white space, and the zero-width space, word joiner and mark."""

SENTENCE_END = "。！？!?；;"
CLOSERS = "”’」』）)》〉】］]\"'»"
_SPACES = re.compile(f"[{BLANK}]+")
_MARKS = re.compile(r"[\W_]+")


class _Widths(dict[str, int]):
    """Width of each character met so far: looked up once, since every line of a file is measured."""

    def __missing__(self, char: str) -> int:
        self[char] = width = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return width


_WIDTHS = _Widths()


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return ``[start, end)`` of ``text`` without the blanks at its ends.

    >>> strip_span(" 总 则 ", 0, 5)
    (1, 4)
    """
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    return start, end


def squeeze(text: str) -> str:
    """Return ``text`` without any blank: how broken titles and spaced-out headings are compared.

    >>> squeeze("前 言")
    '前言'
    """
    joined = "".join(text.split())
    zero_width = "\u200b" in joined or "\u2060" in joined or "\ufeff" in joined
    return _SPACES.sub("", joined) if zero_width else joined


def fold_title(text: str) -> str:
    """Fold a title for comparison: width and case folded, only letters, digits and CJK kept.

    >>> fold_title("关于印发《Ａ区 “十四五”规划》的通知") == fold_title("关于印发<A区十四五规划>的通知")
    True
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower().replace("○", "〇"))


def visible_length(text: str) -> int:
    """Number of characters that are not blank."""
    return len(text) - sum(map(text.count, BLANK))


def display_width(text: str) -> int:
    """Width in half-width columns: an East Asian wide or full-width character counts two.

    >>> display_width("2021年")
    6
    """
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def is_cjk(char: str) -> bool:
    """Tell whether ``char`` is a Chinese character."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
