"""What a question names outright: a 文号, a district. Read before anything semantic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text import fold
from ingest.model import Document
from ingest.regions import bare_name, level
from qa_service.named_numbers import named_numbers

CALLED_AFTER = "[东西南北中]{0,2}(?:路|街|大道|大学|学院|港|湾|站|机场|铁路|航空|银行|证券|合作|交通|科技)"


@dataclass(frozen=True, slots=True)
class References:
    """Indices of the documents that the question means, by what it names. ``numbered`` are those whose 文号
    it gives (``None``: it gives none; empty: it gives one that no document has), ``elsewhere`` those of
    regions that it does not name while it names others of their size."""

    numbered: frozenset[int] | None
    elsewhere: frozenset[int]
    unknown_numbers: tuple[str, ...] = ()

    def admits(self, count: int) -> list[bool]:
        """Return a verdict for each of ``count`` documents."""
        if self.numbered:
            return [index in self.numbered for index in range(count)]
        return [index not in self.elsewhere for index in range(count)]


def read_references(question: str, documents: Sequence[Document]) -> References:
    """Read the references of ``question`` against the documents of an index.

    A region is named by its full or its short name (徐汇区, 徐汇); documents of other regions of its size are
    then out. Those of the city stay where a district is named, since a city's plan speaks of its districts.
    """
    known = {d.metadata.doc_number for d in documents if d.metadata.doc_number}
    numbers = named_numbers(question, known)
    numbered = frozenset(i for i, d in enumerate(documents) if d.metadata.doc_number in numbers)
    elsewhere = _elsewhere(question, documents)
    return References(numbered if numbers else None, elsewhere, tuple(sorted(numbers - known)))


def _elsewhere(question: str, documents: Sequence[Document]) -> frozenset[int]:
    folded = fold(question)
    regions = {d.metadata.region for d in documents if d.metadata.region}
    others: set[str] = set()
    for size in {level(region) for region in regions}:
        alike = {region for region in regions if level(region) == size}
        named = {region for region in alike if names(folded, region)}
        others |= alike - named if named else set()
    return frozenset(i for i, d in enumerate(documents) if d.metadata.region in others)


def names(folded: str, region: str) -> bool:
    """Tell whether a folded question names ``region``, by its full name or as people say it.

    Of a city or province no street, university or the like that is called after it: 南京西路 is not in 南京.

    >>> names("徐汇的产业", "徐汇区"), names("南京西路有多长", "南京市"), names("南京有多少人", "南京市")
    (True, False, True)
    """
    name = short_name(region)
    if name not in folded or level(region) == "county" or fold(region) in folded:
        return name in folded
    return re.search(rf"{re.escape(name)}(?!{CALLED_AFTER})", folded) is not None


@lru_cache(maxsize=1024)  # every question asks it of every region of the index
def short_name(region: str) -> str:
    """Return a region's name as people say it.

    >>> short_name("徐汇区"), short_name("上海市"), short_name("广西壮族自治区")
    ('徐汇', '上海', '广西')
    """
    return fold(bare_name(region))
