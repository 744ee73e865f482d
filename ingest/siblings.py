"""Groups of siblings: do they number sections, or the entries of a list?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.blocks import Block
from ingest.heading_forms import CLAUSES, Candidate
from ingest.markers import Family
from ingest.sequences import ranks

_LEFT_OUT = re.compile(r"[（(]略(?:[，,；;：:][^（）()]*)?[）)]$")

FEWEST_ARTICLES = 3
"""第N条 numbers articles from this many on; fewer are references."""


def outside_articles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Inside 第N条 of a regulation, （一） and 1. number clauses, not sections."""
    articles = sum(candidate.family == "条" for candidate in candidates)
    if articles < FEWEST_ARTICLES:
        return [c for c in candidates if c.family != "条"]
    kept: list[Candidate] = []
    inside = False
    for candidate in candidates:
        if candidate.family == "条":
            inside = True
        elif candidate.family in ("编", "章", "节"):
            inside = False
        elif inside and candidate.family in CLAUSES:
            continue
        kept.append(candidate)
    return kept


def drop_lists(candidates: list[Candidate], blocks: Sequence[Block], end: int) -> list[Candidate]:
    """Drop groups of siblings that number sentences or bare entries instead of sections.

    Inner families are judged first, so that an outer heading whose only content is an inner list still
    has content.
    """
    rank_of = ranks(candidates)
    for rank in sorted(rank_of.values(), reverse=True):
        drop: set[int] = set()
        starts = {c.block: rank_of[c.family] for c in candidates}
        for group in _groups(candidates, rank_of, rank):
            bare = _bare_blocks(group, starts, end)
            _settle_stopped(group, bare)
            heads = _heads(group, bare)
            drop |= {c.block for c in group[len(heads) :]}
            if not _is_section_group(heads, bare, blocks):
                drop |= {c.block for c in heads}
        candidates = [c for c in candidates if c.block not in drop]
    return candidates


def _groups(
    candidates: Sequence[Candidate], rank_of: Mapping[Family, int], rank: int
) -> list[list[Candidate]]:
    """Siblings of one rank: candidates with no outer one between them."""
    groups: list[list[Candidate]] = []
    current: list[Candidate] = []
    for candidate in candidates:
        own = rank_of[candidate.family]
        if own < rank:
            groups.append(current)
            current = []
        elif own == rank:
            if current and candidate.number == 1:
                groups.append(current)
                current = []
            current.append(candidate)
    groups.append(current)
    return [group for group in groups if group]


def _bare_blocks(group: Sequence[Candidate], starts: Mapping[int, int], end: int) -> set[int]:
    """The blocks of those in ``group`` with nothing between them and the next one of their rank or above,
    if their text isn't said to be left out (略); ``starts`` gives the rank of each candidate's block."""
    own = starts[group[0].block]
    bare: set[int] = set()
    for candidate in group:
        following = candidate.block + 1
        empty = following >= end or starts.get(following, own + 1) <= own
        if empty and not _LEFT_OUT.search(candidate.text):
            bare.add(candidate.block)
    return bare


def _settle_stopped(group: Sequence[Candidate], bare: set[int]) -> None:
    """A short numbered sentence that paragraphs of its own follow is a heading; one by itself is an item."""
    for candidate in group:
        if candidate.form == "stopped":
            candidate.form = "sentence" if candidate.block in bare else "own"


def _heads(group: list[Candidate], bare: set[int]) -> list[Candidate]:
    """The group without numbered sentences at its end that belong to a list of their own: those after two
    or more headings, each with text below it."""
    count = len(group)
    while count and group[count - 1].form == "sentence":
        count -= 1
    whole = count >= 2 and all(c.form in ("own", "run-in") and c.block not in bare for c in group[:count])
    return group[:count] if whole else group


def _is_section_group(group: Sequence[Candidate], bare: set[int], blocks: Sequence[Block]) -> bool:
    if group[0].family in ("编", "章", "节", "条") or blocks[group[0].block].hashes:
        return True
    sentences = sum(c.form == "sentence" for c in group)
    if sentences * 2 >= len(group):
        return False
    own = [c for c in group if c.form == "own"]
    if len(own) * 2 < len(group):
        return True
    empty = sum(c.block in bare for c in own)
    return empty * 2 < len(own) or len(own) == 1 and empty == 0
