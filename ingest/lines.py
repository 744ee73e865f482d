"""Physical lines of a source: where they start, how the file is wrapped, where pages begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.chars import CLOSERS, display_width, squeeze, strip_span
from ingest.markers import read_marker
from ingest.sentences import ends_sentence

_LINE = re.compile(r"[^\n\f]*[\n\f]?")
PAGE_NUMBER = re.compile(
    r"[—－\-–─·•\s]*[0-9０-９]{1,4}[—－\-–─·•\s]+$|[—－\-–─]\s*[0-9０-９]{1,4}$"
    r"|第\s*[0-9０-９]{1,4}\s*页(\s*[/，,]?\s*共\s*[0-9０-９]{1,4}\s*页)?$|[0-9０-９]{1,4}\s*/\s*[0-9０-９]{1,4}$"
)
_BARE_NUMBER = re.compile(r"[0-9０-９]{1,3}$")
_URL = re.compile(r"(https?://|www\.)[\x21-\x7e]+$", re.IGNORECASE)
_ISSUE_MARK = re.compile(r"[（(]?(19|20)\d{2}\s*年第\s*\d+\s*期([（(]总第\s*\d+\s*期[）)])?[）)]?$")
_BULLETIN_HEAD = re.compile(r".{2,30}公报$")

WRAPPED_SHARE = 0.5
"""Share of a file's lines that must have about the same width for the file to count as hard-wrapped."""

STOPPED_SHARE = 0.5
"""Share of a hard-wrapped file's full lines that may end a sentence (seen: 0.1; whole paragraphs: 0.9)."""

INDENTED_SHARE = (0.03, 0.6)
"""Least and greatest share of a file's lines that are indented where an indent tells a paragraph's start."""

WRAPPED_WIDEST = 120
"""Hard-wrapped lines are at most this wide (half-width columns): wider ones were never meant for paper."""

FULL_SLACK = 4
"""A line this many columns narrower than the usual one is no full line any more (measured on two
hard-wrapped files: full lines vary by up to 3 columns, last lines of paragraphs by more)."""

RUNNING_SHARE = 0.3
"""Share of the pages that a running head stands on at least: an issuer's name that begins each document of a
bulletin on a new page is none."""

PAGE_NUMBER_LONGEST = 24
"""Characters of a line that is a page number, its dashes and blanks included."""

PAGE_LINES = 12
"""Lines of text that stand at least between two page numbers."""

PAGES_COUNTED = 3
"""Bare numbers count pages from this many in sequence on."""

LEAST_INDENT = 2
"""One character: what counts as an indent at least (half-width columns)."""

FIRST_LINE_INDENT = 4
"""Two characters: what Chinese typesetting indents a paragraph by (half-width columns)."""

DROPPED_INDENT_SHARE = 0.05
"""Share of the full lines that are an indent shorter where the extraction dropped the indent (seen: 0.13)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line: 1-based ``number``, source span ``[start, end)`` without the blanks around it,
    the ``text`` there, and the blanks before it (``lead``). ``tabbed``: the line begins with a tab, as a
    table cell on a line of its own does, be it empty; ``columns``: a tab stands elsewhere in it."""

    number: int
    start: int
    end: int
    text: str
    lead: str
    tabbed: bool = False
    columns: bool = False
    width: int = 0
    """Width in half-width columns, a printed indent included."""

    @property
    def indented(self) -> bool:
        """Begins with an indent of at least one Chinese character."""
        return not self.tabbed and self.indent >= LEAST_INDENT

    @property
    def indent(self) -> int:
        """Columns of blanks before the text."""
        return _indent(self.lead)

    @property
    def blank(self) -> bool:
        """Nothing but blanks."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is set. ``wrapped`` tells hard-wrapped lines, ``width`` is the usual width of a full
    line in half-width columns (0 where lines are whole paragraphs), ``indents`` tells that paragraphs begin
    with an indent and other lines don't; ``first_indent`` is by how much first lines are shorter, because
    the extraction dropped their indent (0 where there was none)."""

    wrapped: bool
    width: int
    indents: bool = False
    first_indent: int = FIRST_LINE_INDENT

    def is_full(self, line: Line, *, first: bool) -> bool:
        """Tell whether ``line`` reaches the right margin, so that its text may go on in the next.

        The ``first`` line of a paragraph is an indent of two characters shorter: the extraction drops
        the indent itself.
        """
        indent = self.first_indent if first else 0
        return self.wrapped and line.width > self.width - FULL_SLACK - indent

    def starts_paragraph(self, line: Line) -> bool:
        """Tell whether the indent of ``line`` says that a paragraph begins there."""
        return self.wrapped and self.indents and line.indented


def split_lines(text: str) -> list[Line]:
    r"""Split a source into its lines; a form feed ends a line too but does not count as a new one.

    >>> [(line.number, line.text) for line in split_lines("甲\n\n 乙\n")]
    [(1, '甲'), (2, ''), (3, '乙')]
    """
    lines: list[Line] = []
    number = 1
    position = 0
    length = len(text)
    while position < length:
        match = _LINE.match(text, position)
        stop = match.end() if match else length
        start, end = strip_span(text, position, stop)
        lead = text[position:start] if end > start else ""
        tabbed = text[position : position + 1] == "\t"
        columns = "\t" in text[start:stop] and end > start
        lines.append(_line(number, start, end, text[start:end], lead, tabbed=tabbed, columns=columns))
        number += text[stop - 1] == "\n"
        position = stop
    return lines


def _line(number: int, start: int, end: int, text: str, lead: str, *, tabbed: bool, columns: bool) -> Line:
    indent = _indent(lead) if lead and not tabbed else 0
    width = display_width(text) + (indent if indent >= LEAST_INDENT else 0)
    return Line(number, start, end, text, lead, tabbed, columns, width)


def _indent(lead: str) -> int:
    return 2 * lead.count("\u3000") + lead.count(" ") if lead else 0


def measure_layout(lines: Sequence[Line]) -> Layout:
    """Measure whether the lines are hard-wrapped, and how wide.

    The usual width is the commonest one, give or take a full character; a file counts as wrapped when at
    least :data:`WRAPPED_SHARE` of its lines (tables and very short lines apart) have it, and at most
    :data:`STOPPED_SHARE` of these end where a sentence does: paragraphs of one line each, all of about the
    same length, are not wrapped.
    """
    prose = [line for line in lines if _is_prose(line)]
    widths = Counter(line.width for line in prose)
    total = sum(widths.values())
    if not total:
        return Layout(False, 0)
    candidates = {w: sum(widths[w + d] for d in range(-2, 3)) for w in widths if 40 <= w <= WRAPPED_WIDEST}
    if not candidates:
        return Layout(False, 0)
    width = max(candidates, key=lambda w: (candidates[w], w))
    near = [line for line in prose if abs(line.width - width) <= FULL_SLACK]
    stopped = sum(_ends_sentence(line.text) for line in near)
    wrapped = len(near) >= WRAPPED_SHARE * total and stopped <= STOPPED_SHARE * len(near)
    low, high = INDENTED_SHARE
    indents = low * total <= sum(line.indented for line in prose) <= high * total
    shorter = sum(widths[width - FIRST_LINE_INDENT + d] for d in (-1, 0, 1))
    dropped = not indents and shorter >= DROPPED_INDENT_SHARE * len(near)
    return Layout(wrapped, width, indents, FIRST_LINE_INDENT if dropped else 0)


def _ends_sentence(text: str) -> bool:
    bare = text.rstrip(CLOSERS)
    return bool(bare) and ends_sentence(bare, len(bare) - 1)


def _is_prose(line: Line) -> bool:
    return len(line.text) >= 15 and "\t" not in line.text and "\t" not in line.lead


def page_start_lines(lines: Sequence[Line], text: str, layout: Layout) -> list[int]:
    """Return the indices of the lines that begin a page; empty where nothing tells.

    Two marks are known: a form feed, and the single ASCII space that one PDF extractor leaves before the
    first line of each page. In such a file every line is followed by a blank one, and only a page's
    first line follows its predecessor directly.
    """
    feeds = [i for i, line in enumerate(lines) if i and text[_gap_start(lines, i) : line.start].count("\f")]
    if feeds:
        return [0, *feeds]
    if not layout.wrapped:
        return []
    spaced = [
        i
        for i, line in enumerate(lines)
        if not line.blank and line.lead.rstrip("\u3000") == " " and (i == 0 or not lines[i - 1].blank)
    ]
    follows = sum(1 for a, b in zip(lines, lines[1:], strict=False) if not a.blank and not b.blank)
    if len(spaced) < 2 or follows > 3 * len(spaced):
        return []
    numbered = [_next_text(lines, i) for i, line in enumerate(lines) if PAGE_NUMBER.match(line.text)]
    return sorted({0, *spaced, *(i for i in numbered if i is not None)})


def _next_text(lines: Sequence[Line], index: int) -> int | None:
    return next((i for i in range(index + 1, len(lines)) if not lines[i].blank), None)


def _gap_start(lines: Sequence[Line], index: int) -> int:
    return lines[index - 1].end


def noise_lines(lines: Sequence[Line], pages: Sequence[int]) -> dict[int, str]:
    """Return the lines that are no content, by index, with the reason.

    Page numbers (``—７—``, ``- 3 -``, 第3页, a bare number at a page's edge), addresses injected on a line
    of their own in the middle of text, and running heads: a bulletin's own name repeated through the
    file, or any short line that stands at the top or bottom of at least three pages.
    """
    counted = _counted_pages(lines)
    feet = sorted({*counted, *(i for i, line in enumerate(lines) if _is_page_number(line.text))})
    edges = _page_edges(lines, pages) | _around(lines, feet)
    heads = _running_heads(lines, edges, max(len(pages), len(feet)))
    noise = dict.fromkeys(counted, "page-number")
    for index, line in enumerate(lines):
        if line.blank or line.tabbed or index in noise:
            continue
        if _is_page_number(line.text) or (index in edges and _BARE_NUMBER.match(line.text)):
            noise[index] = "page-number"
        elif _URL.match(line.text):
            noise[index] = "injected-url"
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
