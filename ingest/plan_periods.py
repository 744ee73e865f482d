"""The years that a plan is for: “十四五”, 第十五个五年规划, 2021-2023年."""

from __future__ import annotations

import re
import unicodedata

from ingest.numerals import parse_numeral

PLAN_14_YEAR = 2021
"""First year of the 14th five-year plan; from the third one (1966) on they follow without a gap."""

_FIVE_YEARS = re.compile(r"[“\"]?十([一二三四五六七八九])五[”\"]?|第([一二三四五六七八九十]{1,3})个五年")
_YEAR_RANGE = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-－—–~～至]+\s*((?:19|20)\d{2})\s*年?")


def plan_period(title: str) -> tuple[int, int] | None:
    """Return the first and last year of the plan that ``title`` names.

    >>> titles = "大宁功能区“十四五”规划", "第十五个五年规划纲要", "行动计划（2021-2023年）"
    >>> tuple(map(plan_period, titles))
    ((2021, 2025), (2026, 2030), (2021, 2023))
    """
    title = unicodedata.normalize("NFKC", title)
    years = _YEAR_RANGE.search(title)
    if years:
        return int(years.group(1)), int(years.group(2))
    if not re.search(r"规划|纲要|计划|方案", title):
        return None
    match = _FIVE_YEARS.search(title)
    if not match:
        return None
    ordinal = (
        10 + (parse_numeral(match.group(1)) or 0) if match.group(1) else parse_numeral(match.group(2)) or 0
    )
    first = PLAN_14_YEAR + 5 * (ordinal - 14)
    return first, first + 4
