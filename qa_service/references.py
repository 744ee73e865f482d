"""What a question names outright: a 文号, an article, a district. Read before anything semantic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text import fold
from ingest.chars import squeeze
from ingest.model import Document
from ingest.numerals import parse_numeral
from ingest.titles import DOC_NUMBER, normalise_number

_ARTICLE = re.compile(r"第\s*([0-9０-９零〇一二三四五六七八九十百]{1,5})\s*条")
_ARTICLE_OF = re.compile(r"第([^条]+)条")
_CITY_SIZED = ("省", "市")


@dataclass(frozen=True, slots=True)
class References:
    """Indices of the documents that the question means, by what it names. ``numbered`` are those whose 文号
    it gives (``None``: it gives none; empty: it gives one that no document has), ``elsewhere`` those of
    districts that it does not name while it names others, ``articles`` the article numbers."""

    numbered: frozenset[int] | None
    elsewhere: frozenset[int]
    articles: frozenset[int]
    unknown_numbers: tuple[str, ...] = ()

    def admits(self, count: int) -> list[bool]:
        """Return a verdict for each of ``count`` documents."""
        if self.numbered:
            return [index in self.numbered for index in range(count)]
        return [index not in self.elsewhere for index in range(count)]


def read_references(question: str, documents: Sequence[Document]) -> References:
    """Read the references of ``question`` against the documents of an index.

    A district is named by its full or its short name (徐汇区, 徐汇); documents of other districts are then
    out, those of the city or of no known region stay, since a city's plan speaks of its districts.
    """
    numbers = _numbers(question)
    numbered = None
    unknown: tuple[str, ...] = ()
    if numbers:
        known = {d.metadata.doc_number: i for i, d in enumerate(documents) if d.metadata.doc_number}
        numbered = frozenset(i for i, d in enumerate(documents) if d.metadata.doc_number in numbers)
        unknown = tuple(sorted(number for number in numbers if number not in known))
    return References(numbered, _elsewhere(question, documents), _articles(question), unknown)


def _numbers(question: str) -> set[str]:
    compact = squeeze(question)
    found = {normalise_number(match.group()) for match in DOC_NUMBER.finditer(compact)}
    return {number for number in map(_trimmed, found) if number}


def _trimmed(number: str | None) -> str | None:
    """The agency code of a 文号 in running text may have swallowed words before it: 请问静府发〔2021〕1号."""
    return re.sub(r"^(?:请问|根据|按照|依据|查一下|关于|和|与|的)+", "", number) if number else None


def _elsewhere(question: str, documents: Sequence[Document]) -> frozenset[int]:
    folded = fold(question)
    regions = {d.metadata.region for d in documents if d.metadata.region}
    districts = {r for r in regions if not r.endswith(_CITY_SIZED)}
    named = {r for r in districts if short_name(r) in folded}
    if not named:
        return frozenset()
    others = districts - named
    return frozenset(i for i, d in enumerate(documents) if d.metadata.region in others)


@lru_cache(maxsize=1024)  # every question asks it of every region of the index
def short_name(region: str) -> str:
    """Return a region's name as people say it.

    >>> short_name("徐汇区"), short_name("上海市")
    ('徐汇', '上海')
    """
    bare = re.sub(r"(?:新区|[省市区县旗])$", "", region)
    return fold(bare) if len(bare) >= 2 else fold(region)


def _articles(question: str) -> frozenset[int]:
    values = (parse_numeral(match.group(1)) for match in _ARTICLE.finditer(question))
    return frozenset(value for value in values if value)


def article_number(article: str | None) -> int | None:
    """Return the number of a locator's article: 第十二条 → 12."""
    match = _ARTICLE_OF.search(squeeze(article)) if article else None
    return parse_numeral(match.group(1)) if match else None
