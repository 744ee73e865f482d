"""A file's headings as a table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from ingest.model import Document, Section
from qa_service.show.wrap import line_spans

STEP = 2
"""Columns of indentation for each level."""
MIN_DOTS = 3


class ContentsLine:
    """One heading, dots, and the line it stands on, at the right edge."""

    def __init__(self, section: Section) -> None:
        self.section = section

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the heading's lines."""
        number = str(self.section.line)
        indent = " " * (STEP * self.section.level)
        room = max(options.max_width - len(indent) - MIN_DOTS - len(number) - 2, 8)
        spans = line_spans(self.section.heading, room)
        style = "bold" if self.section.level == 0 else ""
        for start, end in spans[:-1]:
            yield Text(indent + self.section.heading[start:end], style=style)
        last = indent + self.section.heading[slice(*spans[-1])]
        dots = options.max_width - cell_len(last) - len(number) - 2
        line = Text(last, style=style, no_wrap=True)
        yield line.append(f" {'.' * dots} ", style="dim").append(number, style="cyan")


def outline_view(documents: Sequence[Document]) -> Iterator[RenderableType]:
    """Yield the headings of all documents of a file, in reading order."""
    for place, document in enumerate(documents):
        if place:
            yield Text()
        if not document.sections:
            yield Text(f"{document.metadata.title}（没有标题层级）", style="dim")
        yield from (ContentsLine(section) for section in document.sections)
