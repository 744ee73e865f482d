"""Which blocks of a part are headings: decided by form, sequence and siblings, not by pattern alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block
from ingest.decimals import decimal_sequence
from ingest.heading_forms import Candidate, find_candidates
from ingest.markers import Family
from ingest.sequences import advancing
from ingest.siblings import drop_lists, outside_articles
from ingest.unnumbered import Heading, add_unnumbered

LEVELS: dict[Family, int] = {
    "编": 1, "章": 1, "节": 2, "一、": 1, "（一）": 2, "条": 3, "1.": 3, "1、": 3, "（1）": 4, "①": 5,
}  # fmt: skip
"""Level that a family stands for, where 编, 章 and 节 don't stand above it."""


def find_headings(blocks: Sequence[Block], start: int, end: int) -> list[Heading]:
    """Return the headings among ``blocks[start:end]``, one part of a document, in order.

    Numbers must advance within their family; a numbered whole sentence is no heading, nor is a list whose
    entries have no text of their own, nor a clause list inside 第N条.
    """
    candidates = advancing(list(find_candidates(blocks, start, end)))
    candidates = drop_lists(outside_articles(candidates), blocks, end)
    headings = _with_decimals(_with_levels(candidates), blocks, start, end)
    return add_unnumbered(headings, blocks, start, end)


# levels ---------------------------------------------------------------------------------------------


def _with_levels(candidates: Sequence[Candidate]) -> list[Heading]:
    families = {c.family for c in candidates if c.form != "sentence"}
    headings: list[Heading] = []
    for candidate in candidates:
        if candidate.form == "sentence":
            continue
        family = candidate.family
        level = LEVELS[family] + _shift(family, families)
        text = re.sub(r"[\t\n]+", " ", candidate.text).strip()
        headings.append(Heading(candidate.block, level, text, candidate.end, family, candidate.marker.number))
    return headings


def _shift(family: Family, families: set[Family]) -> int:
    """How much deeper a family stands because 编, 章 or 节 stand above it."""
    outer = len(families & {"编", "章", "节"})
    if family in ("编", "章", "节", "条"):
        return 1 if "编" in families and family != "编" else 0
    free = 0 if "一、" in families else 1 if "（一）" in families else 2
    return max(0, outer - free)


def _with_decimals(headings: list[Heading], blocks: Sequence[Block], start: int, end: int) -> list[Heading]:
    """Decimal headings stand at the depth of their number, whatever else numbers the same lines."""
    decimal = decimal_sequence((i, blocks[i].text) for i in range(start, end) if blocks[i].kind == "text")
    taken = {index for index, _ in decimal}
    merged = [heading for heading in headings if heading.block not in taken]
    for index, path in decimal:
        text = blocks[index].text
        merged.append(Heading(index, len(path), text.strip(), len(text), "1.1", path[-1]))
    return sorted(merged, key=lambda heading: heading.block)
