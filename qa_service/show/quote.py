"""A passage, verbatim, with a bar beside it; the bar is heavy where the answering sentence stands."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from qa_service.model import Mark
from qa_service.show.wrap import line_spans

PLAIN_BAR, MARKED_BAR = "│ ", "┃ "
MARK_STYLE = "bold yellow"
ANSWER_STYLE = "bold reverse yellow"


class Quote:
    """``text`` broken into lines, ``marks`` highlighted, ``answers`` within them more so.

    Nothing is put into the text itself, so that it can be copied: without colour the heavy bar alone
    tells where the answer stands. A tab (between the cells of a table's row) is shown as a gap.
    """

    def __init__(
        self, text: str, marks: Sequence[Mark] = (), style: str = "", answers: Sequence[Mark] = ()
    ) -> None:
        self.text = text
        self.marks = marks
        self.answers = answers
        self.style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        shown, offsets = _gaps_for_tabs(self.text)
        spans = [(offsets[mark.start], offsets[mark.end]) for mark in self.marks]
        whole = Text(shown, style=self.style)
        for start, end in spans:
            whole.stylize(MARK_STYLE, start, end)
        for answer in self.answers:
            whole.stylize(ANSWER_STYLE, offsets[answer.start], offsets[answer.end])
        for start, end in line_spans(shown, max(options.max_width - len(PLAIN_BAR), 2)):
            marked = any(low < end and start < high for low, high in spans)
            bar = Text(MARKED_BAR, style="yellow") if marked else Text(PLAIN_BAR, style="dim")
            line = bar.append_text(whole[start:end])
            line.no_wrap, line.overflow = True, "ignore"
            yield line


def _gaps_for_tabs(text: str, gap: str = "   ") -> tuple[str, list[int]]:
    """Return the text with a gap for each tab, and where each offset of the text went."""
    offsets, length = [], 0
    for char in text:
        offsets.append(length)
        length += len(gap) if char == "\t" else 1
    return text.replace("\t", gap), [*offsets, length]
