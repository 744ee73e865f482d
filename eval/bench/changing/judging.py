"""Was every answer from one state of the index, and was deleted text gone in time?"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from eval.bench.changing.clients import Seen

NoticeVersion = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Life:
    """The life of one version of a notice.

    ``since`` and ``until`` are the running numbers of the generations that first held it and first lacked
    it. ``deleted`` is when its deletion was accepted (seconds, monotonic); ``None``: it was replaced.
    """

    since: int
    until: int | None = None
    deleted: float | None = None


def mixed(seen: Sequence[Seen], lives: dict[NoticeVersion, Life]) -> list[str]:
    """Return the answers that hold what their generation does not: told in words, empty if there are none.

    >>> mixed([Seen(0, 1, "0005-x", frozenset({(1, 2)}))], {(1, 2): Life(since=6)})
    ['0005-x holds version 2 of notice 1, which lives from 6 on']
    """
    found = []
    for answer in seen:
        if answer.failed:
            continue
        number = int(answer.generation.partition("-")[0])
        for notice in answer.notices:
            life = lives.get(notice)
            if life is None:
                found.append(f"{answer.generation} holds {notice}, which was never accepted")
            elif number < life.since:
                found.append(_told(answer, notice, f"from {life.since} on"))
            elif life.until is not None and number >= life.until:
                found.append(_told(answer, notice, f"until {life.until}"))
    return found


def _told(answer: Seen, notice: NoticeVersion, when: str) -> str:
    return f"{answer.generation} holds version {notice[1]} of notice {notice[0]}, which lives {when}"


def late_ms(seen: Sequence[Seen], lives: dict[NoticeVersion, Life]) -> list[float]:
    """Return for each deleted notice how long after its deletion was accepted a question was asked that
    still found its text (milliseconds, 0 where none was).

    Counted from when the question was asked: an answer that was being made at that moment may hold it.
    """
    last = {notice: life.deleted for notice, life in lives.items() if life.deleted is not None}
    for answer in seen:
        for notice in answer.notices & last.keys():
            last[notice] = max(last[notice], answer.asked)
    gone = {notice: life.deleted for notice, life in lives.items() if life.deleted is not None}
    return [round((last[notice] - gone[notice]) * 1000, 1) for notice in sorted(gone)]


def speed(seen: Sequence[Seen], begun: float, ended: float) -> dict[str, float]:
    """Return questions a second and milliseconds of the answers that came between two moments."""
    inside = [answer for answer in seen if begun <= answer.came < ended and not answer.failed]
    times = sorted((answer.came - answer.asked) * 1000 for answer in inside)
    if len(times) < 2:
        return {"questions": float(len(times))}
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {
        "questions": float(len(times)),
        "seconds": round(ended - begun, 1),
        "per_s": round(len(times) / (ended - begun), 1),
        "median_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "max_ms": round(times[-1], 1),
    }
