"""Characters put together into lines, lines into columns: the reading order of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.readers.page import Char
from ingest.readers.writer import SUPERSCRIPTS

SAME_LINE = 0.45
"""Base lines this close (in font sizes) belong to one line."""

RAISED_SIZE = 0.8
RAISED_BY = 0.12
"""A digit set smaller than this share of its line, its base this much (in font sizes) higher, is a mark."""

FRAGMENT_GAP = 1.6
"""A gap wider than this (in font sizes) parts a line: columns, cells without rules, lists of names."""

LATIN_GAP = 0.18
"""Between Latin letters or figures a gap from this on (in font sizes) is a blank."""

WIDE_GAP = 0.75
"""Between Chinese characters a gap from this on is a blank of one character."""

GUTTER_PAIRS = 5
"""A gutter between columns has text on both sides in this many lines at least."""

COLUMN_LEAST = 8.0
"""Lines of a text column are this wide at least (in font sizes, median): a list of names is narrower."""


@dataclass(slots=True)
class Fragment:
    """A stretch of a line without wide gaps. ``size`` is the usual font size, ``column`` the column it is in
    (0 for a line across all)."""

    chars: list[Char]
    column: int = 0
    item: object = None
    """A table or frame that stands here instead of text."""
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        inked = [char for char in self.chars if not char.text.isspace()] or self.chars
        self.x0, self.x1 = min(c.x0 for c in inked), max(c.x1 for c in inked)
        self.top, self.bottom = min(c.top for c in inked), max(c.bottom for c in inked)
        self.size = median(c.size for c in inked)
        self.base = median(c.base for c in inked)

    @property
    def text(self) -> str:
        """The text, with blanks where gaps say so and raised digits as such."""
        return fragment_text(self.chars, self.size, self.base)


def fragment_text(chars: Sequence[Char], size: float, base: float) -> str:
    """Join characters that stand in a line."""
    parts: list[str] = []
    before: Char | None = None
    for char in chars:
        if before is not None:
            parts.append(_gap(before, char, size))
        raised = char.size <= RAISED_SIZE * size and base - char.base >= RAISED_BY * size
        parts.append(char.text.translate(SUPERSCRIPTS) if raised else char.text)
        before = char
    return "".join(parts).strip()


def _gap(left: Char, right: Char, size: float) -> str:
    gap = right.x0 - left.x1
    if left.text.isspace() or right.text.isspace():
        return ""
    if left.text.isascii() and right.text.isascii():
        return " " if gap > LATIN_GAP * size else ""
    return "\u3000" * min(4, round(gap / size)) if gap > WIDE_GAP * size else ""


def to_fragments(chars: Sequence[Char]) -> list[Fragment]:
    """Group characters by base line, from top to bottom, and cut each line at its wide gaps."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: (c.base, c.x0)):
        line = next((one for one in reversed(lines[-3:]) if _on_line(char, one)), None)
        if line is None:
            lines.append([char])
        else:
            line.append(char)
    fragments: list[Fragment] = []
    for line in lines:
        line.sort(key=lambda c: c.x0)
        fragments += _cut(line)
    return [fragment for fragment in fragments if fragment.text]


def _on_line(char: Char, line: Sequence[Char]) -> bool:
    """On the base line of what is there, or a smaller mark raised above or sunk below it."""
    largest = max(line[-8:], key=lambda c: c.size)
    size = max(char.size, largest.size)
    if abs(char.base - largest.base) <= SAME_LINE * size:
        return True
    small = min(char.size, largest.size) <= RAISED_SIZE * size
    overlap = min(char.bottom, largest.bottom) - max(char.top, largest.top)
    return small and overlap >= 0.5 * min(char.bottom - char.top, largest.bottom - largest.top)


def _cut(line: Sequence[Char]) -> list[Fragment]:
    pieces: list[list[Char]] = []
    for char in line:
        blank = char.text.isspace()
        if pieces and (blank or char.x0 - _ink_end(pieces[-1]) <= FRAGMENT_GAP * char.size):
            pieces[-1].append(char)
        elif not blank:
            pieces.append([char])
    return [Fragment(_trim(piece)) for piece in pieces]


def _ink_end(piece: Sequence[Char]) -> float:
    return next((c.x1 for c in reversed(piece) if not c.text.isspace()), piece[-1].x1)


def _trim(piece: list[Char]) -> list[Char]:
    while len(piece) > 1 and piece[-1].text.isspace():
        piece.pop()
    return piece


# columns --------------------------------------------------------------------------------------------


def find_gutters(fragments: Sequence[Fragment]) -> list[float]:
    """Return where the gutters between the page's text columns run (x), from left to right."""
    rows = rows_of(fragments)
    gutters: list[float] = []
    for x in sorted({(a.x1 + b.x0) / 2 for row in rows for a, b in zip(row, row[1:], strict=False)}):
        if not gutters or x - gutters[-1] > 3 * fragments[0].size:
            crossing = sum(f.x0 < x < f.x1 for f in fragments)
            pairs = [(a, b) for row in rows for a, b in zip(row, row[1:], strict=False) if a.x1 <= x <= b.x0]
            if len(pairs) >= GUTTER_PAIRS and crossing <= len(pairs) and _like_text(pairs):
                gutters.append(x)
    return gutters


def rows_of(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments side by side."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (f.base, f.x0)):
        if rows and abs(rows[-1][0].base - fragment.base) <= SAME_LINE * fragment.size:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda f: f.x0) for row in rows]


def _like_text(pairs: Sequence[tuple[Fragment, Fragment]]) -> bool:
    """Both sides are running text: wide, and each line about as wide as the others."""
    for side in (0, 1):
        widths = [(pair[side].x1 - pair[side].x0) / pair[side].size for pair in pairs]
        usual = median(widths)
        full = sum(width >= 0.85 * max(widths) for width in widths)
        if usual < COLUMN_LEAST or full * 2 < len(widths):
            return False
    return True


def order_fragments(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Return the page's lines in reading order, each a list of fragments side by side.

    What runs across a gutter is read where it stands, the columns between two such lines one after another.
    """
    if not fragments:
        return []
    gutters = find_gutters(fragments)
    if not gutters:
        return rows_of(fragments)
    ordered: list[list[Fragment]] = []
    columns: list[list[Fragment]] = [[] for _ in range(len(gutters) + 1)]
    for fragment in sorted(fragments, key=lambda f: (f.base, f.x0)):
        if any(fragment.x0 < x < fragment.x1 for x in gutters):
            ordered += _flush(columns)
            ordered.append([fragment])
        else:
            column = sum(x <= fragment.x0 for x in gutters)
            fragment.column = column + 1
            columns[column].append(fragment)
    return ordered + _flush(columns)


def _flush(columns: list[list[Fragment]]) -> list[list[Fragment]]:
    lines = [row for column in columns for row in rows_of(column)]
    for column in columns:
        column.clear()
    return lines


def side_by_side(rows: Sequence[Sequence[Fragment]]) -> list[list[Fragment]]:
    """Return the fragments of ``rows`` from top to bottom, those on one base line together."""
    return rows_of([fragment for row in rows for fragment in row])
