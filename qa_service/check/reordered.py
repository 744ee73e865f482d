"""Clauses of a sentence that are told in another order: each is laid beside the source on its own.

服务项目不超过2年，货物项目不超过1年 for 货物项目不超过1年，服务项目不超过2年: laid beside it as a whole, two
names and two figures differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa_service.check.align import Alignment, align, coverage, equal_pairs
from qa_service.check.folding import Folded
from qa_service.check.tokens import Tokens, part_of

Clauses = Sequence[tuple[int, int]]

LIKE = 0.5
"""Share of the sentence that must agree as it stands: else the stretch is none of its source."""

WHOLE = 0.97
"""Share of each clause that must stand in the source by itself."""

LEAST = 4
"""Fewest tokens of a clause: a shorter one stands in many places."""

LEAD = 6
"""Most tokens of a first clause that leads in (据此，具体来说，) and needs no place."""

MOST = 2
"""Clauses that may change places: of more, one may have come to stand behind another one's subject
(甲，每人900元；乙，每人800元)."""

_MARKS = frozenset("，；。,;")


def clauses_of(text: str, folded: Folded, draft: Tokens) -> list[tuple[int, int]]:
    """Return the clauses of ``text`` as spans of its tokens: what commas, semicolons and full stops part.

    >>> from qa_service.check.folding import fold_letters
    >>> from qa_service.check.tokens import tokenise
    >>> folded = fold_letters("甲、乙参加，丙不去。")
    >>> clauses_of("甲、乙参加，丙不去。", folded, tokenise(folded))
    [(0, 4), (4, 7)]
    """
    edges = [0]
    for row in sorted(draft.broken):
        before = int(folded.origin[int(draft.starts[row]) - 1]) if row else 0
        here = int(folded.origin[int(draft.starts[row])])
        if row and _MARKS & set(text[before:here]):
            edges.append(row)
    return list(pairwise([*edges, len(draft)]))


def in_other_order(draft: Tokens, clauses: Clauses, source: Tokens, score: float) -> NDArray[np.int32] | None:
    """Return each draft token's partner in ``source`` (-1: none) where every clause stands there whole, but
    in another order; ``None`` otherwise, or where that agrees less than the ``score`` reached without."""
    if not 2 <= len(clauses) <= MOST + 1 or score < LIKE:
        return None
    lead, found = 0, list[Alignment]()
    for low, high in clauses:
        one = align(part_of(draft, low, high), source)
        if high - low >= LEAST and one.score >= WHOLE:
            found.append(one)
        elif low == 0 and high <= LEAD:
            lead = high
        else:
            return None
    if len(found) != MOST:
        return None
    spans = [(int(one.partner[one.equal].min()), int(one.partner[one.equal].max())) for one in found]
    if spans == sorted(spans) or any(one[1] >= other[0] for one, other in pairwise(sorted(spans))):
        return None
    parts = [np.full(lead, -1), *(np.where(one.equal, one.partner, -1) for one in found)]
    partner = np.concatenate(parts).astype(np.int32)
    return partner if coverage(draft, equal_pairs(draft, source, partner)) >= score else None
