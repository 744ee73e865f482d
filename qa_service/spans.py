"""Where in a sentence the number, date, department or the like stands that a question asks for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from index.text import fold, plain
from qa_service.asked import SAME_UNITS, Asked, notes
from qa_service.organisations import BODY_NAMES, OFFICE_NAMES, named_in_note
from qa_service.sought import Sought
from qa_service.support import Words

FADING = 0.85
"""What each comma between a word and a figure leaves of the word's support for it."""

HEADING = 0.9
"""Support of a word that stands in the headings only."""

ALIKE = 0.9
"""Further figures count where they have at least this share of the best one's support."""

MOST = 4
"""At most this many spans are told of one passage."""

_NUMBER = (
    r"(?:\d[\d.,]*|[〇零一二三四五六七八九十百千两]+)(?:\s*[-—~～至到]\s*\d[\d.]*)?"
    r"\s*[余多几]?\s*(?:万亿|亿|万|千|百)?\s*[余多]?"
)
_UNIT = (
    "平方米|平方公里|公里|公顷|米|美元|元|家|个|人次|人|名|位|张|辆|套|户|件|项|处|座|所|条|幢|栋|场|次|天|日|年|月"
    "|个?百分点|倍|吨|笔|艘|班|批|分|亩|岁|期|种|%|万|亿"
)
_DAY = r"[\d〇○零一二三四五六七八九十]{1,3}\s*[日号]"
_KINDS = {
    "share": re.compile(
        r"\d[\d.]*\s*(?:%|个?百分点)|\d+/\d+|[一二三四五六七八九]成|百分之[零〇一二三四五六七八九十百点]+"
    ),
    "date": re.compile(
        rf"[\d〇○零一二三四五六七八九]{{4}}\s*年(?:\s*[\d一二三四五六七八九十]{{1,2}}\s*月)?(?:\s*{_DAY})?(?:底|末)?"
        rf"|[\d一二三四五六七八九十]{{1,2}}\s*月(?:\s*{_DAY})?"
    ),
    "time": re.compile(r"\d{1,2}\s*[:：点时]\s*\d{0,2}分?"),
    "phone": re.compile(r"\d[\d\-]{6,}"),
    "web": re.compile(r"(?:https?://|www\.)[\w./%?=&-]+|[\w-]+(?:\.[\w-]+)*\.(?:cn|com|net|org)\b", re.ASCII),
    "email": re.compile(r"[\w.+-]+@[\w.-]+\w", re.ASCII),
    "postcode": re.compile(r"(?<!\d)\d{6}(?!\d)"),
    "office": OFFICE_NAMES,
    "body": BODY_NAMES,
    "company": BODY_NAMES,
    "doc_number": re.compile(r"[\u4e00-\u9fff]{2,12}\s*[〔\[(【]\d{4}[〕\])】]\s*第?\d+\s*号"),
}
_YEAR = re.compile(r"\d{4}\s*年")
_BREAK = re.compile(r"[,，;；。:：、\t\n]")
_CELL = re.compile(r"(?<=\t)\s*(?:约|超过?|不低于|不少于|不高于|达到?|[<>≥≤])?\s*\d[^\t\n]*")


def answer_spans(
    sought: Sought, text: str, sentences: Sequence[tuple[int, int]], headings: str
) -> tuple[tuple[int, int], ...]:
    """Return the spans of ``text`` that the question asks for, best first, if it asks for any such thing.

    ``sentences`` are the spans to look in, ``headings`` what stands over the passage. A figure is the better
    the nearer the question's words stand to it.
    """
    if not sought.asked.kind:
        return ()
    shown, words = plain(text), sought.words
    noted = [part for part in sentences if notes(sought.asked, fold(text[slice(*part)]))]
    if noted:
        named = [(a + start, b + start) for start, end in noted for a, b in named_in_note(shown[start:end])]
        return tuple(named[:MOST])
    near: list[list[float]] = []
    spans: list[tuple[int, int]] = []
    for start, end in sentences:
        sentence = shown[start:end]
        figures = list(find(sought.asked, sentence))
        near += _near(words, sentence.lower(), figures)
        spans += [(start + a, start + b) for a, b in figures]
    if not spans:
        return ()
    over = HEADING * words.lexical(fold(headings))
    supports: list[float] = words.mean(np.maximum(np.array(near), over)).tolist()
    found = sorted(zip(supports, spans, strict=True), key=lambda item: -item[0])
    kept = [span for support, span in found if support >= ALIKE * found[0][0] and support > 0]
    return tuple(kept[:MOST])


def find(asked: Asked, text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of ``text`` (simplified, half width) that are of the kind that is asked for.

    >>> text = "到2025年，新增企业30家，累计达到60家。"
    >>> [text[a:b] for a, b in find(Asked("number", "家"), text)]
    ['30家', '60家']
    """
    if asked.kind == "number":
        yield from _numbers(asked.unit, text)
    elif asked.kind in _KINDS:
        matches = [match.span() for match in _KINDS[asked.kind].finditer(text)]
        yield from matches or (_cells(text) if asked.kind == "share" else ())


def _numbers(unit: str, text: str) -> Iterator[tuple[int, int]]:
    units = SAME_UNITS.get(unit, unit) or _UNIT
    years = set() if units == "年" else {m.start() for m in _YEAR.finditer(text)}
    matches = [m.span() for m in _numbers_in(units).finditer(text) if m.start() not in years]
    yield from matches or _cells(text)


@lru_cache(maxsize=128)  # the units are those of a table: there are no more
def _numbers_in(units: str) -> re.Pattern[str]:
    return re.compile(rf"{_NUMBER}(?:{units})")


def _cells(text: str) -> Iterator[tuple[int, int]]:
    """Cells with a figure: a table's row has the unit in another cell or in its header."""
    for match in _CELL.finditer(text):
        yield match.span()


def _near(words: Words, sentence: str, spans: Sequence[tuple[int, int]]) -> list[list[float]]:
    """How near each word stands to each of the figures at ``spans``: 1 in the same clause, less beyond each
    comma."""
    if not spans:
        return []
    breaks = [match.start() for match in _BREAK.finditer(sentence)]
    places = [[_places(gram, sentence) for gram in grams] for grams in words.grams]
    return [
        [sum(_nearest(found, breaks, span) for found in word) / len(word) for word in places]
        for span in spans
    ]


def _places(gram: str, sentence: str) -> list[int]:
    """Where ``gram`` stands in ``sentence``."""
    found = []
    place = sentence.find(gram)
    while place >= 0:
        found.append(place)
        place = sentence.find(gram, place + len(gram))
    return found


def _nearest(places: Sequence[int], breaks: Sequence[int], span: tuple[int, int]) -> float:
    """What ``breaks`` leave of the support for the figure at ``span`` of a word that stands at ``places``."""
    return max([_fading(place, breaks, span) for place in places], default=0.0)


def _fading(place: int, breaks: Sequence[int], span: tuple[int, int]) -> float:
    if place < span[0]:
        return float(FADING ** (bisect_left(breaks, span[0]) - bisect_left(breaks, place)))
    if place >= span[1]:
        # What follows a figure rarely names it: 「新增30家，总部10家」.
        return float(FADING ** (bisect_left(breaks, place) - bisect_left(breaks, span[1]) + 0.5))
    return 1.0
