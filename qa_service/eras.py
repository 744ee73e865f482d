"""Comparisons over time: when a question sets one five-year period beside another (a plan's target and what a
later report says was reached), documents of each get their turn in the ranking."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import fold
from ingest.model import Metadata
from ingest.numerals import parse_numeral

FIRST_PLAN = 1951
"""The first five-year plan began in 1953, but from the sixth on plan ``n`` begins in 1951 + 5 n."""

_PLAN = re.compile(r"(十[一二三四五六七八九]?)五(?=$|[^0-9一二三四五六七八九十])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LATELY = re.compile(r"实际|现在|目前|如今|眼下|后来|最新|完成了|达到了没|实现了")
_BEFORE = re.compile(r"后来|原来|以前|从前|过去|当初")


def era_of(metadata: Metadata) -> int | None:
    """Return the first year of the five-year period that a document belongs to, ``None`` if nothing tells.

    A plan belongs to the period that it is for, another document to the one it was written in; where neither
    is known the last year in its title counts.

    >>> era_of(Metadata(title="关于2025年执行情况和2026年草案的报告"))
    2026
    """
    if metadata.plan_period:
        return _era(metadata.plan_period[0])
    written = metadata.written or metadata.published
    if written:
        return _era(written.year)
    years = _YEAR.findall(fold(metadata.title))
    return _era(int(years[-1])) if years else None


def named_eras(question: str, eras: Sequence[int | None]) -> tuple[int, ...]:
    """Return the periods of the index that ``question`` sets beside each other, none if it doesn't compare.

    ``eras`` are those of the documents. A period without documents is told by those of the next one (what the
    plan before it reached stands in a plan's first chapter); words like 实际 and 现在 mean the latest.

    >>> named_eras("“十四五”的目标和2026年的目标", [2021, 2026])
    (2021, 2026)
    >>> named_eras("“十四五”定的目标实际完成了吗", [2021, 2026]), named_eras("“十四五”的目标", [2021, 2026])
    ((2021, 2026), ())
    """
    known = sorted({era for era in eras if era is not None})
    if len(known) < 2:
        return ()
    folded = fold(question)
    wanted = [FIRST_PLAN + 5 * (parse_numeral(number) or 0) for number in _PLAN.findall(folded)]
    wanted += [_era(int(year)) for year in _YEAR.findall(folded)]
    found = {min((era for era in known if era >= start), default=known[-1]) for start in wanted}
    if _LATELY.search(folded):
        found.add(known[-1])
    if found == {known[-1]} and _BEFORE.search(folded):
        found.add(known[-2])
    return tuple(sorted(found)) if len(found) > 1 else ()


def _era(year: int) -> int:
    return year - (year - 1) % 5
