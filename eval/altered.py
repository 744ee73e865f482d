"""Does a flag name the fact that was altered?

The ``altered`` field of a ``misquote`` holds the wrong and the true value: ``10-15家 -> 原文15-20家``,
``1630亿元 → 真值 1360亿元``, ``48家改成了38家``. A flag names the altered fact if it contains the wrong
or the true value:

- where the two differ in numbers, a number of the flag must *equal* one of those that differ (``38`` is
  named neither by ``138`` nor by ``38.5``; ``10-15`` is one number, so ``6-10家`` doesn't name it);
- otherwise (a body, a place, a unit) the flag must contain one of the two values, punctuation aside.

"Contains either" is lenient on purpose: systems word flags differently. What keeps a system from flagging
every number is the other figure, false alarms on true sentences.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from eval.matching import normalise

_ARROW: Final = re.compile(r"\s*(?:->|=>|→|⇒|改成了?|改为了?|换成了?|误作|误为|写成了?)\s*")
_REMARK: Final = re.compile(r"[（(][^（）()]*[）)]")
_LABEL: Final = re.compile(r"^(?:[把将]|(?:原文|原值|真值|正确值?)[为是]?|[应实原][为是])[:：]?\s*")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)*")
_RANGE: Final = re.compile(r"(?<=\d)%?\s*(?:[~～–—―−‐‑-]|至)\s*(?=\d)")
_GROUPING: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class AlteredFact:
    """The two values of an altered fact: the ``numbers`` that tell them apart, and the ``texts``."""

    numbers: frozenset[str]
    texts: frozenset[str]


def parse_altered(altered: str) -> AlteredFact | None:
    """Read an ``altered`` field; ``None`` where it doesn't give two values that differ.

    >>> sorted(parse_altered("10-15家 -> 原文15-20家").numbers)
    ['10-15', '15-20']
    """
    sides = _ARROW.split(_fold(_REMARK.sub("", altered)), maxsplit=1)
    if len(sides) != 2:
        return None
    values = [_LABEL.sub("", side.strip()) for side in sides]
    numbers = [frozenset(_NUMBER.findall(value)) for value in values]
    texts = frozenset(map(normalise, values))
    if "" in texts or (len(texts) == 1 and numbers[0] == numbers[1]):
        return None
    return AlteredFact(numbers[0] ^ numbers[1], texts)


def names_fact(flag: str, fact: AlteredFact) -> bool:
    """Whether ``flag`` contains the wrong or the true value of ``fact``.

    >>> fact = parse_altered("88家 -> 原文90家")
    >>> names_fact("“88家”与原文不符", fact), names_fact("“188家”与原文不符", fact)
    (True, False)
    """
    if fact.numbers:
        return not fact.numbers.isdisjoint(_NUMBER.findall(_fold(flag)))
    folded = normalise(flag)
    return any(text in folded for text in fact.texts)


def _fold(text: str) -> str:
    """NFKC, thousands separators dropped, and one dash between the ends of a range (5%~8%, 5至8)."""
    return _RANGE.sub("-", _GROUPING.sub("", unicodedata.normalize("NFKC", text)))
