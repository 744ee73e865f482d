"""Breaking Chinese text into lines: between any two characters, but not before a closing mark, not after an
opening one, and not inside a number or a Latin word (the rules of GB/T 15834 for marks at a line's end)."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’％%‰℃…—～·,.;:?!)]}")
NOT_LAST = frozenset("（《〈「『【〔“‘([{")


def line_spans(text: str, width: int) -> list[tuple[int, int]]:
    """Return the spans ``[start, end)`` of the lines that ``text`` breaks into at ``width`` columns.

    A line feed ends a line; blanks at a break belong to no line. A character wider than ``width`` gets a
    line of its own.

    >>> text = "比上年增长（3.5%）。其中"
    >>> [text[start:end] for start, end in line_spans(text, 11)]
    ['比上年增长', '（3.5%）。', '其中']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        spans += _break(text, start, start + len(line), width)
        start += len(line) + 1
    return spans


def _break(text: str, start: int, end: int, width: int) -> Iterable[tuple[int, int]]:
    while True:
        stop = _stop(text, start, end, width)
        yield start, start + len(text[start:stop].rstrip(" "))
        start = stop
        while start < end and text[start] == " ":
            start += 1
        if start >= end:
            return


def _stop(text: str, start: int, end: int, width: int) -> int:
    """Where the line from ``start`` ends: the last allowed break that fits, or what fits if none does."""
    used, best = 0, None
    for place in range(start, end):
        if place > start and _may_break(text[place - 1], text[place]):
            best = place
        used += cell_len(text[place])
        if used > width:
            # A blank that overhangs is cut off anyway.
            return place if text[place] == " " else best or max(place, start + 1)
    return end


def _may_break(left: str, right: str) -> bool:
    if right in NOT_FIRST or left in NOT_LAST or right == " ":
        return False
    return left == " " or _is_wide(left) or _is_wide(right)


def _is_wide(char: str) -> bool:
    return cell_len(char) > 1 or char in "“”‘’…—·"


class Prose:
    """A text that is broken into lines by :func:`line_spans`.

    ``indent`` blanks stand before every line but the first.
    """

    def __init__(self, text: Text | str, style: str = "", indent: int = 0) -> None:
        self.text = Text(text, style=style) if isinstance(text, str) else text
        self.indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        spans = line_spans(self.text.plain, max(options.max_width - self.indent, 2))
        for number, (start, end) in enumerate(spans):
            line = self.text[start:end]
            line.no_wrap = True
            line.overflow = "ignore"
            yield Text(" " * self.indent).append_text(line) if number and self.indent else line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return the least and the greatest width of use, in columns."""
        longest = max((cell_len(line) for line in self.text.plain.split("\n")), default=0)
        return Measurement(min(longest, 8), longest).clamp(max_width=options.max_width)
