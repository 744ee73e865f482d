"""Which evidence does each returned passage hold? Judged once; every metric reads the judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.matching import covered
from eval.questions import Question
from eval.runs import RunRecord


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question beside its answer. ``found[i]`` holds the indices, into ``quotes`` followed by
    ``alt_quotes``, of the evidence that passage ``i`` covers."""

    question: Question
    record: RunRecord
    found: tuple[frozenset[int], ...]

    @property
    def first_rank(self) -> int | None:
        """1-based rank of the first passage that covers any evidence; ``None`` where none does."""
        return next((rank for rank, found in enumerate(self.found, start=1) if found), None)


def judge(question: Question, record: RunRecord) -> Judgement:
    """Judge every passage of ``record`` against the evidence of ``question``."""
    return Judgement(
        question, record, tuple(evidence_in(question, passage.text) for passage in record.passages)
    )


def evidence_in(question: Question, text: str) -> frozenset[int]:
    """Return the indices of the evidence (quotes, then alternative quotes) that ``text`` covers."""
    evidence = (*question.quotes, *question.alt_quotes)
    return frozenset(index for index, quote in enumerate(evidence) if covered(quote, text))


def share_of_quotes(question: Question, found: Sequence[frozenset[int]]) -> float:
    """Return the share of a question's quotes that the passages cover between them.

    An alternative quote stands in for one quote that was not covered, so the share never passes 1 and
    an alternative alone fully answers a question with a single quote.

    >>> two = Question("q", "?", "multi", quotes=("甲", "乙"), alt_quotes=("丙",))
    >>> share_of_quotes(two, [frozenset({0})]), share_of_quotes(two, [frozenset({0, 2})])
    (0.5, 1.0)
    """
    if not question.quotes:
        return 0.0
    return min(len(frozenset().union(*found)) / len(question.quotes), 1.0)
