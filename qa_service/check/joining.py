"""Lines of a draft that one paragraph was broken into, read as one."""

from __future__ import annotations

import re

from ingest.lines import Layout, Line, measure_layout, split_lines
from ingest.markers import read_marker
from ingest.sentences import is_stopped

_BLOCK = re.compile(r"#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|>|\||```|~~~|={3,}\s*$|-{3,}\s*$")


def join_lines(text: str, *, markdown: bool = False) -> str:
    r"""Return ``text`` with a blank for each line feed inside a paragraph; every offset stays what it was.

    Plain text is joined where its lines are all about as long as each other (hard-wrapped), Markdown
    wherever the format says so: up to a blank line, a heading, a list item, a quotation or a table.

    >>> join_lines("到2025年，\n新增7家。\n\n- 一\n- 二", markdown=True)
    '到2025年， 新增7家。\n\n- 一\n- 二'
    """
    lines = split_lines(text)
    layout = measure_layout(lines)
    if not (markdown or layout.wrapped):
        return text
    chars = list(text)
    first, fenced = True, False
    for line, after in zip(lines, lines[1:], strict=False):
        fenced ^= line.text.startswith(("```", "~~~"))
        goes_on = not fenced and _goes_on(line, after, layout, first=first, markdown=markdown)
        if goes_on:
            chars[line.end : after.start] = " " * (after.start - line.end)
        first = not goes_on
    return "".join(chars)


def _goes_on(line: Line, after: Line, layout: Layout, *, first: bool, markdown: bool) -> bool:
    if line.blank or after.blank:
        return False
    if markdown:
        return not _BLOCK.match(after.text) and not re.match(r"#{1,6}\s|\||```|~~~", line.text)
    if is_stopped(line.text) or layout.starts_paragraph(after) or read_marker(after.text):
        return False
    return layout.is_full(line, first=first)
