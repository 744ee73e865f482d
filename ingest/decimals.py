"""Headings numbered by decimals (1, 1.1, 1.1.1), as contingency plans (预案) and guides number theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NUMBERED = re.compile(r"[*#\s]*(\d{1,2}(?:[.．]\d{1,2}){0,3})[.．]?[ \u3000\t]*(?=[^\W\d_]|[“《（(])")
_NO_TITLE = re.compile(r"[。；;！!]|[，,：:]$")

TITLE_LONGEST = 45
"""A decimal heading has at most this many characters behind its number."""

FEWEST = 3
"""Decimal numbering is believed from this many headings with a point on: a stray ``2.6 亿元`` is none."""

MISSING = 0.5
"""Cost of a number left out, where a heading counts 1."""

Path = tuple[int, ...]


@dataclass(slots=True)
class _Link:
    block: int
    path: Path
    score: float
    before: _Link | None


def decimal_sequence(texts: Iterable[tuple[int, str]]) -> list[tuple[int, Path]]:
    """Return ``(index, number)`` of those ``(index, text)`` that are decimal headings.

    Each number must follow one before it: as its next sibling, its first child, or the next sibling of one
    of its ancestors; of all such sequences the longest is taken, so that ``2.6 亿元`` at a line's start
    doesn't shut out the real 2.6. Empty where the text is not numbered that way.

    >>> decimal_sequence(enumerate(["1 总则", "1.1 目的", "2.6 亿元", "1.2 依据", "1.3 原则"]))
    [(0, (1,)), (1, (1, 1)), (3, (1, 2)), (4, (1, 3))]
    """
    best: _Link | None = None
    reached: dict[Path, _Link] = {}
    for index, path in _numbered(texts):
        link = _best_link(index, path, reached)
        if link is None:
            continue
        # Whoever goes on from an ancestor of this number goes on from here.
        for depth in range(1, len(path) + 1):
            if path[:depth] not in reached or link.score > reached[path[:depth]].score:
                reached[path[:depth]] = link
        if best is None or link.score > best.score:
            best = link
    found: list[tuple[int, Path]] = []
    while best is not None:
        found.append((best.block, best.path))
        best = best.before
    pointed = sum(len(path) > 1 for _, path in found)
    return found[::-1] if pointed >= FEWEST else []


def _best_link(index: int, path: Path, reached: dict[Path, _Link]) -> _Link | None:
    """The best way to come to ``path``: from its elder sibling (or one further back), or from its parent."""
    *above, last = path
    options: list[_Link] = []
    for left_out in range(2):
        elder = reached.get((*above, last - 1 - left_out))
        if elder:
            options.append(_Link(index, path, elder.score + 1 - MISSING * left_out, elder))
    parent = reached.get(tuple(above))
    if parent and parent.path == tuple(above) and last <= 2:
        options.append(_Link(index, path, parent.score + 1 - MISSING * (last - 1), parent))
    if last == 1 and (not above or above == [1]):
        options.append(_Link(index, path, 1, None))
    return max(options, key=lambda link: link.score, default=None)


def _numbered(texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Path]]:
    for index, text in texts:
        match = _NUMBERED.match(text)
        if match and len(text) - match.end() <= TITLE_LONGEST and not _NO_TITLE.search(text, match.end()):
            yield index, tuple(int(part) for part in re.split("[.．]", match.group(1)))
