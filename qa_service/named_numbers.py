"""The 文号 that a question names, in whatever way people type it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from index.text import fold
from ingest.chars import squeeze
from ingest.numerals import parse_numeral
from ingest.titles import DOC_NUMBER, normalise_number

_PARTS = re.compile(
    r"(?:（(?P<before>\d{4})）)?(?P<code>[^〔（）\d]+?)(?:〔(?P<year>\d{4})〕|第)(?P<number>\d+)号"
)
_OPEN, _CLOSE = r"[〔\[［【（(﹝]", r"[〕\]］】）)﹞]"
_NUMBER = r"第?\s*(?P<number>\d{1,4}|[一二三四五六七八九十百]{1,4})"
_AFTER_CODE = re.compile(
    rf"\s*{_OPEN}?\s*(?P<year>(?:19|20)\d\d|\d\d(?=\s*(?:年|{_CLOSE})))\s*{_CLOSE}?\s*年?\s*[-—－·,，.]?\s*{_NUMBER}(?![\d月日年个家条项万亿%.])"
    rf"|\s*(?:文件?)?\s*{_NUMBER.replace('number', 'alone')}\s*号"
)
_ALONE = re.compile(
    r"(?:^|(?<=[\s，,。？?的查按据照看在和与及]))(?P<number>\d{1,4})号(?P<kind>文(?![化明创体教艺物旅])|令)"
)
_BEFORE_CODE = frozenset(["", *"查问请据和与及的在见看按由了到下对"])
_LED_IN = re.compile("^(?:请问|根据|按照|依据|查一下|关于|和|与|的)+")
_YEAR_BEFORE = re.compile(rf"(?P<year>(?:19|20)?\d\d)\s*(?:年|{_CLOSE})\s*的?\s*$")


def named_numbers(question: str, known: Iterable[str]) -> frozenset[str]:
    """Return the 文号 that ``question`` names, in their standard form.

    Whoever writes brackets means a number, known or not. Without them the agency's code must be one of the
    ``known`` numbers, and the number one of theirs: 某府发2021 12号, 某府发21年第12号, 2021年某府发12号.
    Without a year that of every year is meant; one with its year may also be of a document that isn't there.
    38号文 and 12号令 mean the one document of that number, whoever issued it.

    >>> sorted(named_numbers("甲府发2021 12号说什么", ["甲府发〔2021〕12号", "甲府发〔2021〕2号"]))
    ['甲府发〔2021〕12号']
    >>> sorted(named_numbers("甲府发〔2020〕3号说什么", []))
    ['甲府发〔2020〕3号']
    """
    there = frozenset(known)
    written = {normalise_number(match.group()) for match in DOC_NUMBER.finditer(squeeze(question))}
    whole = frozenset(_trimmed(number, there) for number in written if number)
    return whole or _loosely(fold(question), there)


def _trimmed(number: str, known: frozenset[str]) -> str:
    """The agency code of a 文号 in running text may have swallowed words before it: 请问静府发〔2021〕1号."""
    codes = [code for code in _by_code(known) if code in number]
    # 府发 is not meant by 沪府发: what stands before a code must be words, or one that ends a word.
    for code in sorted(codes, key=len, reverse=True):
        before, _, _ = number.partition(code)
        if len(before) > 1 or before in _BEFORE_CODE:
            return number[len(before) :]
    return _LED_IN.sub("", number)


def _loosely(question: str, known: frozenset[str]) -> frozenset[str]:
    codes = _by_code(known)
    # 甲府办发 before 府办发: of two that stand at one place the longer is meant.
    pattern = "|".join(re.escape(code) for code in sorted(codes, key=len, reverse=True))
    found: set[str] = set()
    for place in re.finditer(pattern, question) if pattern else ():
        after = _AFTER_CODE.match(question, place.end())
        if not after:
            continue
        before = _YEAR_BEFORE.search(question[: place.start()])
        year = after["year"] or (before["year"] if before else None)
        number = parse_numeral(after["number"] or after["alone"])
        alike = {
            name
            for known_year, known_number, name in codes[place.group()]
            if number == known_number and (year is None or known_year.endswith(year))
        }
        found |= alike or ({f"{place.group()}〔{year}〕{number}号"} if year and len(year) == 4 else set())
    return frozenset(found or _by_number(question, codes))


def _by_number(question: str, codes: Mapping[str, Sequence[tuple[str, int, str]]]) -> Iterator[str]:
    """Yield the known 文号 that people call by their number alone (38号文), if it is one document's."""
    for match in _ALONE.finditer(question):
        alike = {
            name
            for _, number, name in chain.from_iterable(codes.values())
            if number == int(match["number"]) and ("令" in name) == (match["kind"] == "令")
        }
        if len(alike) == 1:
            yield from alike


@lru_cache(maxsize=16)  # of an index it is always the same
def _by_code(known: frozenset[str]) -> dict[str, list[tuple[str, int, str]]]:
    """Year, number and whole of the ``known`` 文号, by their agency's code."""
    codes: dict[str, list[tuple[str, int, str]]] = {}
    for name in known:
        if parts := _PARTS.fullmatch(name):
            year = parts["year"] or parts["before"] or ""
            codes.setdefault(fold(parts["code"]), []).append((year, int(parts["number"]), name))
    return codes
