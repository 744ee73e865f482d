"""Lines that are no content: page numbers, running heads, addresses injected in the middle of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.chars import squeeze
from ingest.lines import PAGE_NUMBER, PAGES_COUNTED, Line
from ingest.markers import read_marker

_BARE_NUMBER = re.compile(r"[0-9０-９]{1,3}$")
_URL = re.compile(r"(https?://|www\.)[\x21-\x7e]+$", re.IGNORECASE)
_RULE = re.compile(r"([-—–─━_＿=＝*＊~～])\1{7,}$")
_ISSUE_MARK = re.compile(r"[（(]?(19|20)\d{2}\s*年第\s*\d+\s*期([（(]总第\s*\d+\s*期[）)])?[）)]?$")
_TITLED_PAGE = re.compile(r"(?P<head>\S.{3,60}?)\s+[—－\-–─]\s*(?P<page>[0-9０-９]{1,4})\s*[—－\-–─]$")
"""The document's name and the page's number on one line: 某县计划草案的报告　— 7 —."""

_BULLETIN_HEAD = re.compile(r".{2,30}公报$")

RUNNING_SHARE = 0.3
"""Share of the pages that a running head stands on at least: an issuer's name that begins each document of a
bulletin on a new page is none."""

PAGE_NUMBER_LONGEST = 24
"""Characters of a line that is a page number, its dashes and blanks included."""

PAGE_LINES = 12
"""Lines of text that stand at least between two page numbers."""


def noise_lines(lines: Sequence[Line], pages: Sequence[int]) -> dict[int, str]:
    """Return the lines that are no content, by index, with the reason.

    Page numbers (``—７—``, ``- 3 -``, 第3页, a bare number at a page's edge), addresses injected on a line
    of their own in the middle of text, rules drawn across the page, and running heads: a bulletin's own
    name repeated through the file, or any short line that stands at the top or bottom of at least three
    pages.
    """
    counted = _counted_pages(lines)
    feet = sorted({*counted, *(i for i, line in enumerate(lines) if _is_page_number(line.text))})
    edges = _page_edges(lines, pages) | _around(lines, feet)
    heads = _running_heads(lines, edges, max(len(pages), len(feet)))
    noise = dict.fromkeys(counted, "page-number") | dict.fromkeys(_titled_pages(lines), "running-head")
    for index, line in enumerate(lines):
        if line.blank or line.tabbed or index in noise:
            continue
        if _is_page_number(line.text) or (index in edges and _BARE_NUMBER.match(line.text)):
            noise[index] = "page-number"
        elif _URL.match(line.text):
            noise[index] = "injected-url"
        elif _RULE.match(line.text):
            noise[index] = "rule"
        elif squeeze(line.text) in heads and index != heads[squeeze(line.text)]:
            noise[index] = "running-head"
    return noise


def _is_page_number(text: str) -> bool:
    return len(text) <= PAGE_NUMBER_LONGEST and PAGE_NUMBER.match(text) is not None


def _counted_pages(lines: Sequence[Line]) -> list[int]:
    """Bare numbers on lines of their own that count 1, 2, 3 … with a page of text between them."""
    chains: dict[int, list[tuple[int, int]]] = {}
    texts = 0
    for index, line in enumerate(lines):
        texts += not line.blank
        if line.tabbed or len(line.text) > 3 or not _BARE_NUMBER.match(line.text):
            continue
        value = int(line.text)
        before = chains.pop(value - 1, [])
        apart = bool(before) and texts - before[-1][1] >= PAGE_LINES
        chains[value] = [*(before if apart else []), (index, texts)]
    counted = [chain for chain in chains.values() if len(chain) >= PAGES_COUNTED]
    return sorted(index for chain in counted for index, _ in chain)


def _titled_pages(lines: Sequence[Line]) -> list[int]:
    """Lines of a name and a page's number; the name stands on two pages at least, whatever follows it in
    brackets."""
    named: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if match := _TITLED_PAGE.match(line.text):
            named.setdefault(re.split(r"[（(]", squeeze(match["head"]))[0], []).append(index)
    return [index for places in named.values() if len(places) > 1 for index in places]


def _page_edges(lines: Sequence[Line], pages: Sequence[int]) -> set[int]:
    """The first and the last line of each page, and the one inside of a page number that stands there."""
    edges = _edge(lines, len(lines) - 1, -1) if pages else set()
    for start in pages:
        edges |= _edge(lines, start, 1) | _edge(lines, start - 1, -1)
    return edges


def _around(lines: Sequence[Line], feet: Sequence[int]) -> set[int]:
    """The lines before and after each page number: where no page break is left, that is a page's edge."""
    edges: set[int] = set()
    for foot in feet:
        edges |= _edge(lines, foot - 1, -1) | _edge(lines, foot + 1, 1)
    return edges


def _edge(lines: Sequence[Line], index: int, step: int) -> set[int]:
    found: set[int] = set()
    while 0 <= index < len(lines) and len(found) < 2:
        text = lines[index].text
        if text:
            found.add(index)
            if not (PAGE_NUMBER.match(text) or _BARE_NUMBER.match(text)):
                break
        index += step
    return found


def _running_heads(lines: Sequence[Line], edges: set[int], pages: int) -> dict[str, int]:
    """Folded text of each running head, with the index of the one occurrence that is kept."""
    first: dict[str, int] = {}
    everywhere: Counter[str] = Counter()
    at_edges: Counter[str] = Counter()
    for index, line in enumerate(lines):
        if line.blank or len(line.text) > 40 or "\t" in line.text or "\t" in line.lead:
            continue
        key = squeeze(line.text)
        first.setdefault(key, index)
        everywhere[key] += 1
        at_edges[key] += index in edges
    named = {
        key
        for key, count in everywhere.items()
        if count >= 3 and (_BULLETIN_HEAD.match(key) or _ISSUE_MARK.match(key))
    }
    named |= {key for key in everywhere if _ISSUE_MARK.match(key) and key[0] in "（("}
    enough = max(3, RUNNING_SHARE * pages)
    repeated = {key for key, count in at_edges.items() if count >= enough and not _reads_like_text(key)}
    return {key: (first[key] if key in named and key[0] not in "（(" else -1) for key in named | repeated}


def _reads_like_text(key: str) -> bool:
    """A line with clauses or with a number of its own is text or a heading, however often it comes."""
    return (
        bool(set("。；，,：:！？、") & set(key[-1] + key.replace("、", ""))) or read_marker(key) is not None
    )
