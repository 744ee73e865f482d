"""Where was the evidence that a run missed? The answer says which part of the pipeline to mend."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from eval.judgement import Judgement
from eval.matching import covered, normalise
from index.fusion import FirstPass, FusionSettings, SecondPass
from index.search import Searcher
from qa_service.engine import MOST_HITS, Engine

State = Literal["ranked", "collapsed", "candidate", "outside", "split", "unread"]

_LOOKED: Final[tuple[tuple[State, str], ...]] = (
    ("ranked", "hits"),
    ("collapsed", "collapsed"),
    ("candidate", "order"),
    ("outside", "first"),
)
"""States in the order in which they are looked for, and where in :class:`_Ranking`."""

TOP: Final = 5
"""Evidence is missed where none of the first five passages holds it."""


@dataclass(frozen=True, slots=True)
class Place:
    """``quote`` is the index of the missed evidence in the question's ``quotes``.

    ``state``: ``ranked`` at ``rank`` (6 to 50) of the answer; ``collapsed`` into the hit at ``rank``,
    whose own text doesn't hold it; ``candidate`` at ``rank`` of the final order, beyond what can be asked
    for; ``outside`` the candidates, at ``rank`` of the first pass; ``split`` over ``passages``, of which
    none holds enough (``rank`` of the best of them in the answer, if any); ``unread``: in no document's
    text. ``passages`` are ids, the best ranked first.
    """

    quote: int
    state: State
    rank: int | None = None
    passages: tuple[str, ...] = ()


class Whereabouts:
    """Looks behind the answers of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._searcher = engine.searcher

    def of(self, judgement: Judgement) -> list[Place]:
        """Return a place for each quote that the first :data:`TOP` passages don't hold. Questions whose
        alternative evidence is there have missed nothing."""
        question = judgement.question
        found = frozenset().union(*judgement.found[:TOP])
        alternatives = sum(index >= len(question.quotes) for index in found)
        missed = [index for index in range(len(question.quotes)) if index not in found][alternatives:]
        if not missed:
            return []
        seen = _Ranking(self._engine, question.question)
        return [self._place(index, question.quotes[index], seen) for index in missed]

    def _place(self, index: int, quote: str, seen: _Ranking) -> Place:
        holding = [n for n, text in enumerate(self._texts) if covered(quote, text)]
        if not holding:
            return self._split(index, quote, seen)
        for state, name in _LOOKED:
            ranks: dict[int, int] = getattr(seen, name)
            at = sorted((ranks[number], number) for number in holding if number in ranks)
            if at:
                ids = tuple(self._searcher.passages[number].id for _, number in at)
                return Place(index, state, at[0][0], ids[:TOP])
        return Place(index, "outside", None, tuple(self._searcher.passages[n].id for n in holding[:TOP]))

    def _split(self, index: int, quote: str, seen: _Ranking) -> Place:
        numbers = self._overlapping(normalise(quote))
        if not numbers:
            return Place(index, "unread")
        ranks = sorted(seen.hits[number] for number in numbers if number in seen.hits)
        ids = tuple(self._searcher.passages[number].id for number in numbers)
        return Place(index, "split", ranks[0] if ranks else None, ids)

    def _overlapping(self, folded: str) -> list[int]:
        """Numbers of the passages that the quotation stands across, in the first document that has it."""
        for document, text in zip(self._searcher.documents, self._documents, strict=True):
            start = text.find(folded) if folded else -1
            if start >= 0:
                offsets = _offsets(document.text)
                low, high = offsets[start], offsets[start + len(folded) - 1] + 1
                return [
                    number
                    for number, passage in enumerate(self._searcher.passages)
                    if passage.document_id == document.id
                    and passage.locator.start < high
                    and passage.locator.end > low
                ]
        return []

    @cached_property
    def _texts(self) -> list[str]:
        return [passage.text for passage in self._searcher.passages]

    @cached_property
    def _documents(self) -> list[str]:
        return ["".join(map(normalise, document.text)) for document in self._searcher.documents]


class _Ranking:
    """Where each passage (by number) comes for one question, 1-based: among the answer's ``hits``, among
    those ``collapsed`` into a hit, in the final ``order`` of the candidates, and in the ``first`` pass.
    The last two are searches of their own, made only where the answer doesn't tell."""

    def __init__(self, engine: Engine, question: str) -> None:
        self._searcher = engine.searcher
        self._question = question
        numbers = {passage.id: number for number, passage in enumerate(self._searcher.passages)}
        answer = engine.ask(question, k=MOST_HITS)
        self.hits = {numbers[hit.passage_id]: hit.rank for hit in answer.hits}
        self.collapsed = {numbers[p.passage_id]: hit.rank for hit in answer.hits for p in hit.also_in}

    @cached_property
    def order(self) -> dict[int, int]:
        return _ranks(self._searcher.search(self._question).order)

    @cached_property
    def first(self) -> dict[int, int]:
        return _ranks(_first_pass(self._searcher).search(self._question).order)


def _first_pass(searcher: Searcher) -> Searcher:
    """The same stores, ranking everything by the first pass alone."""
    settings = searcher.settings
    weights = {item.name: 0.0 for item in fields(SecondPass)}
    weights |= {item.name: getattr(settings.first, item.name) for item in fields(FirstPass)}
    everything: FusionSettings = replace(
        settings, second=SecondPass(**weights), candidates=len(searcher.passages)
    )
    other = copy(searcher)
    other.settings = everything
    return other


def _ranks(order: NDArray[np.int64]) -> dict[int, int]:
    return {int(number): rank for rank, number in enumerate(order, start=1)}


def _offsets(text: str) -> list[int]:
    """For each character of the folded text, the index in ``text`` of the one it comes from."""
    return [index for index, char in enumerate(text) for _ in normalise(char)]


def count_states(places: Sequence[Place]) -> dict[str, int]:
    """Return how often each state occurs, in the order of :data:`State`, leaving out those that don't.

    >>> count_states([Place(0, "split"), Place(1, "ranked", 7)])
    {'ranked': 1, 'split': 1}
    """
    counts = {state: sum(place.state == state for place in places) for state in get_args(State)}
    return {state: count for state, count in counts.items() if count}
