"""Physical lines of a source: where they start, how the file is wrapped, where pages begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.chars import CLOSERS, display_width, strip_span
from ingest.sentences import ends_sentence

_LINE = re.compile(r"[^\n\f]*[\n\f]?")
PAGE_NUMBER = re.compile(
    r"[—－\-–─·•\s]*[0-9０-９]{1,4}[—－\-–─·•\s]+$|[—－\-–─]\s*[0-9０-９]{1,4}$"
    r"|第\s*[0-9０-９]{1,4}\s*页(\s*[/，,]?\s*共\s*[0-9０-９]{1,4}\s*页)?$|[0-9０-９]{1,4}\s*/\s*[0-9０-９]{1,4}$"
)

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
        # A tab at the end stands for an empty cell below a row only; behind running text it is litter.
        among_rows = bool(lines) and lines[-1].columns and "\t" in text[end:stop]
        columns = end > start and ("\t" in text[start:end] or among_rows)
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
