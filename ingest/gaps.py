"""Tabs and runs of blanks in running text: the indent of a paragraph, the gap behind a numbering mark.

Whatever else is set apart so is a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.chars import CLOSERS
from ingest.lines import Line
from ingest.markers import read_marker
from ingest.pieces import Piece
from ingest.sentences import sentence_spans

WIDE_GAP = re.compile(r"[ \u3000]{3,}|\t")
"""A gap that may keep two columns apart."""

_BEHIND_MARK = re.compile(r"[ \u3000]*\t[ \u3000\t]*|[ \u3000]{3,}")

TAB = re.compile(r"(?<![#\s])[ \u3000]*\t\s*")
"""A tab inside a line, with the blanks around it."""

INDENT_SHARE = 0.3
"""Share of the lines that begin with a tab (and have none inside) which must be paragraphs for the tabs to be
indents (0.04 in a file of cells on lines of their own, 0.47 to 0.99 in files indented so)."""

LONG = 20
"""A line of so many characters with a comma in it is running text."""

_DIVISIONS = frozenset(["编", "章", "节", "条"])
_NO_GAP = "、．.）)：:"
"""Marks end with these; what follows them follows at once."""


def without_tab_indents(lines: Sequence[Line]) -> list[Line]:
    r"""Return ``lines`` with the tabs that only indent paragraphs taken for blanks.

    >>> from ingest.lines import split_lines
    >>> [line.tabbed for line in without_tab_indents(split_lines("\t一、总体要求\n\t到2025年建成。\n"))]
    [False, False]
    >>> [line.tabbed for line in without_tab_indents(split_lines("\t序号\n\t指标\n"))]
    [True, True]
    """
    free = _apart_from_rows(lines)
    indented = sum(is_paragraph(lines[index]) for index in free)
    if not free or indented < INDENT_SHARE * len(free):
        return list(lines)
    return [replace(line, tabbed=False) if index in free else line for index, line in enumerate(lines)]


def _apart_from_rows(lines: Sequence[Line]) -> set[int]:
    """Indices of the lines that begin with a tab, but for those right below a row of cells: their first cells
    are merged with those above."""
    free: set[int] = set()
    below = False
    for index, line in enumerate(lines):
        if line.blank:
            below = False
            continue
        below = line.columns or (below and line.tabbed and not _is_long(line))
        if line.tabbed and not below:
            free.add(index)
    return free


def is_paragraph(line: Line) -> bool:
    """Tell whether ``line`` begins with a mark, ends a sentence (an entry of a list in cells ends with a
    semicolon), or is long enough for the first line of a hard-wrapped paragraph."""
    text = line.text
    return text.rstrip(CLOSERS)[-1:] in tuple("。！？") or read_marker(text) is not None or _is_long(line)


def _is_long(line: Line) -> bool:
    return len(line.text) >= LONG and bool(re.search("[，。,]", line.text))


def numbered_lines(lines: Sequence[Line]) -> dict[int, Piece | None]:
    r"""Return the lines with gaps in them that are text behind a numbering mark and no table rows, by their
    index, with the gap (source span) right behind the mark: ``一、\t总体要求``, ``第一条    为了……``.

    A line is a row all the same where it stands among rows of two cells, unless an article or a chapter
    begins there. An article may have blanks to fill in behind its first sentence.

    >>> from ingest.lines import split_lines
    >>> numbered_lines(split_lines("第一条    为了规范管理，制定本办法。\n1.\t甲公园\t12公顷"))
    {0: (3, 7)}
    """
    found: dict[int, Piece | None] = {}
    for run in _runs(lines):
        texts = {index: _gap(lines[index]) for index in run if _is_text(lines[index])}
        if any(index not in texts and _cells(lines[index]) == 2 for index in run):
            texts = {index: gap for index, gap in texts.items() if _is_division(lines[index])}
        found |= texts
    return found


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Indices of lines with gaps in them that follow one another, blank lines between them or not."""
    run: list[int] = []
    for index, line in enumerate(lines):
        if line.blank:
            continue
        if WIDE_GAP.search(line.text):
            run.append(index)
            continue
        yield run
        run = []
    yield run


def _cells(line: Line) -> int:
    return len(WIDE_GAP.findall(line.text)) + 1


def _is_division(line: Line) -> bool:
    marker = read_marker(line.text)
    return marker is not None and marker.family in _DIVISIONS


def _is_text(line: Line) -> bool:
    """The line's only gap stands behind its mark, or is one to fill in behind an article's first sentence."""
    end = _mark_end(line.text)
    if end is None:
        return False
    gap = _BEHIND_MARK.match(line.text, end)
    start = gap.end() if gap else end
    further = WIDE_GAP.search(line.text, start)
    if further is None:
        return start < len(line.text)
    return _is_division(line) and _is_prose(line.text[start : further.start()])


def _gap(line: Line) -> Piece | None:
    gap = _BEHIND_MARK.match(line.text, _mark_end(line.text) or 0)
    return (line.start + gap.start(), line.start + gap.end()) if gap else None


def _mark_end(text: str) -> int | None:
    """Where the mark of ``text`` ends, bold type around it included; ``None`` where it has none."""
    marker = read_marker(text)
    if marker is None or marker.family == "named":
        return None
    return marker.end + len(text[marker.end :]) - len(text[marker.end :].lstrip("*"))


def _is_prose(text: str) -> bool:
    """A sentence ends in the text and another begins."""
    return len(sentence_spans(text)) > 1


def kept_apart(before: str) -> bool:
    """Tell whether a blank must stand where a gap is closed behind ``before``: not behind 一、 or （一）.

    >>> kept_apart("第一条"), kept_apart("（一）")
    (True, False)
    """
    return before.rstrip("*")[-1:] not in _NO_GAP
