"""Passages under a heading of other years than the question is about: a report's 2025年工作回顾 and its
2026年工作安排 say the same things in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from index.text import fold
from ingest.chars import squeeze
from ingest.model import Passage
from qa_service.absent_years import frames

_TITLE = re.compile(
    r"[^，。？?、]{0,12}?(?:规划|纲要|方案|报告|公报|要点|通知|通告|办法|意见|预算|决算"
    r"|计划(?![一-鿿])|计划(?=的|中|里|草案|报告|执行|提出|安排|文件))"
)
"""What a year in front of it dates is a document, whose sections may be about other years."""


class HeadedYears:
    """The passages whose headings name years, by number.

    >>> HeadedYears([]).other_than("2026年新增多少床位")
    []
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._years: Mapping[int, frozenset[int]] = {
            number: years for number, passage in enumerate(passages) if (years := _headed(passage.path[1:]))
        }
        self._passages = passages
        # Reading the years of a question's other passages took a seventh of its time.
        self._own: dict[int, frozenset[int]] = {}

    def other_than(self, question: str) -> list[int]:
        """Return the passages that stand under a heading of other years than the one year or period that
        ``question`` names, and that don't name it themselves; none where it names several, or none."""
        asked = list(frames(question))
        wanted = frozenset[int]().union(*(frame.years for frame in asked))
        if len(asked) != 1 or _dates_a_title(question, asked[0].said):
            return []
        others = [number for number, years in self._years.items() if not years & wanted]
        return [number for number in others if not self._named(number) & wanted]

    def _named(self, number: int) -> frozenset[int]:
        """The years that a passage itself names, read once."""
        if number not in self._own:
            self._own[number] = _named(self._passages[number])
        return self._own[number]


def _headed(path: Iterable[str]) -> frozenset[int]:
    """The years of the innermost heading that names any."""
    for heading in reversed(list(path)):
        if years := frozenset[int]().union(*(frame.years for frame in frames(heading))):
            return years
    return frozenset()


def _named(passage: Passage) -> frozenset[int]:
    """The years that a passage itself names; the document's title, above it, is no word of its own."""
    own = squeeze(passage.text).replace(squeeze(passage.path[0]), "")
    told = (frame.years for text in (passage.context, own) for frame in frames(text))
    return frozenset[int]().union(*told)


def _dates_a_title(question: str, said: str) -> bool:
    behind = fold(question).partition(said)[2]
    return _TITLE.match(behind) is not None
