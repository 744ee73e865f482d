"""What the words of a draft change, figures aside: a name, a negation, an opposite, a numeral in a word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_service.check.comparison import Comparison
from qa_service.check.lexicon import (
    bound_of,
    is_doing,
    is_name,
    is_nominal,
    is_noun,
    means_itself,
    negations,
    numerals_of,
    opposed,
    word_starts,
)
from qa_service.check.library import NOT
from qa_service.check.segments import Segment
from qa_service.check.tokens import FIGURE, LIGHT
from qa_service.check.verdict import DifferenceKind

CLOSE = 0.75
"""Share of the draft's weight from which it follows the source closely: a name in another's place is then
another name, not another way of putting things."""

VERBATIM = 0.9
"""Share from which it is a copy: a noun in another's place is then a change of substance."""

BRIEFLY = 0.6
"""Share that is enough for a negation of a few characters between shared words."""

LEVELS = tuple("区市县省镇乡")
"""What stands before the name of a body and belongs to it."""

LONGEST = 14
"""Most characters of a piece that stands for another one."""


@dataclass(frozen=True, slots=True)
class WordDifference:
    """Draft tokens ``[low, high)`` against source tokens ``[source_low, source_high)``."""

    kind: DifferenceKind
    material: bool
    low: int
    high: int
    source_low: int
    source_high: int


def judge_wording(found: Comparison, part: Segment) -> WordDifference | None:
    """Return what a segment changes, ``None`` where only wording or nothing does."""
    core = _without_shared(found, _without_figures(found, part))
    wide = _whole_words(found, core)
    # The bare difference may name something where its word, cut wrongly, does not; and the other way round.
    replaced = core.low < core.high and core.source_low < core.source_high
    for one in dict.fromkeys((wide, core, *_cut_alike(found, core))):
        kind = _material(found, one, replaced=replaced)
        if kind == "name" and one is not wide and _is_doing(found, wide):
            continue  # scraps of verbs look like names
        if kind is not None:
            shown = wide if one is core else one
            return _told(_with_level(found, shown) if kind == "name" else shown, kind, True)
    draft = found.draft.words(wide.low, wide.high)
    source = found.source.words(wide.source_low, wide.source_high)
    if not draft:
        return _told(wide, "omitted", False) if _telling(source) else None
    return _told(wide, "word" if source else "added", False) if _telling(draft) else None


def _is_doing(found: Comparison, part: Segment) -> bool:
    draft = found.draft.words(part.low, part.high)
    return is_doing(draft) and is_doing(found.source.words(part.source_low, part.source_high))


def negation_before(found: Comparison) -> WordDifference | None:
    """Return the negation that stands in the source right before the draft's first word: 不得转租, 得转租."""
    if not len(found.draft) or not found.equal[0]:
        return None
    column = int(found.partner[0])
    if column == 0 or column in found.source.broken or found.draft.codes[0] == FIGURE:
        return None
    if found.source.words(column - 1, column) not in NOT:
        return None
    return WordDifference("negation", True, 0, 1, column - 1, column + 1)


def _cut_alike(found: Comparison, part: Segment) -> list[Segment]:
    """At the draft's first or last word the source goes on: take as much of it as the draft has."""
    size = part.high - part.low
    if not part.left and part.source_high - part.source_low > size:
        return [Segment(part.low, part.high, part.source_high - size, part.source_high, 0, part.right)]
    if not part.right and part.source_high - part.source_low > size:
        return [Segment(part.low, part.high, part.source_low, part.source_low + size, part.left, 0)]
    return []


def _material(found: Comparison, part: Segment, *, replaced: bool) -> DifferenceKind | None:
    """``replaced`` tells whether something stands on both sides, shared letters of a word aside."""
    draft = found.draft.words(part.low, part.high)
    source = found.source.words(part.source_low, part.source_high)
    if len(draft) > LONGEST or len(source) > LONGEST:
        return None
    firm = min(part.left, part.right) >= 2 or (
        min(part.left, part.right) >= 1 and part.left + part.right >= 4
    )
    edge = _at_edge(found, part) and part.left + part.right >= 3
    kind = _kind(found, part, draft, source, firm=firm, edge=edge)
    if kind == "negation" and (_is_clause(found, part) if not draft else _is_other_clause(found, part)):
        return None
    return kind if replaced or kind != "name" or not source else None


def _is_clause(found: Comparison, part: Segment) -> bool:
    """Whether the source's piece is a clause of its own: leaving one out denies nothing."""
    inside = any(column in found.source.broken for column in range(part.source_low + 1, part.source_high))
    ends = part.source_low in found.source.broken or part.source_high in found.source.broken
    return inside or (ends and part.source_high - part.source_low > 3)


def _is_other_clause(found: Comparison, part: Segment) -> bool:
    """Whether what stands before the draft's first shared word is a clause of its own in both."""
    return part.low == 0 and part.source_high in found.source.broken and part.high in found.draft.broken


def _kind(
    found: Comparison, part: Segment, draft: str, source: str, *, firm: bool, edge: bool
) -> DifferenceKind | None:
    share = _rest(found, part)
    close = share >= CLOSE
    brief = max(len(draft), len(source)) <= 4 and share >= BRIEFLY
    bounds = bound_of(draft), bound_of(source)
    if all(bounds) and close:
        return "bound" if bounds[0] != bounds[1] else None
    if any(bounds) and part.high < len(found.draft) and found.draft.codes[part.high] == FIGURE:
        return None  # 不到300家 for 近300家: the figures' own judge knows bounds
    if (firm or edge) and negations(draft) != negations(source) and (close or (firm and brief)):
        return "negation"
    if not draft or not source:
        # What stands elsewhere in the source was moved, not added.
        added = firm and share >= VERBATIM and len(draft) >= 2 and draft not in found.source.text
        return "name" if added and is_name(draft) else None
    if not (firm or (edge and close)):
        return None
    if opposed(draft, source):
        return "opposite"
    ours, theirs = numerals_of(draft), numerals_of(source)
    if close and (ours or theirs) and _numerals_changed(draft, source):
        return "numeral"
    if not (is_nominal(draft) and is_nominal(source)):
        return None
    if close and is_name(draft) and is_name(source):
        return None if means_itself(draft) or means_itself(source) else "name"
    if firm and share >= VERBATIM and is_noun(draft) and is_noun(source):
        return "name"
    return None


def _rest(found: Comparison, part: Segment) -> float:
    """Share of the draft's weight that agrees, the segment itself left aside."""
    weights = found.draft.weights
    inside = float(weights[part.low : part.high][~found.equal[part.low : part.high]].sum())
    total = float(weights.sum()) - inside
    return float(weights[found.equal].sum()) / max(total, 1e-6)


def _numerals_changed(draft: str, source: str) -> bool:
    """Whether the same words stand around other numerals: 六大, 五大."""
    ours, theirs = numerals_of(draft), numerals_of(source)
    if ours and theirs:
        return ours != theirs
    # 一轴 → 两轴: 一 counts where the other side has a numeral in its place.
    lone = (draft if theirs else source).count("一")
    return lone > 0 and len(draft) == len(source)


def _without_figures(found: Comparison, part: Segment) -> Segment:
    """Figures have their own judge: cut them off at the segment's ends."""
    low, high, source_low, source_high = part.low, part.high, part.source_low, part.source_high
    while low < high and found.draft.codes[low] == FIGURE:
        low += 1
    while high > low and found.draft.codes[high - 1] == FIGURE:
        high -= 1
    while source_low < source_high and found.source.codes[source_low] == FIGURE:
        source_low += 1
    while source_high > source_low and found.source.codes[source_high - 1] == FIGURE:
        source_high -= 1
    return Segment(low, high, source_low, source_high, part.left, part.right)


def _without_shared(found: Comparison, part: Segment) -> Segment:
    """Cut off what begins or ends both pieces: 对杭州 and 对静安 differ in the name alone. (A lone character
    that agrees counts as chance elsewhere.)"""
    low, high, source_low, source_high = part.low, part.high, part.source_low, part.source_high
    ours, theirs = found.draft.codes, found.source.codes
    while low < high and source_low < source_high and ours[low] == theirs[source_low]:
        low, source_low = low + 1, source_low + 1
    while low < high and source_low < source_high and ours[high - 1] == theirs[source_high - 1]:
        high, source_high = high - 1, source_high - 1
    left, right = part.left + low - part.low, part.right + part.high - high
    return Segment(low, high, source_low, source_high, left, right)


def _with_level(found: Comparison, part: Segment) -> Segment:
    """Take in the 区 of 区财政局: the body is named with its level."""
    low, column = part.low - 1, part.source_low - 1
    if not _touching(found, low, column) or found.draft.words(low, part.low) not in LEVELS:
        return part
    return Segment(low, part.high, column, part.source_high, part.left - 1, part.right)


def _whole_words(found: Comparison, part: Segment) -> Segment:
    """Widen a segment to whole words on both sides, over tokens that both share."""
    if part.low == part.high and part.source_low == part.source_high:
        return part
    ours, theirs = word_starts(found.draft.text), word_starts(found.source.text)
    low, source_low = part.low, part.source_low
    for _ in range(3):
        whole = _starts(found.draft.starts, low, ours) and _starts(found.source.starts, source_low, theirs)
        if whole or not _touching(found, low - 1, source_low - 1):
            break
        low, source_low = low - 1, source_low - 1
    high, source_high = part.high, part.source_high
    for _ in range(3):
        whole = _starts(found.draft.starts, high, ours) and _starts(found.source.starts, source_high, theirs)
        if whole or not _touching(found, high, source_high):
            break
        high, source_high = high + 1, source_high + 1
    return Segment(low, high, source_low, source_high, part.left, part.right)


def _starts(starts: NDArray[np.int32], index: int, words: set[int]) -> bool:
    return index >= len(starts) or int(starts[index]) in words


def _touching(found: Comparison, row: int, column: int) -> bool:
    if not (0 <= row < len(found.draft) and 0 <= column < len(found.source)):
        return False
    return bool(found.equal[row]) and int(found.partner[row]) == column and found.draft.codes[row] != FIGURE


def _at_edge(found: Comparison, part: Segment) -> bool:
    return part.low == 0 or part.high == len(found.draft)


def _telling(text: str) -> bool:
    return any(char not in LIGHT for char in text)


def _told(part: Segment, kind: DifferenceKind, material: bool) -> WordDifference:
    return WordDifference(kind, material, part.low, part.high, part.source_low, part.source_high)
