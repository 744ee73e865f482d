"""Questions about a region that no document is of: a neighbour's figures are no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.segment import segmenter
from index.text import fold
from ingest.divisions import (
    COUNTY,
    PREFECTURE,
    PROVINCE,
    Division,
    NamedDivision,
    around,
    named_divisions,
)
from ingest.model import Document
from ingest.regions import bare_name, level
from qa_service.references import CALLED_AFTER
from qa_service.spread import named_regions

COMMON = 400
"""A region is not recognised by a word that is an ordinary one (和平区, 新华区): one that jieba's dictionary
counts this often."""

_ORDINARY = frozenset(
    "城区 郊区 矿区 东区 西区 老城区 新城区 城中区 市中区 城关区 港口区 新建区 新市区 站前区 "
    "日照市 来宾市 白银市 安康市 大同市 黄山市 中山市 海口市 长治市 三明市 东方市 文昌市 普洱市".split()
)
"""Regions that are meant by their whole name only or, where that is a noun itself, not at all."""

_SIZES = {"province": PROVINCE, "prefecture": PREFECTURE, "county": COUNTY}
_BESIDE = re.compile(
    r"(?:从|来自|去|到|往|赴|飞|与|和|跟|同|及|或|像|学习?|对标|借鉴|参照|比|对口|支援|帮扶|除了?)$"
)
"""What stands before a region that is not the one asked about."""

_NOUNS = frozenset(name for name in _ORDINARY if name.endswith("区"))
_OF_PEOPLE = re.compile(r"人(?!民|大|口|均|才|力|社)|户口|户籍|籍|来的|过来")
_CALLED = re.compile(rf"(?:{CALLED_AFTER})|[江河湖海山岛]")
_SIDE_OF = re.compile("[江河湖海山][东西南北]")
_SIDE = re.compile("[边岸面侧坡麓畔]")
_STANDS = re.compile(r"(?:^|[\s，,。、；;：:“”\"《》（）()在来])$")
"""What stands before a region's short name: within a clause it may be part of anything."""


_COUNTRY = re.compile(
    r"(?:^|[\s，,。、；;：:“”\"])(?P<name>全国|我国)"
    r"(?!首|第|领先|最|知名|著名|重点|唯一|性|范围|文明|示范|试点|先进|人大|人民代表|政协|统一|各)"
)
"""The country as what is asked about; 全国首个 says of something else how it ranks."""

COUNTRY = PROVINCE - 1


def absent_region(question: str, documents: Sequence[Document]) -> NamedDivision | None:
    """Return the region that ``question`` is about, where it names none that documents are of.

    >>> absent_region("黄浦区新增多少养老床位", []).divisions[0].name
    '黄浦区'
    >>> absent_region("来自北京的老人能否申请", []), absent_region("南京西路有多长", [])
    (None, None)
    """
    if named_regions(question, documents):
        return None
    folded = fold(question)
    found = list(named_divisions(folded))
    if not found:
        return _country(folded)
    near = _around_all(documents)
    asked = [
        n
        for before, n in zip([None, *found], found, strict=False)
        if _asked_about(n, folded, near, follows=before is not None and before.end == n.start)
    ]
    # 市北 is a district of Qingdao, and in a corpus with a plan for 市北功能区 that area.
    asked = [n for n in asked if not _in_a_title(folded[n.start : n.end], documents)]
    # 江苏苏州 is about the last.
    last = {n.start for n in asked}
    return next((n for n in asked if n.end not in last), None)


def _around_all(documents: Sequence[Document]) -> frozenset[str]:
    """The regions around those of ``documents``."""
    regions = {d.metadata.region for d in documents if d.metadata.region}
    return frozenset(outer for region in regions for outer in around(region) or ())


def _in_a_title(name: str, documents: Sequence[Document]) -> bool:
    return any(name in fold(t) for d in documents for t in (d.metadata.title, *d.metadata.part_titles))


def _country(folded: str) -> NamedDivision | None:
    match = _COUNTRY.search(folded)
    if match is None:
        return None
    return NamedDivision(*match.span("name"), (Division(match["name"], COUNTRY),), True)


def _asked_about(named: NamedDivision, folded: str, near: frozenset[str], *, follows: bool) -> bool:
    """Whether a region is what the question is about. It ``follows`` another, which it lies in."""
    before, after = folded[: named.start], folded[named.end :]
    if _BESIDE.search(before) or _OF_PEOPLE.match(after):
        return False
    stands = follows or _STANDS.search(before) is not None
    name = folded[named.start : named.end]
    if named.full:
        return name not in _NOUNS and (stands or len(name) > 2) and _is_unbroken(named, folded)
    if _CALLED.match(after):
        return False
    if _beside_water(named, folded):
        return False
    if named.divisions[0].size == PROVINCE:
        return stands or _is_unbroken(named, folded)
    return stands and _is_called_so(named, name, near)


def _beside_water(named: NamedDivision, folded: str) -> bool:
    """Whether a short name is a river's, a lake's or a hill's last letter and a side of it (苏州河北边,
    黄浦江西岸, 上海南部)."""
    if not _SIDE_OF.fullmatch(folded, named.start, named.end):
        return False
    letter = named.start + 1
    ends_a_word = any(_count(folded[max(0, letter - size) : letter]) for size in (2, 3, 4) if size <= letter)
    return ends_a_word or _SIDE.match(folded, named.end) is not None


def _is_unbroken(named: NamedDivision, folded: str) -> bool:
    """Whether no word begins outside a name and ends in it, or the other way round: 和县城 is no 和县."""
    place = 0
    for word in segmenter().cut(folded):
        place += len(word)
        if any(place - len(word) < edge < place for edge in (named.start, named.end)):
            return False
    return True


def _is_called_so(named: NamedDivision, name: str, near: frozenset[str]) -> bool:
    """Whether people mean a city by its short ``name``, or a district beside those that documents are of.
    There are too many counties for all of their names to be theirs alone (滨江, 老城)."""
    division = named.divisions[0]
    if division.size == PREFECTURE:
        return division.name not in _ORDINARY
    return _count(name) < COMMON and any(near & set(one.within) for one in named.divisions)


def _count(word: str) -> int:
    return int(segmenter().FREQ.get(word) or 0)


def may_speak_for(region: str | None, named: NamedDivision) -> bool:
    """Tell whether a document of ``region`` may speak for the region that is ``named``: one around it, one
    within it, or one of which it can't be told.

    >>> huangpu = absent_region("黄浦区新增多少养老床位", [])
    >>> may_speak_for("上海市", huangpu), may_speak_for("静安区", huangpu), may_speak_for(None, huangpu)
    (True, False, True)
    """
    if region is None:
        return True
    if named.divisions[0].size == COUNTRY:
        return False
    outer = around(region)
    for division in named.divisions:
        if region in (division.name, *division.within) or (outer and division.name in outer):
            return True
    # A region that is in no table may lie anywhere, but not within another of its size.
    return outer is None and _SIZES[level(region)] != named.divisions[0].size


def mentions(text: str, named: NamedDivision) -> bool:
    """Tell whether a folded text names the region."""
    return any(fold(bare_name(division.name)) in text for division in named.divisions)
