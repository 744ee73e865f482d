"""A sentence and its source side by side: what stands in both, in one, in the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from qa_service.check.folding import Folded, fold_letters

Operation = Literal["equal", "replace", "insert", "delete"]

_TOKEN = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)
_OPERATIONS: dict[str, Operation] = {"equal": "equal", "insert": "delete", "delete": "insert"}
"""rapidfuzz tells how to make the draft of the source; the reader wants to mend the draft."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step through both: ``equal`` in all but width, form, punctuation and blanks; ``replace``;
    ``insert``, what only the source has; ``delete``, what only the draft has."""

    op: Operation
    draft: str
    source: str


def changes(draft: str, source: str) -> tuple[Change, ...]:
    """Return the steps in order; the drafts joined are ``draft``, the sources joined ``source``.

    Characters are compared one by one, a number as a whole: 12350 and 13250 are two numbers, no typing error.

    >>> [(c.op, c.draft, c.source) for c in changes("新增12家企业。", "新增21家企业")]
    [('equal', '新增', '新增'), ('replace', '12', '21'), ('equal', '家企业。', '家企业')]
    """
    ours, theirs = fold_letters(draft), fold_letters(source)
    own, other = _tokens(ours.text), _tokens(theirs.text)
    steps: list[tuple[Operation, int, int]] = []
    for code in Indel.opcodes([t.group() for t in other], [t.group() for t in own]):
        op = _OPERATIONS[code.tag]
        if steps and {steps[-1][0], op} in (
            {"insert", "delete"},
            {"replace", "delete"},
            {"replace", "insert"},
        ):
            op = "replace"
            steps.pop()
        steps.append((op, code.dest_end, code.src_end))
    result: list[Change] = []
    at = of = 0
    for op, to, up in steps:
        low = _place(ours, own, to, draft)
        high = _place(theirs, other, up, source)
        result.append(Change(op, draft[at:low], source[of:high]))
        at, of = low, high
    return tuple(result)


def _tokens(text: str) -> list[re.Match[str]]:
    return list(_TOKEN.finditer(text))


def _place(folded: Folded, tokens: list[re.Match[str]], count: int, text: str) -> int:
    """Where in the unfolded text token ``count`` begins."""
    return int(folded.origin[tokens[count].start()]) if count < len(tokens) else len(text)
