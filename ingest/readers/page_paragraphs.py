"""A PDF's lines put together into paragraphs by where they stand: indents, margins, gaps, sizes.

The text that the pipeline gets has a paragraph a line, as from the other formats. Line ends are judged here
and not by the pipeline's rules for hard-wrapped text, because only here it is known where a line begins
and ends on paper: pages of short lines, or of two column widths, wrap at no common width.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.markers import read_marker
from ingest.paragraphs import needs_space
from ingest.readers.page_furniture import Row, row_pieces
from ingest.readers.writer import SUPERSCRIPTS
from ingest.sentences import is_stopped

FULL_SLACK = 2.2
"""A line that ends this near the right margin (in font sizes) is full: a figure may not have fitted."""

INDENT = (1.4, 2.7)
"""A paragraph's first line is indented by two characters (in font sizes, give or take)."""

INDENTED_SHARE = 0.05
DEEPEST = 6.0
"""A line that begins further from the left margin than this (in font sizes) is set right or centred."""

OTHER_SIZE = 0.12
"""Lines whose font sizes differ by this share belong to different paragraphs."""

LEADING = 1.6
"""A gap of this many usual line distances parts paragraphs."""

FEW = 15
"""Margins are taken from this many lines at least, left and right pages apart."""


@dataclass(slots=True)
class Line:
    """A line of running text and where it stands: ``region`` tells column, or frame, in which margins are the
    same; ``page`` counts from 0."""

    row: Row
    page: int
    region: tuple[int, ...]

    text: str = field(init=False)
    parted: bool = field(init=False)
    x0: float = field(init=False)
    x1: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        pieces = row_pieces(self.row)
        self.text, self.parted = "    ".join(pieces), len(pieces) > 1
        self.x0, self.x1 = min(f.x0 for f in self.row), max(f.x1 for f in self.row)
        self.base = self.row[0].base
        self.size = max(self.row, key=lambda f: f.x1 - f.x0).size


@dataclass(slots=True)
class Margins:
    """Left and right margin of each region, the usual distance of lines by size, and whether paragraphs begin
    with an indent in this document."""

    sides: dict[tuple[int, ...], tuple[float, float]]
    leading: dict[int, float]
    indents: bool

    def of(self, line: Line) -> tuple[float, float]:
        """Left and right margin where ``line`` stands."""
        return self.sides[(*line.region, line.page % 2)]


def measure_margins(lines: Sequence[Line]) -> Margins:
    """Measure the margins over the whole document."""
    groups: dict[tuple[int, ...], list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.region].append(line)
    sides: dict[tuple[int, ...], tuple[float, float]] = {}
    for region, members in groups.items():
        for parity in (0, 1):
            own = [line for line in members if line.page % 2 == parity]
            sides[(*region, parity)] = _sides(own if len(own) >= FEW else members)
    margins = Margins(sides, _leading(lines), False)
    indented = sum(INDENT[0] <= (line.x0 - margins.of(line)[0]) / line.size <= INDENT[1] for line in lines)
    margins.indents = indented >= INDENTED_SHARE * len(lines)
    return margins


def _sides(lines: Sequence[Line]) -> tuple[float, float]:
    """The margins, a few lines that stick out left aside."""
    spare = len(lines) // 40
    return sorted(line.x0 for line in lines)[spare], sorted(line.x1 for line in lines)[-1 - spare]


def _leading(lines: Sequence[Line]) -> dict[int, float]:
    gaps: dict[int, Counter[int]] = defaultdict(Counter)
    for a, b in zip(lines, lines[1:], strict=False):
        if a.page == b.page and a.region == b.region and 0 < b.base - a.base < 4 * a.size:
            gaps[round(a.size)][round(2 * (b.base - a.base))] += 1
    return {size: found.most_common(1)[0][0] / 2 for size, found in gaps.items()}


def ends_before(paragraph: Sequence[Line], following: Line, margins: Margins) -> bool:
    """Tell whether ``paragraph``, the lines so far, ends before ``following``."""
    last = paragraph[-1]
    if (
        abs(last.size - following.size) > OTHER_SIZE * last.size
        or len(last.row) > 1
        or len(following.row) > 1
    ):
        return True
    if not _is_full(last, margins) or _far_below(last, following, margins):
        return True
    stopped = is_stopped(last.text.rstrip("".join(SUPERSCRIPTS.values())) or last.text)
    indent = (following.x0 - margins.of(following)[0]) / following.size
    if read_marker(following.text) and (stopped or indent >= INDENT[0]):
        return True
    if indent < INDENT[0] / 2:
        return stopped and not margins.indents
    return stopped or not _hangs(paragraph, following)


def _is_full(line: Line, margins: Margins) -> bool:
    """From margin to margin: a signature stands at the right margin alone."""
    left, right = margins.of(line)
    return line.x1 >= right - FULL_SLACK * line.size and line.x0 <= left + DEEPEST * line.size


def _far_below(last: Line, following: Line, margins: Margins) -> bool:
    if last.page != following.page or last.region != following.region:
        return False
    usual = margins.leading.get(round(last.size), 2 * last.size)
    return following.base - last.base > LEADING * usual or following.base < last.base


def _hangs(paragraph: Sequence[Line], following: Line) -> bool:
    """The paragraph's first line stands further left than those after it."""
    return paragraph[0].x0 < following.x0 - 0.5 * following.size


def join_lines(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Return the paragraph's text as one piece a page."""
    pieces: list[tuple[int, str]] = []
    for line in lines:
        if not pieces or pieces[-1][0] != line.page:
            pieces.append((line.page, line.text))
            continue
        before = pieces[-1][1]
        pieces[-1] = line.page, before + (" " if needs_space(before[-1], line.text[0]) else "") + line.text
    return pieces
