"""``cite`` and ``misquote`` items of a question set, checked as sentences of a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eval.altered import names_fact, parse_altered
from eval.questions import Question
from qa_service.check.draft import check_sentence
from qa_service.check.verdict import SentenceCheck
from qa_service.engine import Engine


@dataclass(frozen=True, slots=True)
class CitedItem:
    """An item and its check; ``source_first``: the first place named is in a right source; ``named``: a flag
    names the altered fact (``misquote`` only)."""

    question: Question
    result: SentenceCheck
    source_first: bool
    named: bool


def check_items(
    engine: Engine, questions: Sequence[Question], today: date, step: Callable[[], None] = lambda: None
) -> list[CitedItem]:
    """Check the items of the two types; all others are left out."""
    found = []
    for question in questions:
        if question.type in ("cite", "misquote"):
            result = check_sentence(engine, question.question, today=today)
            right = {*question.sources, *question.also_in, *question.alt_sources}
            first = bool(result.places) and result.places[0].source in right
            found.append(CitedItem(question, result, first, _is_named(question, result)))
        step()
    return found


def _is_named(question: Question, result: SentenceCheck) -> bool:
    fact = parse_altered(question.altered) if question.altered else None
    return fact is not None and any(names_fact(flag, fact) for flag in result.flags)


def summary(items: Sequence[CitedItem]) -> dict[str, Any]:
    """Return the figures: right source first, false alarms, altered facts flagged and named."""
    cited = [one for one in items if one.question.type == "cite"]
    wrong = [one for one in items if one.question.type == "misquote"]
    return {
        "cite": {
            "items": len(cited),
            "right_source_first": sum(one.source_first for one in cited),
            "called_altered_or_not_found": sum(
                one.result.verdict in ("altered", "not-found") for one in cited
            ),
            "verdicts": _verdicts(cited),
        },
        "misquote": {
            "items": len(wrong),
            "flagged": sum(bool(one.result.flags) for one in wrong),
            "fact_named": sum(one.named for one in wrong),
            "verdicts": _verdicts(wrong),
        },
    }


def _verdicts(items: Sequence[CitedItem]) -> dict[str, int]:
    names = sorted({one.result.verdict for one in items})
    return {name: sum(one.result.verdict == name for one in items) for name in names}
