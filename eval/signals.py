"""From a question set and an index to the examples that the confidence is fitted on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from eval.calibration import Example
from eval.questions import load_questions
from ingest.errors import BadInput

Bar = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
"""A progress bar: label and total in, a context whose value is called once a question."""


def collect(
    questions: Path, home: Path, bar: Bar, *, foreign: bool = False
) -> tuple[list[Example], dict[str, Any]]:
    """Return an example for each question that isn't a sentence of a draft, and what they rest on.

    ``foreign``: the index doesn't hold the questions' documents, nor others on their matter.

    Raises whatever reading the set and opening the index raise.
    """
    from qa_service.engine import Engine

    asked = [question for question in load_questions(questions) if not question.is_draft]
    engine = Engine.open(home)
    examples = []
    try:
        with bar(f"收集信号 {questions.name}", len(asked)) as step:
            for question in asked:
                signals = asdict(engine.signals(question.question))
                named = {name: float(value) for name, value in signals.items()}
                examples.append(
                    Example(question.id, question.type, question.answerable and not foreign, named, foreign)
                )
                step()
        status = engine.status()
    finally:
        engine.close()
    about = {
        "set": questions.name,
        "questions": len(asked),
        "generation": status["generation"],
        "foreign": foreign,
    }
    return examples, about | {"fingerprints": status["fingerprints"]}


def keep_signals(examples: Sequence[Example], names: Sequence[str]) -> list[Example]:
    """Return the examples with the signals ``names`` only; raises :class:`BadInput` for an unknown one."""
    known = list(examples[0].signals) if examples else []
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise BadInput(f"没有这些信号：{'、'.join(unknown)}", remedy=f"可用的信号：{'、'.join(known)}")
    return [replace(item, signals={name: item.signals[name] for name in names}) for item in examples]
