"""A question set put to a configured engine: answers, figures, where the misses are, what it rests on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from eval.asking import HITS, ask_all
from eval.configurations import Configuration
from eval.judgement import judge
from eval.questions import Question
from eval.relabel import with_quotes
from eval.run_folder import StoredRun
from eval.snapshot import index_corpus, snapshot
from eval.summary import summarise
from eval.whereabouts import Whereabouts, count_states
from qa_service.engine import Engine


def run_set(
    engine: Engine,
    questions: Sequence[Question],
    set_name: str,
    configuration: Configuration,
    *,
    name: str | None = None,
    hits: int = HITS,
    step: Callable[[], None] = lambda: None,
    locate: bool = True,
) -> StoredRun:
    """Ask every question and return the run with its figures.

    Each miss gets ``places`` (:mod:`eval.whereabouts`), and the figures ``whereabouts``: how often each
    state occurs; ``locate`` off leaves that out. ``step`` is called after each question. The quotations of
    spans are looked up in the engine's documents; raises :class:`BadInput` where they are others.
    """
    questions = with_quotes(questions, lambda: engine.searcher.documents)
    started = time.perf_counter()
    records = ask_all(engine, questions, hits=hits, step=step)
    seconds = time.perf_counter() - started
    pairs = list(zip(questions, records, strict=True))
    figures = summarise(pairs)
    if locate:
        figures["whereabouts"] = locate_misses(engine, pairs, figures)
    about = snapshot(
        name or configuration.name,
        set_name,
        questions,
        corpus=index_corpus(engine.searcher.generation.notes.get("sources")),
        index=engine.status(),
        settings={
            "configuration": configuration.name,
            "hits": hits,
            "asked_on": engine.today.isoformat(),
            "passages": configuration.passages,
            "fusion": asdict(engine.searcher.settings),
        },
        seconds=round(seconds, 3),
    )
    return StoredRun(about, figures, pairs)


def locate_misses(
    engine: Engine, pairs: Sequence[tuple[Question, Any]], figures: dict[str, Any]
) -> dict[str, int]:
    """Add ``places`` to the misses of ``figures`` that lack evidence; return how often each state occurs."""
    finder = Whereabouts(engine)
    by_id = {question.id: (question, record) for question, record in pairs}
    every = []
    for miss in figures["misses"]:
        places = finder.of(judge(*by_id[miss["id"]]))
        miss["places"] = [asdict(place) for place in places]
        every += places
    return count_states(every)
