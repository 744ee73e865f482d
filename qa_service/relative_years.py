"""Years that a question names from where its writer stands: 今年, 去年, 明年."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from qa_service.absent_years import frames

_AWAY: Final = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1}
_AGE = (
    "(?:已经?|都|刚|刚满|快|满|才|虚岁|是|也)?[0-9一二三四五六七八九十]{1,3}(?:周?岁|了|整|[，,。；;！!]|$)"
)
_SAID = re.compile(
    rf"(?:(?<![比较])[今去]年|(?<![比较])前年(?!间)|(?<![比较全])本年(?!龄)|明年)度?(?!{_AGE}|刚|才|想|打算|准备)"
)
"""今年七十六 tells how old someone is, 比去年 what something is compared with, 今年刚成立 a story."""

_OWN = re.compile("[我你您咱俺他她]|[爸妈爷奶爹娘哥姐弟妹]|孩子|儿子|女儿|孙子|老人家|公司|朋友|同事|店里")
"""Whose year it is that a clause with this in front speaks of: the writer's, not the documents'."""

_QUOTED = re.compile("《[^》]*》|“[^”]*”|「[^」]*」")
_BORDER = re.compile(r"[，,。；;？?！!\s]")


def with_years(question: str, today: date) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return ``question`` (:func:`index.text.plain`) with such years in figures, and the pairs of what was
    said and what is meant. One that names a year itself stays as it is; so does what is quoted, for there the
    words may be another writer's, and what someone tells of himself.

    >>> with_years("静安区去年新增多少首店", date(2026, 11, 24))
    ('静安区2025年新增多少首店', (('去年', '2025年'),))
    >>> with_years("2024年比去年增长多少", date(2026, 11, 24))[1]
    ()
    >>> with_years("我妈今年七十六，我们公司去年搬来", date(2026, 11, 24))[1]
    ()
    """
    if next(frames(question), None):
        return question, ()
    hidden = _QUOTED.sub(lambda match: " " * len(match.group()), question)
    places = [(match.start(), match.end()) for match in _SAID.finditer(hidden)]
    places = [(start, end) for start, end in places if not _OWN.search(_clause(hidden[:start]))]
    pairs = tuple((question[a:b], f"{today.year + _AWAY[question[a : a + 2]]}年") for a, b in places)
    for (start, end), (_, year) in zip(reversed(places), reversed(pairs), strict=True):
        question = question[:start] + year + question[end:]
    return question, pairs


def _clause(before: str) -> str:
    return _BORDER.split(before)[-1]
