"""From a question set and an index to the examples that the confidence is fitted on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from eval.calibration import Example
from eval.matching import covered, normalise
from eval.questions import Question, load_labels
from eval.relabel import with_quotes
from ingest.errors import BadInput
from ingest.model import Passage
from qa_service.confidence import Signals

Bar = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
"""A progress bar: label and total in, a context whose value is called once a question."""


def collect(
    questions: Path,
    home: Path,
    bar: Bar,
    *,
    foreign: bool = False,
    left_out: float = 0.0,
    beside: float = 0.0,
) -> tuple[list[Example], dict[str, Any]]:
    """Return an example for each question that isn't a sentence of a draft, and what they rest on.

    ``foreign``: the index doesn't hold the questions' documents, nor others on their matter. Where
    ``left_out`` is above zero, each answerable question whose quotes are found is asked again without
    the passages that hold them, and that example has this weight. Where ``beside`` is above zero, the set's
    examples count so much each, in the fit of the evidence part alone.

    Raises whatever reading the set and opening the index raise.
    """
    from qa_service.engine import Engine

    asked = [question for question in load_labels(questions) if not question.is_draft]
    engine = Engine.open(home)
    examples = []
    try:
        passages = engine.searcher.passages
        left_out = 0.0 if foreign or beside else left_out
        if left_out > 0:
            asked = with_quotes(asked, lambda: engine.searcher.documents)
        with bar(f"收集信号 {questions.name}", len(asked)) as step:
            for question in asked:
                example = Example(
                    id=question.id,
                    type=question.type,
                    answerable=question.answerable and not foreign,
                    signals=_named(engine.signals(question.question)),
                    foreign=foreign,
                    beside=beside > 0,
                    source=questions.name,
                    weight=beside or 1.0,
                )
                examples.append(example)
                hidden = evidence(question, passages) if left_out > 0 and example.answerable else []
                if hidden:
                    signals = _named(engine.signals(question.question, without=hidden))
                    examples.append(
                        replace(example, answerable=False, signals=signals, left_out=True, weight=left_out)
                    )
                step()
        status = engine.status()
    finally:
        engine.close()
    about = {
        "set": questions.name,
        "questions": len(asked),
        "left_out": sum(example.left_out for example in examples),
        "generation": status["generation"],
        "foreign": foreign,
        "beside": beside,
    }
    return examples, about | {"fingerprints": status["fingerprints"]}


def evidence(question: Question, passages: Sequence[Passage]) -> list[str]:
    """Return the ids of the passages that cover a quote of ``question``, and of their copies."""
    quotes = (*question.quotes, *question.alt_quotes)
    texts = {normalise(p.text) for p in passages if any(covered(quote, p.text) for quote in quotes)}
    return [p.id for p in passages if normalise(p.text) in texts]


def _named(signals: Signals) -> dict[str, float]:
    return {name: float(value) for name, value in asdict(signals).items()}


def keep_signals(examples: Sequence[Example], names: Sequence[str]) -> list[Example]:
    """Return the examples with the signals ``names`` only; raises :class:`BadInput` for an unknown one."""
    known = list(examples[0].signals) if examples else []
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise BadInput(f"没有这些信号：{'、'.join(unknown)}", remedy=f"可用的信号：{'、'.join(known)}")
    return [replace(item, signals={name: item.signals[name] for name in names}) for item in examples]
