"""The places where a draft and its source part, each between what they share."""

from __future__ import annotations

from dataclasses import dataclass

from qa_service.check.comparison import Comparison

REACH = 8
"""Tokens that are looked at on either side to see whether two places answer each other."""

WIDEST = 40
"""A longer piece of source between two shared ones was left out, not replaced."""


EDGE = 10
"""Tokens within which a piece of source that answers the draft's first or last words must end."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Draft tokens ``[low, high)`` stand where source tokens ``[source_low, source_high)`` do; either may be
    empty. ``left`` and ``right`` count the shared tokens that touch it on each side, up to four."""

    low: int
    high: int
    source_low: int
    source_high: int
    left: int
    right: int


def segments(found: Comparison) -> list[Segment]:
    """Return the segments of a comparison in the draft's order."""
    parts = [_replaced(found, low, high) for low, high in found.runs()]
    parts += _omitted(found)
    return sorted((part for part in parts if part is not None), key=lambda part: (part.low, part.high))


def _replaced(found: Comparison, low: int, high: int) -> Segment | None:
    left, right = _shared(found, low - 1, -1), _shared(found, high, 1)
    size = high - low
    if left and right:
        begin, end = int(found.partner[low - 1]) + 1, int(found.partner[high])
        if not 0 <= end - begin <= WIDEST:
            return None
    elif left:
        begin = int(found.partner[low - 1]) + 1
        end = _to_break(found, begin, begin + size)
    elif right:
        end = int(found.partner[high])
        begin = _from_break(found, end, end - size)
    else:
        return None
    return Segment(low, high, begin, end, left, right)


def _to_break(found: Comparison, begin: int, end: int) -> int:
    """Where the source's counterpart of the draft's last words ends: at punctuation, if near."""
    broken = found.source.broken
    for column in range(begin + 1, min(begin + EDGE, len(found.source))):
        if column in broken:
            return column
    return min(end, len(found.source))


def _from_break(found: Comparison, end: int, begin: int) -> int:
    broken = found.source.broken
    for column in range(end - 1, max(end - EDGE, -1), -1):
        if column in broken:
            return column
    return max(0, begin)


def _omitted(found: Comparison) -> list[Segment]:
    parts: list[Segment] = []
    for row in range(1, len(found.draft)):
        if not (found.equal[row - 1] and found.equal[row]):
            continue
        begin, end = int(found.partner[row - 1]) + 1, int(found.partner[row])
        if 0 < end - begin <= WIDEST:
            parts.append(Segment(row, row, begin, end, _shared(found, row - 1, -1), _shared(found, row, 1)))
    return parts


def _shared(found: Comparison, row: int, step: int) -> int:
    """How many tokens from ``row`` on are shared without a break, up to four."""
    count = 0
    while 0 <= row < len(found.draft) and found.equal[row] and count < 4:
        if count and found.partner[row] != found.partner[row - step] + step:
            break
        count += 1
        row += step
    return count


def support(found: Comparison, row: int, column: int) -> float:
    """How much of what surrounds draft token ``row`` surrounds source token ``column``, too."""
    total = 0.0
    for other in range(max(0, row - REACH), min(len(found.draft), row + REACH + 1)):
        if other == row or not found.equal[other]:
            continue
        if abs(int(found.partner[other]) - column) <= REACH + 2:
            total += float(found.draft.weights[other]) / (1 + 0.1 * abs(other - row))
    return total
