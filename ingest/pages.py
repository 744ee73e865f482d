"""Where a file's pages begin in its text, and the numbers printed on them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import PAGES_COUNTED, Line
from ingest.page_labels import read_label, settle_labels


@dataclass(frozen=True, slots=True)
class Pages:
    """``starts``: the source offset at which each page begins, ascending (empty: pages are unknown);
    ``labels``: the pages' numbers as printed, empty where none is known."""

    starts: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()


def find_pages(
    text: str, lines: Sequence[Line], first_lines: Sequence[int], noise: dict[int, str], known: Sequence[str]
) -> Pages:
    r"""Return the pages of a file.

    ``first_lines`` are the indices of the lines that begin a page where the layout tells, ``noise`` the lines
    that are no content, ``known`` the page numbers that the format itself gives (one a page, or empty).

    >>> from ingest.lines import split_lines
    >>> text = "甲\n— 7 —\n乙\n— 8 —\n丙\n— 9 —\n"
    >>> find_pages(text, split_lines(text), [], dict.fromkeys((1, 3, 5), "page-number"), ())
    Pages(starts=(0, 8, 16), labels=('7', '8', '9'))
    """
    numbers = sorted(index for index, reason in noise.items() if reason == "page-number")
    if "\f" in text:  # a page without text has no line that could begin it, and counts all the same
        starts = [0, *(match.end() for match in re.finditer("\f", text))]
    elif first_lines:
        starts = [lines[index].start - len(lines[index].lead) for index in first_lines]
    else:
        starts = _counted(lines, numbers)
    if known:
        return Pages(tuple(starts or (0,)), tuple(known) if any(known) else ())
    return Pages(tuple(starts), _labels(lines, numbers, starts))


def _counted(lines: Sequence[Line], numbers: Sequence[int]) -> list[int]:
    """Page beginnings told by nothing but numbers that count on without a gap, at the foot of each page, or
    at its head where the file begins with one."""
    values = [read_label(lines[index].text) for index in numbers]
    if len(values) < PAGES_COUNTED or not all(
        a and b and a[0] == b[0] and a[1] + 1 == b[1] for a, b in zip(values, values[1:], strict=False)
    ):
        return []
    texts = [index for index, line in enumerate(lines) if line.text]
    if texts[0] == numbers[0]:
        return [lines[index].start for index in numbers]
    places = {index: place for place, index in enumerate(texts)}
    behind = [places[index] + 1 for index in numbers]
    return [0, *(lines[texts[place]].start for place in behind if place < len(texts))]


def _labels(lines: Sequence[Line], numbers: Sequence[int], starts: Sequence[int]) -> tuple[str, ...]:
    printed: list[str | None] = [None] * len(starts)
    for index in numbers if starts else ():
        page = max(0, bisect_right(starts, lines[index].start) - 1)
        printed[page] = printed[page] or lines[index].text
    return settle_labels(printed)
