"""When does a passage hold a quotation? The rule that every figure of a run rests on."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

RUN_PERCENT: Final = 80
"""Share of a quote, in per cent of its normalised characters, that a passage must hold in one run.

Set by the question format, not tuned: a passage border or a lost table cell may cost a quote its edge."""


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Fold ``text`` for comparison: NFKC, lower case, and only letters, digits and CJK kept.

    White space, punctuation, width and case go, so that hard-wrapped and re-typed text still match.
    Numerals, Traditional characters and units are *not* folded: they may be the fact that is asked for.

    >>> normalise("“十四五” 规划（２０２１ 年）\\n4.1 %")
    '十四五规划2021年41'
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def covered(quote: str, passage_text: str) -> bool:
    """Whether ``passage_text`` holds ``quote`` whole, or at least :data:`RUN_PERCENT` of it in one run.

    Exact, not approximate: a run of ``m`` of a quote's ``n`` characters holds the quote's middle, the
    characters ``[n - m, m)``, wherever it begins. So one substring test of the middle settles nearly
    every passage, and only where it is found are the ``n - m + 1`` windows tried.

    A quote without a letter, digit or CJK character is covered by nothing.

    >>> covered("达到1360亿元，规模稳居全市前列", "社零总额达到 1360 亿元, 规模稳居全市前")
    True
    >>> covered("达到1360亿元", "达到1630亿元")
    False
    """
    needle, hay = normalise(quote), normalise(passage_text)
    if not needle:
        return False
    if needle in hay:
        return True
    size = len(needle)
    run = shortest_run(size)
    slack = size - run
    if needle[slack:run] not in hay:
        return False
    return any(needle[start : start + run] in hay for start in range(slack + 1))


def shortest_run(size: int) -> int:
    """Return the fewest characters that are :data:`RUN_PERCENT` of ``size``, rounded up.

    >>> shortest_run(10), shortest_run(11)
    (8, 9)
    """
    return -(-size * RUN_PERCENT // 100)
