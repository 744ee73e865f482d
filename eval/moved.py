"""``python -m eval.moved SET -o OUT``: each question asked of another region, and of another time.

What a set's documents say of their own region and years answers none of ``OUT``: its questions are
unanswerable, but for the region or the year they are as like the documents as those that were answered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eval.made_set import make_set
from eval.questions import Question
from ingest.divisions import COUNTY, PREFECTURE, PROVINCE, NamedDivision, named_divisions
from ingest.regions import bare_name

OTHERS = {
    PROVINCE: ("北京市", "四川省", "云南省"),
    PREFECTURE: ("兰州市", "泉州市", "洛阳市"),
    COUNTY: ("天河区", "武侯区", "渝中区", "海淀区"),
}
"""Where questions are moved to, by size: to one that the question doesn't name."""

LATER = 40
"""Years by which a year is moved."""

LONG_PAST = "十一五"
"""What a five-year period becomes (2006 to 2010): set an older corpus beside this and change it."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|[〕\])】])")
_PERIOD = re.compile(r"十[一二三四五六七八九]五(?=$|[^0-9一二三四五六七八九十])")


def moved_away(question: str, draw: random.Random) -> str:
    """Return ``question`` about another region, itself where it names none or several.

    >>> moved_away("静安有几座公园？", random.Random(1)) != "静安有几座公园？"
    True
    """
    named = list(named_divisions(question))
    last = named[-1] if named else None
    # 上海市静安区 is one region, 静安和徐汇 are two.
    if last is None or any(one.end != other.start for one, other in zip(named, named[1:], strict=False)):
        return question
    new = draw.choice([name for name in OTHERS[last.divisions[0].size] if name not in question])
    return f"{question[: named[0].start]}{_as_said(new, last)}{question[last.end :]}"


def moved_on(question: str) -> str:
    """Return ``question`` about years that are far off; itself where it names none.

    >>> moved_on("“十四五”和2025年的目标？")
    '“十一五”和2065年的目标？'
    """
    later = _YEAR.sub(lambda match: str(int(match[0]) + LATER), question)
    return _PERIOD.sub(LONG_PAST, later)


def moved(questions: Sequence[Question], seed: int) -> list[Question]:
    """Return the answerable ``questions``, sentences of drafts left out, as unanswerable ones."""
    draw = random.Random(seed)
    return [made for one in questions if one.answerable and not one.is_draft for made in _made(one, draw)]


def _made(one: Question, draw: random.Random) -> Iterator[Question]:
    for suffix, question in (("region", moved_away(one.question, draw)), ("years", moved_on(one.question))):
        if question != one.question:
            bare = Question(f"{one.id}-{suffix}", question, "unanswerable")
            yield replace(bare, note=f"{one.id}: {one.question}")


def _as_said(name: str, like: NamedDivision) -> str:
    return name if like.full else bare_name(name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the set; returns the exit status, 2 for bad input."""
    return make_set("python -m eval.moved", __doc__, moved, arguments)


if __name__ == "__main__":
    raise SystemExit(main())
