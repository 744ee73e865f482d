"""Who is said to be given which post, or to lose it: read from the draft's own words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from qa_service.check.folding import Folded, fold_letters

OUT = "免去|免除|免职|不再担任|卸任|离任"
INTO = "任命|担任|出任|就任|接任|调任|升任|(?<![主责信])任(?=[\u3400-\u9fff]{3})(?![务期免内职])"
VERB = re.compile(f"(?P<out>{OUT})|(?P<into>{INTO})")
_BEFORE_POST = re.compile(r"^(?:同志|为|的|其|被|同时|正式|决定|现|新)+")
_BEHIND_POST = re.compile(
    r"(?:的?(?:这一|该|上述|原)?职务|一职|被|同志|决定|同时|由|\d+年(?:\d+月)?(?:\d+日)?)+$"
)

_SAME_POST = re.compile("的?(?:这一|该|上述|同一|此)职务?")
SAYING = re.compile(rf"{OUT}|{INTO}|职务$|^[\u3400-\u9fff]{{2,4}}(?:同志)?为")
CLAUSES = re.compile(r"[^，,；;。\n]+")
_HEADER = re.compile(
    rf"(?:姓名|任免|任职|{OUT}|{INTO}|的|以下|下列|同志|人员|职务|名单|事项|决定|如下|通知)*"
)

SHORTEST_POST = 2
"""Letters of the shortest post: 区长, 董事."""


def is_header(line: str) -> bool:
    """Whether a line of a list names no one and no post.

    >>> is_header("姓  名  任命职务"), is_header("沈砚  局长")
    (True, False)
    """
    return _HEADER.fullmatch(fold_letters(line).text) is not None


@dataclass(frozen=True, slots=True)
class Statement:
    """``name`` was appointed to, or ``removed`` from, the post at folded ``[start, end)``."""

    name: str
    removed: bool
    start: int
    end: int


def statements_in(sentence: str, folded: Folded, names: Collection[str]) -> Iterator[Statement]:
    """Read who, which way and which post: 任命甲为乙, 甲任乙, 甲被免去乙; one person may have several.

    A verb holds on for the names behind it that have none of their own: 甲为乙，丙为丁, or rows under 任命.
    A post behind a name ends with its clause. ``names`` are folded, as ``folded`` is ``sentence``.
    """
    text = folded.text
    breaks = sorted({folded.at(clause.start()) for clause in CLAUSES.finditer(sentence)})
    known = sorted((found.start(), name) for name in names for found in re.finditer(name, text))
    taken, way, before = 0, None, None
    for index, (at, name) in enumerate(known):
        low = known[index - 1][0] + len(known[index - 1][1]) if index else 0
        high = known[index + 1][0] if index + 1 < len(known) else len(text)
        for verb in VERB.finditer(text, low, at):
            way = verb["out"] is not None
        position = at + len(name)
        told = False
        for match in [*VERB.finditer(text, position, high), None]:
            stop = match.start() if match else high
            start, end = trimmed(text, position, min([stop, *breaks[bisect_right(breaks, position) :]]))
            if way is not None and end - start >= SHORTEST_POST:
                told, taken = True, end
                before = Statement(name, way, start, end)
                yield before
            if match:
                way, position = match["out"] is not None, match.end()
        if not told and way is not None and before and _SAME_POST.match(text, position, high):
            told = True
            yield replace(before, name=name, removed=way)
        start, end = trimmed(text, max(low, taken), at)
        if not told and way is not None and end - start >= SHORTEST_POST:
            yield Statement(name, way, start, end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what belongs to the verb, not to the post."""
    before = _BEFORE_POST.search(text[start:end])
    start += before.end() if before else 0
    behind = _BEHIND_POST.search(text[start:end])
    return start, (start + behind.start() if behind else end)
