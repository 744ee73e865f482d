"""The documents whose titles a question names, abbreviated or whole."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.segment import segmenter
from index.text import bigrams, fold
from ingest.chars import fold_title
from ingest.model import Document
from ingest.plan_periods import plan_period
from ingest.titles import title_kind

NAMED_SHARE = 0.3
"""Share of a title's telling bigrams that a question must hold to mean that document (weighted by how few
titles have each)."""

_UNSAID = re.compile(r"国民经济和社会发展(?=.{0,4}五规划)|和\d{4}年远景目标")
"""What people leave out of a five-year plan's title: 静安区“十五五”规划."""

LEAST_TITLE = 4
"""A title of fewer characters that stands in a question may be a word (but for a law's: 预算法)."""

_VERSION = re.compile(r"\([^()]{1,24}\)$")
"""（试行）, （2021年版）: what is left out when a title is cited."""


def named_documents(question: str, documents: Sequence[Document]) -> tuple[int, ...]:
    """Return the documents (indices) whose title (or a part's) the question names, whole or abbreviated; of
    another plan period than it names only by the whole title.

    Where titles stand whole in it, nothing is taken for an abbreviation: 档案法第三条 means the law, and not
    what implements it.

    >>> named_documents("档案法第三条", [])
    ()
    """
    whole = frozenset[int]().union(*(one.documents for one in whole_titles(question, documents)))
    return tuple(sorted(whole)) or _abbreviated(question, documents)


@dataclass(frozen=True, slots=True)
class Named:
    """``documents`` (indices) of one title, and where the folded question names them: ``[start, end)``."""

    documents: frozenset[int]
    start: int
    end: int


def whole_titles(question: str, documents: Sequence[Document]) -> tuple[Named, ...]:
    """Return the titles that stand whole in ``question`` (whatever signs are left out or put in), in their
    order, and of those within another's only the longest.

    >>> whole_titles("档案法第三条", [])
    ()
    """
    folded = fold(question)
    kept = [index for index, char in enumerate(folded) if fold_title(char)]
    letters = "".join(folded[index] for index in kept)
    found = [
        Named(frozenset(own), kept[start], kept[start + len(title) - 1] + 1)
        for title, own in _by_title(documents).items()
        if len(title) >= LEAST_TITLE or title.endswith("法")
        for start in _places(title, letters)
    ]
    longest = [one for one in found if not any(_holds(other, one) for other in found)]
    return tuple(sorted(longest, key=lambda one: one.start))


def _by_title(documents: Sequence[Document]) -> dict[str, list[int]]:
    titles: dict[str, list[int]] = {}
    for index, document in enumerate(documents):
        for title in {_bare(title) for title in called(document)}:
            titles.setdefault(title, []).append(index)
    return titles


def _holds(other: Named, one: Named) -> bool:
    longer = other.end - other.start > one.end - one.start
    return longer and other.start <= one.start and one.end <= other.end


def _places(title: str, question: str) -> Iterator[int]:
    at = question.find(title)
    while at >= 0:
        yield at
        at = question.find(title, at + 1)


@lru_cache(maxsize=4096)  # every question asks it of every title
def _bare(title: str) -> str:
    """A title as people cite it: without the state's name in front and what stands in brackets behind."""
    return fold_title(_VERSION.sub("", fold(title))).removeprefix("中华人民共和国")


def _abbreviated(question: str, documents: Sequence[Document]) -> tuple[int, ...]:
    folded = set(bigrams(fold(question)))
    period = plan_period(question)
    titles = [
        (i, _grams(title))
        for i, document in enumerate(documents)
        if not period or document.metadata.plan_period in (period, None)
        for title in called(document)
    ]
    frequency: dict[str, int] = {}
    for _, grams in titles:
        for gram in grams:
            frequency[gram] = frequency.get(gram, 0) + 1
    scored: dict[int, float] = {}
    for index, grams in titles:
        weight = {gram: math.log(1 + len(titles) / frequency[gram]) for gram in grams}
        held = sum(w for gram, w in weight.items() if gram in folded)
        share = held / max(sum(weight.values()), 1e-9)
        # A short title is soon held whole; of two, the one that more of the question speaks of is meant.
        if share >= NAMED_SHARE:
            scored[index] = max(scored.get(index, 0.0), share * held)
    best = max(scored.values(), default=0.0)
    return tuple(i for i, score in scored.items() if score >= 0.95 * best)


@lru_cache(maxsize=4096)  # every question about a document asks it of every title
def _grams(title: str) -> frozenset[str]:
    """The bigrams within the words of a title: an abbreviation leaves words out and joins the others anew."""
    said = _UNSAID.sub("", fold(title))
    return frozenset(gram for word in segmenter().cut(said) for gram in bigrams(word))


def called(document: Document) -> tuple[str, ...]:
    """Return what people name: the part that a notice passes on, not the notice; of another document its
    title first, then its annexes."""
    metadata = document.metadata
    if metadata.part_titles and title_kind(metadata.title) == "通知":
        return metadata.part_titles
    return (metadata.title, *metadata.part_titles)
