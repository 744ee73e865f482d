"""Comparisons: when a question names several districts, each gets its turn in the ranking."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import TypeVar

from index.text import fold
from ingest.model import Document
from qa_service.references import names, short_name

Group = TypeVar("Group", bound=Hashable)


def named_regions(question: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the regions of the index that the question names.

    A city in front of its own district (上海市静安区) only says where the district lies and does not count.
    """
    folded = fold(question)
    regions = dict.fromkeys(d.metadata.region for d in documents if d.metadata.region)
    named = [region for region in regions if region and names(folded, region)]
    return tuple(region for region in named if not _leads_in(region, named, folded))


def _leads_in(region: str, named: Sequence[str], folded: str) -> bool:
    name = short_name(region)
    others = "|".join(re.escape(short_name(other)) for other in named if other != region)
    if not others or not region.endswith(("市", "省")):
        return False
    alone = re.sub(rf"{re.escape(name)}[市省]?(?={others})", "", folded)
    return name not in alone


def take_turns(order: Sequence[int], group_of: Sequence[Group | None], groups: Sequence[Group]) -> list[int]:
    """Return ``order`` (passage numbers, best first) so that the ``groups`` (regions, say) take turns;
    passages of none of them follow. ``group_of`` gives each passage's group.

    >>> take_turns([0, 1, 2, 3], ["甲区", "甲区", "乙区", None], ["甲区", "乙区"])
    [0, 2, 1, 3]
    """
    lanes = [[n for n in order if group_of[n] == group] for group in groups]
    # The group of the best passage begins.
    lanes = sorted((lane for lane in lanes if lane), key=lambda lane: list(order).index(lane[0]))
    turns = [lane[i] for i in range(max(map(len, lanes), default=0)) for lane in lanes if i < len(lane)]
    taken = set(turns)
    return turns + [n for n in order if n not in taken]
