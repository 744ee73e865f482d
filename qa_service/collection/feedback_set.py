"""Feedback as a question set that ``planqa eval`` reads: one question a line, its evidence as quotations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from index.durable import replace_file
from ingest.sentences import sentence_spans
from qa_service.collection.feedback import Feedback

QUOTE_CHARS = 300
"""Longest quotation (characters): whole sentences up to it. A passage may be cut otherwise one day, and a
long quotation would then lie in two."""


def question_set(entries: Iterable[Feedback]) -> list[dict[str, Any]]:
    """Return the questions for which a passage was found helpful, each with that passage as evidence.

    Later words count over earlier ones: a passage that was called helpful and then not is no evidence.
    Several helpful passages are alternatives: each answers by itself.

    >>> entry = Feedback("f1", "", "期限多久？", "helpful", quote="期限为三年。", source="办法.txt")
    >>> [record["quotes"] for record in question_set([entry])]
    [['期限为三年。']]
    """
    by_question: dict[str, dict[str, Feedback]] = {}
    for entry in entries:
        if entry.quote:
            by_question.setdefault(entry.question.strip(), {})[entry.quote] = entry
    records = []
    for question, judged in by_question.items():
        helpful = [entry for entry in judged.values() if entry.verdict == "helpful"]
        if helpful:
            records.append(_record(question, helpful))
    return records


def write_set(records: Iterable[dict[str, Any]], path: Path) -> None:
    """Write ``records`` as JSON lines; what stood there is replaced in one step."""
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def _record(question: str, helpful: list[Feedback]) -> dict[str, Any]:
    first, *others = helpful
    record: dict[str, Any] = {
        "id": f"feedback-{first.id}",
        "question": question,
        "type": "entity",
        "quotes": [_quote(first.quote)],
        "source": [first.source],
    }
    if others:
        record["alt_quotes"] = [_quote(entry.quote) for entry in others]
        record["alt_sources"] = sorted({entry.source for entry in others})
    notes = "；".join(dict.fromkeys(entry.note for entry in helpful if entry.note))
    return record | ({"note": notes} if notes else {})


def _quote(text: str) -> str:
    """The first sentences of a passage, as many as fit, the first one whole if it alone is longer."""
    end = 0
    for _, stop in sentence_spans(text):
        if end and stop > QUOTE_CHARS:
            break
        end = stop
    return text[: end or QUOTE_CHARS].strip()
