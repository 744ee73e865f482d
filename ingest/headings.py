"""Which blocks of a part are headings: decided by form, sequence and siblings, not by pattern alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.blocks import Block
from ingest.chars import squeeze
from ingest.decimals import decimal_headings
from ingest.markers import Family, Marker, read_marker
from ingest.sentences import ends_sentence

Form = Literal["own", "run-in", "stopped", "sentence"]
"""``own`` a line by itself, ``run-in`` the first words of a paragraph, ``stopped`` a short line that ends
like a sentence and may be either, ``sentence`` no heading."""

RUN_IN_LONGEST = 45
"""A numbered lead phrase of more characters than this is a sentence, no heading (longest seen: 38)."""

OWN_LONGEST = 60
"""A heading on a line of its own has at most this many characters."""

LOST_LONGEST = 25
"""A heading whose number was lost has at most this many characters."""

DASH_LONGEST = 30
COLON_LONGEST = 20
"""A line like 二、总体思路： has at most this many characters; longer ones lead in a list."""

ORDER: dict[Family, int] = {
    "编": 0, "章": 1, "节": 2, "一、": 3, "（一）": 4, "条": 4, "1.": 5, "1、": 5, "（1）": 6, "①": 7,
}  # fmt: skip
"""Rank of the numbering families, outermost first (结构层次序数 of GB/T 9704: 一、 then （一） then 1. then
（1）; 编, 章, 节, 条 of 立法技术规范)."""

LEVELS: dict[Family, int] = {
    "编": 1, "章": 1, "节": 2, "一、": 1, "（一）": 2, "条": 3, "1.": 3, "1、": 3, "（1）": 4, "①": 5,
}  # fmt: skip
_GENERIC_LISTS = ("1.", "1、", "（1）", "①")
_CLAUSES = ("（一）", "1.", "1、", "（1）", "①", "一、")
_ARTICLE_TITLE = re.compile(
    r"\s*[（(]([^（）()]{2,30})[）)]\s*|\s*[【\[]([^】\]]{2,30})[】\]]\s*"
    r"|[ \u3000]+([^\s，。：；？！,.:;?!]{2,24})$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the ``block`` it stands in (index), its ``level``, its ``text`` as printed, and ``end``,
    the index in the block's text where it ends (a run-in heading leaves the body behind it)."""

    block: int
    level: int
    text: str
    end: int
    family: Family
    number: int | None


@dataclass(slots=True)
class _Candidate:
    block: int
    marker: Marker
    form: Form
    text: str
    end: int
    marked: bool
    """Marked up as a heading (Markdown)."""


def find_headings(blocks: Sequence[Block], start: int, end: int) -> list[Heading]:
    """Return the headings among ``blocks[start:end]``, one part of a document, in order.

    Numbers must advance within their family; a numbered whole sentence is no heading, nor is a list whose
    entries have no text of their own, nor a clause list inside 第N条.
    """
    candidates = _candidates(blocks, start, end)
    candidates = _advancing(candidates)
    candidates = _outside_articles(candidates)
    candidates = _drop_lists(candidates, blocks, end)
    headings = _with_decimals(_with_levels(candidates), blocks, start, end)
    return _add_unnumbered(headings, blocks, start, end)


# form -----------------------------------------------------------------------------------------------


def _candidates(blocks: Sequence[Block], start: int, end: int) -> list[_Candidate]:
    found: list[_Candidate] = []
    for index in range(start, end):
        block = blocks[index]
        if block.kind != "text":
            continue
        marker = read_marker(block.text)
        if marker is None or marker.family in ("——", "named", "专栏"):
            continue
        form, stop = _form(block.text, marker)
        if form != "sentence" or marker.family in _CLAUSES:
            found.append(_Candidate(index, marker, form, block.text[:stop], stop, block.hashes > 0))
    return found


def _form(text: str, marker: Marker) -> tuple[Form, int]:
    """Tell how a numbered block is built, and where its heading ends."""
    if marker.family == "条":
        return _article_form(text, marker)
    stop = _first_stop(text, marker.end)
    if stop is None:
        return ("sentence", 0) if len(text) > OWN_LONGEST or _leads_in(text, marker) else ("own", len(text))
    rest = text[stop + 1 :].lstrip("”’」』）)")
    if rest.strip() and stop - marker.end <= RUN_IN_LONGEST:
        return "run-in", stop
    question = text[stop] in "？?" and not rest.strip() and len(text) <= OWN_LONGEST
    if question or (marker.family in ("编", "章", "节") and len(text) <= OWN_LONGEST):
        return "own", len(text)
    return ("stopped", stop) if len(text) <= OWN_LONGEST and not rest.strip() else ("sentence", 0)


def _leads_in(text: str, marker: Marker) -> bool:
    """A line that ends in a comma or colon goes on in the next; a short 二、总体思路： is a heading."""
    if text[-1] in "：:" and marker.family in ("编", "章", "节", "一、"):
        return len(text) > COLON_LONGEST
    return text[-1] in "：:，,、；;"


def _article_form(text: str, marker: Marker) -> tuple[Form, int]:
    match = _ARTICLE_TITLE.match(text, marker.end)
    if match and (match.end() == len(text) or not match.group(3)):
        return "own" if match.end() == len(text) else "run-in", match.end()
    rest = text[marker.end :].strip()
    if not rest:
        return "own", len(text)
    if len(rest) <= LOST_LONGEST and not re.search(r"[，。：；？！,.:;?!]", rest):
        return "own", len(text)
    return "run-in", marker.end


def _first_stop(text: str, start: int) -> int | None:
    """Index of the first sentence end outside quotation marks and brackets."""
    depth = 0
    for index in range(start, len(text)):
        char = text[index]
        if char in "“（(《«「":
            depth += 1
        elif char in "”）)》»」":
            depth = max(0, depth - 1)
        elif depth == 0 and char not in "；;" and ends_sentence(text, index):
            return index
    return None


# sequence -------------------------------------------------------------------------------------------


def _advancing(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Keep the candidates whose number begins a sequence or advances one."""
    last: dict[Family, int] = {}
    kept: list[_Candidate] = []
    for candidate in candidates:
        family, number = candidate.marker.family, candidate.marker.number or 0
        before = last.get(family)
        follows = before is not None and number in (before + 1, before + 2)
        starts = number == 1 or (before is None and number <= 4 and family not in _GENERIC_LISTS)
        rises = family in ("条", "章", "编") and before is not None and before < number <= before + 10
        if not (follows or starts or rises or candidate.marked):
            continue
        last[family] = number
        kept.append(candidate)
    return kept


def _outside_articles(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Inside 第N条 of a regulation, （一） and 1. number clauses, not sections."""
    articles = sum(candidate.marker.family == "条" for candidate in candidates)
    if articles < 3:
        return [c for c in candidates if c.marker.family != "条"]
    kept: list[_Candidate] = []
    inside = False
    for candidate in candidates:
        family = candidate.marker.family
        if family == "条":
            inside = True
        elif family in ("编", "章", "节"):
            inside = False
        elif inside and family in _CLAUSES:
            continue
        kept.append(candidate)
    return kept


# siblings -------------------------------------------------------------------------------------------


def _drop_lists(candidates: list[_Candidate], blocks: Sequence[Block], end: int) -> list[_Candidate]:
    """Drop groups of siblings that number sentences or bare entries instead of sections.

    Inner families are judged first, so that an outer heading whose only content is an inner list still
    has content.
    """
    for rank in sorted({ORDER[c.marker.family] for c in candidates}, reverse=True):
        drop: set[int] = set()
        starts = {c.block for c in candidates}
        for group in _groups(candidates, rank):
            bare = _bare_blocks(group, starts, blocks, end)
            _settle_stopped(group, bare)
            if not _is_section_group(group, bare, blocks):
                drop |= {c.block for c in group}
        candidates = [c for c in candidates if c.block not in drop]
    return candidates


def _groups(candidates: Sequence[_Candidate], rank: int) -> list[list[_Candidate]]:
    """Siblings of one rank: candidates with no outer one between them."""
    groups: list[list[_Candidate]] = []
    current: list[_Candidate] = []
    for candidate in candidates:
        own = ORDER[candidate.marker.family]
        if own < rank:
            groups.append(current)
            current = []
        elif own == rank:
            if current and candidate.marker.number == 1:
                groups.append(current)
                current = []
            current.append(candidate)
    groups.append(current)
    return [group for group in groups if group]


def _bare_blocks(
    group: Sequence[_Candidate], starts: set[int], blocks: Sequence[Block], end: int
) -> set[int]:
    """The blocks of those in ``group`` with nothing between them and the next one of their rank or above."""
    siblings = {candidate.block for candidate in group}
    bare: set[int] = set()
    for candidate in group:
        following = candidate.block + 1
        if following >= end:
            bare.add(candidate.block)
        elif following in starts:
            marker = read_marker(blocks[following].text)
            outer = marker is not None and ORDER.get(marker.family, 9) < ORDER[candidate.marker.family]
            if outer or following in siblings:
                bare.add(candidate.block)
    return bare


def _settle_stopped(group: Sequence[_Candidate], bare: set[int]) -> None:
    """A short numbered sentence that paragraphs of its own follow is a heading; one by itself is an item."""
    for candidate in group:
        if candidate.form == "stopped":
            candidate.form = "sentence" if candidate.block in bare else "own"


def _is_section_group(group: Sequence[_Candidate], bare: set[int], blocks: Sequence[Block]) -> bool:
    if group[0].marker.family in ("编", "章", "节", "条") or blocks[group[0].block].hashes:
        return True
    sentences = sum(c.form == "sentence" for c in group)
    if sentences * 2 >= len(group):
        return False
    own = [c for c in group if c.form == "own"]
    if len(own) * 2 < len(group):
        return True
    empty = sum(c.block in bare for c in own)
    return empty * 2 < len(own) or len(own) == 1 and empty == 0


# levels ---------------------------------------------------------------------------------------------


def _with_levels(candidates: Sequence[_Candidate]) -> list[Heading]:
    families = {c.marker.family for c in candidates if c.form != "sentence"}
    headings: list[Heading] = []
    for candidate in candidates:
        if candidate.form == "sentence":
            continue
        family = candidate.marker.family
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
    decimal = decimal_headings(blocks, start, end)
    taken = {index for index, _ in decimal}
    merged = [heading for heading in headings if heading.block not in taken]
    for index, path in decimal:
        text = blocks[index].text
        merged.append(Heading(index, len(path), text.strip(), len(text), "1.1", path[-1]))
    return sorted(merged, key=lambda heading: heading.block)


# headings without a number ----------------------------------------------------------------------------


def _add_unnumbered(headings: list[Heading], blocks: Sequence[Block], start: int, end: int) -> list[Heading]:
    by_block = {heading.block: heading for heading in headings}
    top_hashes = min((block.hashes for block in blocks[start:end] if block.hashes), default=1)
    result: list[Heading] = []
    last_number: dict[tuple[Family, int], int] = {}
    for index in range(start, end):
        heading = by_block.get(index)
        if heading is None:
            heading = _unnumbered(index, blocks, by_block, result, last_number, end, top_hashes)
        if heading is None:
            continue
        result.append(heading)
        if heading.number is not None:
            last_number = {key: n for key, n in last_number.items() if key[1] <= heading.level}
            last_number[(heading.family, heading.level)] = heading.number
        else:
            last_number = {key: n for key, n in last_number.items() if key[1] < heading.level}
    return result


def _unnumbered(
    index: int,
    blocks: Sequence[Block],
    numbered: dict[int, Heading],
    before: Sequence[Heading],
    last_number: dict[tuple[Family, int], int],
    end: int,
    top_hashes: int,
) -> Heading | None:
    block = blocks[index]
    if block.kind != "text" or len(block.text) > OWN_LONGEST or index + 1 >= end:
        return None
    marker = read_marker(block.text)
    level = before[-1].level if before else 0
    if block.hashes and marker is None:
        return Heading(index, block.hashes - top_hashes + 1, block.text.strip(), len(block.text), "#", None)
    if marker and marker.family == "named":
        return Heading(index, 1, block.text.strip(), len(block.text), "named", None)
    if marker and marker.family == "专栏":
        owner = next((h for h in reversed(before) if h.family not in ("专栏", "——")), None)
        return Heading(
            index, (owner.level if owner else 0) + 1, block.text.strip(), len(block.text), "专栏", None
        )
    if marker and marker.family == "——":
        return _dash_heading(index, blocks, before)
    if marker is None and _could_be_lost(block, blocks[index - 1] if index else None):
        following = numbered.get(index + 1)
        if following and following.family == "条":
            return Heading(index, 1, block.text.strip(), len(block.text), "章", None)
        if (
            following
            and following.number == 1
            and (following.family, following.level) in last_number
            and level
        ):
            outer = [h.level for h in before if h.level < following.level]
            return Heading(
                index, outer[-1] if outer else 1, block.text.strip(), len(block.text), "named", None
            )
    return None


def _dash_heading(index: int, blocks: Sequence[Block], before: Sequence[Heading]) -> Heading | None:
    block, following = blocks[index], blocks[index + 1]
    if _first_stop(block.text, 2) is not None or len(block.text) > DASH_LONGEST or following.kind != "text":
        return None
    if len(following.text) <= len(block.text) or squeeze(following.text).startswith("——"):
        return None
    owner = next((h for h in reversed(before) if h.family != "——"), None)
    return Heading(index, (owner.level if owner else 0) + 1, block.text.strip(), len(block.text), "——", None)


def _could_be_lost(block: Block, previous: Block | None) -> bool:
    text = squeeze(block.text)
    if not 2 <= len(text) <= LOST_LONGEST or text[-1] in "，,、；;：:。.？?！!”）)" or "。" in text:
        return False
    return previous is None or previous.kind != "text" or previous.text[-1] not in "，,、"
