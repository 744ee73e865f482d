"""TREC's two text formats, for the many tools that read them (trec_eval, ir_measures, ranx).

The labels of a set are quotations, not passages: the qrels written here say which passages *of this run* hold
them. They are right for this run; for another chunking, export again.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from eval.judgement import judge
from eval.questions import Question
from eval.runs import RunPassage, RunRecord

UNFOUND: Final = "unfound"
"""Passage that stands in the qrels for evidence that no returned passage holds: without it a question that
was missed altogether would not count at all."""

Pairs = Sequence[tuple[Question, RunRecord]]


def qrels_lines(pairs: Pairs) -> list[str]:
    """Return ``question 0 passage relevance`` for every passage that holds evidence (relevance 1), and
    :data:`UNFOUND` once a question. Unanswerable questions have no line."""
    lines = []
    for question, record in pairs:
        if not question.answerable:
            continue
        judged = zip(passage_names(record.passages), judge(question, record).found, strict=True)
        names = [name for name, found in judged if found]
        lines += [f"{_word(question.id)} 0 {name} 1" for name in (*names, UNFOUND)]
    return lines


def run_lines(pairs: Pairs, tag: str) -> list[str]:
    """Return ``question Q0 passage rank score tag``; scores fall with the rank, so that readers that sort by
    score keep the order as returned."""
    return [
        f"{_word(question.id)} Q0 {name} {rank} {len(record.passages) - rank + 1} {_word(tag)}"
        for question, record in pairs
        for rank, name in enumerate(passage_names(record.passages), start=1)
    ]


def passage_names(passages: Sequence[RunPassage]) -> list[str]:
    """Return a name for each passage of an answer: its id, else a hash of its text; a passage that comes
    twice gets a number, since the formats know each passage once.

    >>> passage_names([RunPassage("甲", extra={"id": "p1"}), RunPassage("甲", extra={"id": "p1"})])
    ['p1', 'p1~2']
    """
    seen: dict[str, int] = {}
    names = []
    for passage in passages:
        name = _word(str(passage.extra.get("id") or sha256(passage.text.encode()).hexdigest()[:16]))
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}~{seen[name]}")
    return names


def _word(text: str) -> str:
    """The formats part fields by blanks."""
    return "_".join(text.split()) or "_"
