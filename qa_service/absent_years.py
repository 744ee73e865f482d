"""Questions about a year or a five-year period that none of the passages found speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text import fold
from ingest.model import Metadata
from ingest.numerals import parse_numeral
from qa_service.eras import FIRST_PLAN

_PLAN = re.compile(r"[“\"]?(十[一二三四五六七八九])五[”\"]?(?=$|[^0-9一二三四五六七八九十])")
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?\s*[-至到]+\s*((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?![\d.]|[〕\])】]\s*第?\d)年?")


@dataclass(frozen=True, slots=True)
class Frame:
    """The ``years`` that a text names, ``said`` as it (folded) names them."""

    said: str
    years: frozenset[int]


def frames(text: str) -> Iterator[Frame]:
    """Yield the years and five-year periods that ``text`` names; a year in a 文号 is none.

    >>> [(frame.said, min(frame.years)) for frame in frames("“十四五”规划（2035年），某府发〔2020〕7号")]
    [('“十四五”', 2021), ('2035年', 2035)]
    """
    folded = fold(text)
    for match in _PLAN.finditer(folded):
        first = FIRST_PLAN + 5 * (parse_numeral(match[1]) or 0)
        yield Frame(match[0], frozenset(range(first, first + 5)))
    for match in _RANGE.finditer(folded):
        yield Frame(match[0], frozenset(range(int(match[1]), int(match[2]) + 1)))
    for match in _YEAR.finditer(folded):
        yield Frame(match[0], frozenset((int(match[1]),)))


def years_of(metadata: Metadata) -> frozenset[int]:
    """Return the years that a document speaks of without naming them: those that it plans for, the one that
    it was written in and the one before.

    >>> sorted(years_of(Metadata(title="某规划", plan_period=(2021, 2022))))
    [2021, 2022]
    """
    years = (
        set(range(metadata.plan_period[0], metadata.plan_period[1] + 1)) if metadata.plan_period else set()
    )
    written = metadata.written or metadata.published
    if written:
        years |= {written.year - 1, written.year}
    return frozenset(years)


def absent_frame(question: str, passages: Sequence[tuple[Metadata, str]]) -> str:
    """Return the year or period that ``question`` names (as it says it) where no passage speaks of any that
    it names; empty where one does, or where it names none.

    ``passages`` are the text of each with its headings and title, and its document's metadata.

    >>> plan = Metadata(title="某规划", plan_period=(2021, 2025))
    >>> absent_frame("2035年建多少公园", [(plan, "建成公园12座")])
    '2035年'
    >>> absent_frame("2025年建多少公园", [(plan, "建成公园12座")])
    ''
    """
    asked = list(frames(question))
    wanted = frozenset[int]().union(*(frame.years for frame in asked))
    if not wanted or not passages:
        return ""
    for metadata, text in passages:
        spoken = years_of(metadata).union(*(frame.years for frame in frames(text)))
        if spoken & wanted:
            return ""
    return asked[0].said
