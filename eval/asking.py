"""A question set put to the engine: one record a question."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from eval.questions import Question
from eval.runs import RunPassage, RunRecord
from ingest.errors import BadInput
from qa_service.model import Answer, Hit

HITS: Final = 10
"""Passages a question: the deepest that any figure looks."""

WARM_UP: Final = 50
"""Characters of the first question that are asked once beforehand, untimed: the first loads dictionaries."""


class Asked(Protocol):
    """What answers: :class:`qa_service.engine.Engine`, or anything with its ``ask``."""

    def ask(self, question: str, *, k: int = 5) -> Answer:
        """Answer ``question`` with at most ``k`` passages."""


def ask_all(
    engine: Asked, questions: Sequence[Question], *, hits: int = HITS, step: Callable[[], None] = lambda: None
) -> list[RunRecord]:
    """Return the records in the order of ``questions``; ``step`` is called after each.

    Raises:
        BadInput: a question that the engine refuses (empty, too long); the message names it.
    """
    if questions:
        engine.ask(questions[0].question[:WARM_UP], k=1)
    records = []
    for question in questions:
        records.append(ask_one(engine, question, hits))
        step()
    return records


def ask_one(engine: Asked, question: Question, hits: int) -> RunRecord:
    """Return the record of one question. The text of a draft (cite, misquote) is checked against the
    documents, too, as the type says how the text is used, never the answer."""
    started = time.perf_counter()
    try:
        answer = engine.ask(question.question, k=hits)
    except BadInput as error:
        raise BadInput(f"{question.id}：{error.message}", remedy=error.remedy) from error
    check = getattr(engine, "check_flags", None) if question.is_draft else None
    flags = check(question.question, answer.hits) if check else answer.flags
    seconds = time.perf_counter() - started
    return RunRecord(
        id=question.id,
        passages=tuple(_passage(hit) for hit in answer.hits),
        answerable=answer.answerable,
        confidence=answer.confidence,
        flags=tuple(flags),
        ms=round(seconds * 1000, 3),
    )


def _passage(hit: Hit) -> RunPassage:
    extra = {
        "id": hit.passage_id,
        "citation": hit.citation,
        "line_start": hit.locator.line_start,
        "line_end": hit.locator.line_end,
        "score": hit.scores.get("total"),
    }
    if hit.also_in:
        extra["also_in"] = [place.passage_id for place in hit.also_in]
    return RunPassage(hit.text, hit.document.source, extra)
