"""Headings numbered by decimals (1, 1.1, 1.1.1), as contingency plans (预案) and guides number theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.blocks import Block

_NUMBERED = re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){0,3})[.．]?[ \u3000\t]*(?=[^\W\d_]|[“《（(])")
_NO_TITLE = re.compile(r"[。；;：:！!，,]")

TITLE_LONGEST = 30
"""A decimal heading has at most this many characters behind its number."""

FEWEST = 3
"""Decimal numbering is believed from this many headings with a point on: a stray ``2.6 亿元`` is none."""

Path = tuple[int, ...]


def decimal_headings(blocks: Sequence[Block], start: int, end: int) -> list[tuple[int, Path]]:
    """Return ``(block index, number)`` of the decimal headings among ``blocks[start:end]``.

    Each number must follow the one before: its next sibling, its first child, or the next sibling of one
    of its ancestors. Empty where the part is not numbered that way.
    """
    found: list[tuple[int, Path]] = []
    current: Path = ()
    for index, path in _numbered_lines(blocks, start, end):
        if path in _successors(current):
            found.append((index, path))
            current = path
    pointed = sum(len(path) > 1 for _, path in found)
    return found if pointed >= FEWEST else []


def _numbered_lines(blocks: Sequence[Block], start: int, end: int) -> Iterator[tuple[int, Path]]:
    for index in range(start, end):
        text = blocks[index].text
        match = _NUMBERED.match(text) if blocks[index].kind == "text" else None
        if match and len(text) - match.end() <= TITLE_LONGEST and not _NO_TITLE.search(text, match.end()):
            yield index, tuple(int(part) for part in re.split("[.．]", match.group(1)))


def _successors(path: Path) -> set[Path]:
    """The numbers that may follow ``path``: 1.2 is followed by 1.2.1, 1.3 or 2."""
    return {(*path, 1)} | {(*path[:depth], path[depth] + 1) for depth in range(len(path))}
