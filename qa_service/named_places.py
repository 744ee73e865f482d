"""The place in a document that a question names: 第三部分第（二）项, 第二章, 第十二条."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ingest.chars import squeeze
from ingest.markers import read_marker
from ingest.model import Passage
from ingest.numerals import CHINESE, parse_numeral

Places = Mapping[str, frozenset[int]]
"""Numbers by kind of division: ``{"部分": {3}, "项": {2}}``."""

PLACE = re.compile(rf"第\s*[（(]?\s*([{CHINESE}0-9０-９]{{1,5}})\s*[）)]?\s*(部分|[编篇章节条项点])")
"""A division named in running text."""

_KINDS = {"编": "部分", "篇": "部分"}
KIND_OF = {"编": "部分", "一、": "部分", "章": "章", "节": "节", "（一）": "项", "1.": "点", "1、": "点"}
"""What a division is called that is numbered with a family of marks (:mod:`ingest.markers`)."""

_INSTEAD = {"部分": "章", "章": "部分", "节": "项", "项": "节"}
"""What people call a division by another's name: the second （二） of a chapter is its 第二节 to them."""
_WITHIN = {"项", "点"}
_ARTICLE = re.compile(r"第([^条]+)条")


def named_places(question: str) -> Places:
    """Return the divisions that ``question`` names. An article's number is the whole document's, so that what
    stands beside it (项, 章) says nothing more; 项 and 点 alone are not told from things that are counted.

    >>> named_places("规划第三部分第（二）项讲什么"), named_places("第五条第一项"), named_places("第二项工作")
    ({'部分': frozenset({3}), '项': frozenset({2})}, {'条': frozenset({5})}, {})
    """
    found: dict[str, set[int]] = {}
    for match in PLACE.finditer(question):
        if number := parse_numeral(squeeze(match.group(1))):
            found.setdefault(_KINDS.get(match.group(2), match.group(2)), set()).add(number)
    if "条" in found:
        return {"条": frozenset(found["条"])}
    return {kind: frozenset(numbers) for kind, numbers in found.items()} if set(found) - _WITHIN else {}


def stands_at(passage: Passage, places: Places) -> bool:
    """Tell whether ``passage`` stands at one of ``places``: of each kind named, at one of its numbers."""
    if "条" in places:
        return article_number(passage.locator.article) in places["条"]
    own = divisions(tuple(passage.path[1:]))
    return all(numbers & _of_kind(own, kind) for kind, numbers in places.items())


def _of_kind(own: Places, kind: str) -> frozenset[int]:
    return own.get(kind) or own.get(_INSTEAD.get(kind, kind), frozenset())


@lru_cache(maxsize=8192)
def divisions(path: Sequence[str]) -> Places:
    """Return the divisions that headings from the outermost one down stand for.

    >>> divisions(("三、主要任务", "（二）改革"))
    {'部分': frozenset({3}), '项': frozenset({2})}
    """
    markers = [marker for heading in path if (marker := read_marker(heading))]
    return {
        KIND_OF[marker.family]: frozenset({marker.number})
        for marker in markers
        if marker.family in KIND_OF and marker.number is not None
    }


def article_number(article: str | None) -> int | None:
    """Return the number of a locator's article: 第十二条 → 12."""
    match = _ARTICLE.search(squeeze(article)) if article else None
    return parse_numeral(match.group(1)) if match else None
