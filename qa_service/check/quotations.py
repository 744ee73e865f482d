"""The quotations of a text: what stands in “ ”, 「 」 or straight marks, pair by pair."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {"“": "”", "「": "」", "『": "』", "〝": "〞"}
_ELLIPSIS = re.compile(r"…+|\.{3,}|。{3,}|·{3,}|\[\s*…*\s*\]|〔…+〕")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The text between a pair of marks, ``[start, end)`` without them."""

    text: str
    start: int
    end: int


def read_quotations(text: str) -> tuple[list[Quotation], list[int]]:
    """Return the outermost quotations of ``text`` and the offsets of marks without a partner.

    A mark without a partner quotes nothing: it never swallows the text up to the next one. Book-title marks
    are no quotation marks.

    >>> quotes, alone = read_quotations("提出“一轴三带”，见《规划》，“未完")
    >>> [quote.text for quote in quotes], alone
    (['一轴三带'], [15])
    """
    found: list[Quotation] = []
    alone: list[int] = []
    opened: list[tuple[int, str]] = []
    straight: int | None = None
    for place, char in enumerate(text):
        if char == "\n":
            alone += [at for at, _ in opened] + ([straight] if straight is not None else [])
            opened, straight = [], None
        elif char in _PAIRS:
            opened.append((place, _PAIRS[char]))
        elif char in _PAIRS.values():
            if opened and opened[-1][1] == char:
                start, _ = opened.pop()
                found = [quote for quote in found if quote.start < start]
                found.append(Quotation(text[start + 1 : place], start + 1, place))
            else:
                alone.append(place)
        elif char in '"＂':
            if straight is None:
                straight = place
            else:
                found.append(Quotation(text[straight + 1 : place], straight + 1, place))
                straight = None
    alone += [at for at, _ in opened] + ([straight] if straight is not None else [])
    return sorted(found, key=lambda quote: quote.start), sorted(alone)


def pieces(text: str) -> list[tuple[int, int]]:
    """Return the spans of the pieces of a quotation between its ellipses (……).

    >>> [("甲乙……丙丁"[a:b]) for a, b in pieces("甲乙……丙丁")]
    ['甲乙', '丙丁']
    """
    cuts = [0]
    for match in _ELLIPSIS.finditer(text):
        cuts += [match.start(), match.end()]
    cuts.append(len(text))
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]
