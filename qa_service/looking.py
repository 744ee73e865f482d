"""One look through the documents: what ranks for a question, how sure the answer is, why it is refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.bundled import NAME as DEFAULT_MODEL
from index.passage_text import indexed_text
from index.search import Ranked, Searcher
from index.segment import segmenter
from index.terms import Terms, without_asking
from index.text import FUNCTION_WORDS, bigrams, fold
from qa_service.absent import about_another_region, about_other_years
from qa_service.apart import Part, parts_of
from qa_service.confidence import Calibration, Signals
from qa_service.duplicates import Copies, Group, collapse
from qa_service.eras import era_of, named_eras
from qa_service.headed_years import HeadedYears
from qa_service.judge import Judge, shipped_judge
from qa_service.people import People
from qa_service.reading import Reading, read_question
from qa_service.side_by_side import TitleNames
from qa_service.signals import CONSIDERED, read_signals
from qa_service.sought import Sought, read_sought
from qa_service.spread import named_regions, take_turns

REFUSED = 0.05
"""Highest confidence of a question that the documents' own metadata cannot answer."""

KNOWN = 0.9
"""Lowest confidence of a question whose answer is known to be there: a named document's 文号, date or issuer,
a named place or person."""

LEAST = 5
"""So many groups are formed at least: the verdict must not depend on how many are shown."""

EACH_APART = 0.55
"""Share of the confidence that is left of the least sure part, where a question is looked for part by part: a
part alone is found more easily than what compares it with others."""


@dataclass(frozen=True, slots=True)
class Look:
    """``groups`` of passages as they are shown, best first; ``reason`` is why the question is refused, empty
    if it is not."""

    ranked: Ranked
    groups: list[Group]
    sought: Sought
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What ranks for a part of a question; ``ranked`` is ``None`` where its documents are left out."""

    part: Part
    ranked: Ranked | None
    groups: list[Group]


class Looker:
    """Looks for questions (as :class:`~qa_service.wording.Wording` words them) in one generation. Safe to use
    from any number of threads.

    ``verdicts`` say of each document of the stores whether it may answer; ``count`` is how many groups to
    form, :data:`LEAST` at least.

    >>> Looker(searcher, shipped(), copies).look("公园有几座", [True, True], 5).confidence  # doctest: +SKIP
    0.93
    """

    def __init__(self, searcher: Searcher, calibration: Calibration, copies: Copies) -> None:
        self._searcher = searcher
        self._calibration = calibration
        self._copies = copies
        self._network = _judge_for(searcher)
        self._people = People(searcher.documents, searcher.passages, searcher.owner)
        self._headed = HeadedYears(searcher.passages)
        self._sizes = np.bincount(searcher.owner, minlength=len(searcher.documents))
        self._titles = TitleNames(searcher.documents, self._elsewhere)
        self._regions = [searcher.documents[int(i)].metadata.region for i in searcher.owner]
        self._document_eras = [era_of(document.metadata) for document in searcher.documents]
        self._eras = [self._document_eras[int(i)] for i in searcher.owner]

    def _elsewhere(self, gram: str, own: frozenset[int]) -> float:
        """In which share of the passages of documents but ``own`` a bigram stands."""
        holders = self._searcher.owner[self._searcher.bigrams.holders(gram)]
        inside = np.isin(holders, list(own)).sum()
        others = len(self._searcher.owner) - self._sizes[list(own)].sum()
        return float((len(holders) - inside) / max(1, others))

    def look(self, text: str, verdicts: Sequence[bool], count: int, where: str = "现有文件") -> Look:
        """Look for an answer. ``where`` is what a refusal calls the documents that were looked through."""
        reading, ranked = self._search(text, verdicts)
        groups = self._groups(text, ranked, max(count, LEAST))
        sought = read_sought(text, ranked)
        confidence, reason = self._verdict(text, sought, reading.known, ranked, groups, where)
        barred = self._barred(text, reading, groups)
        if barred:
            confidence, reason = min(confidence, REFUSED), barred
        parts = parts_of(text, self._searcher.documents, self._titles)
        refused = bool(reason) and not barred
        found = [self._part(part, verdicts) for part in parts if refused or part.by_title]
        if refused and found:
            confidence = max(confidence, EACH_APART * min(map(self._sure, found)))
            reason = reason if confidence < self._calibration.threshold else ""
        return Look(ranked, self._fronted(ranked, groups, count, found), sought, confidence, reason)

    def ranked(self, text: str, verdicts: Sequence[bool]) -> Ranked:
        """Return how the candidates rank before duplicates collapse and regions take turns."""
        return self._search(text, verdicts)[1]

    def shown(self, text: str, verdicts: Sequence[bool]) -> tuple[Ranked, list[Group]]:
        """Return all that ranks, in the order of :meth:`look`, without a verdict."""
        ranked = self.ranked(text, verdicts)
        count = len(ranked.order)
        parts = parts_of(text, self._searcher.documents, self._titles)
        found = [self._part(part, verdicts) for part in parts if part.by_title]
        return ranked, self._fronted(ranked, self._groups(text, ranked, count), count, found)

    def signals(self, text: str, without: Collection[int] = ()) -> Signals:
        """Return what the confidence is made of, looked for in all documents but the passages ``without``."""
        _, ranked = self._search(text, [True] * len(self._searcher.documents), without)
        return self._signals(text, read_sought(text, ranked), ranked, self._groups(text, ranked, CONSIDERED))

    def _search(
        self, text: str, verdicts: Sequence[bool], without: Collection[int] = ()
    ) -> tuple[Reading, Ranked]:
        reading = read_question(text, verdicts, self._searcher, self._people, self._headed)
        allowed = self._copies.without_repeats(reading.allowed)
        if without:
            allowed = allowed.copy()
            allowed[list(without)] = False
        reading = replace(reading, allowed=allowed)
        return reading, self._searcher.search(text, allowed, reading.raised)

    def _groups(self, question: str, ranked: Ranked, count: int) -> list[Group]:
        searcher = self._searcher
        order = [int(number) for number in ranked.order]
        regions = named_regions(question, searcher.documents)
        if len(regions) > 1:
            order = take_turns(order, self._regions, regions)
        elif eras := named_eras(question, self._document_eras):
            order = take_turns(order, self._eras, eras)
        return collapse(order[: count * 4], searcher.passages, count)

    def _part(self, part: Part, verdicts: Sequence[bool]) -> _Found:
        """Look for a part of a question in its own documents."""
        own = [verdict and index in part.documents for index, verdict in enumerate(verdicts)]
        if not any(own):
            return _Found(part, None, [])
        _, ranked = self._search(part.question, own)
        return _Found(part, ranked, self._groups(part.question, ranked, CONSIDERED))

    def _sure(self, found: _Found) -> float:
        """Return the confidence that a part is answered, 0 where its documents are left out."""
        if found.ranked is None:
            return 0.0
        text, ranked = found.part.question, found.ranked
        signals = self._signals(text, read_sought(text, ranked), ranked, found.groups)
        return self._calibration.confidence(signals)

    def _fronted(
        self, ranked: Ranked, groups: list[Group], count: int, found: Sequence[_Found]
    ) -> list[Group]:
        """Return ``groups`` with the best passage of each document named by its title in front, as far as it
        is among the ranked."""
        first = {one.groups[0].best for one in found if one.part.by_title and one.groups}
        order = [int(number) for number in ranked.order]
        front = [number for number in order if number in first]
        if not front:
            return groups
        fronted = front + [number for number in order if number not in first]
        return collapse(fronted[: count * 4], self._searcher.passages, count)

    def _signals(self, text: str, sought: Sought, ranked: Ranked, groups: Sequence[Group]) -> Signals:
        best = [group.best for group in groups]
        return read_signals(text, sought, ranked, best, self._searcher, self._network)

    def _verdict(
        self,
        question: str,
        sought: Sought,
        known: bool,
        ranked: Ranked,
        groups: Sequence[Group],
        where: str,
    ) -> tuple[float, str]:
        """Return the confidence, and why the question is refused (empty if it is not)."""
        confidence = self._calibration.confidence(self._signals(question, sought, ranked, groups))
        if known:
            return max(confidence, KNOWN), ""
        if confidence < self._calibration.threshold:
            best = [group.best for group in groups[:CONSIDERED]]
            return confidence, self._reason(question, best, ranked.terms, where)
        return confidence, ""

    def _barred(self, question: str, reading: Reading, groups: Sequence[Group]) -> str:
        """Return why no passage can answer, however near it is; empty if one may."""
        if reading.refusal:
            return reading.refusal
        rows, unlisted = reading.unlisted
        if groups and groups[0].best in rows:
            return unlisted
        searcher = self._searcher
        near = [
            (searcher.documents[int(searcher.owner[group.best])].metadata, self._indexed(group.best))
            for group in groups[:LEAST]
        ]
        elsewhere = about_another_region(question, searcher.documents, near)
        return elsewhere or ("" if reading.known else about_other_years(question, near))

    def _reason(self, question: str, best: Sequence[int], terms: Terms, where: str) -> str:
        """Say which of the question's words stand nowhere near."""
        texts = "\n".join(fold(self._indexed(number)) for number in best)
        absent = set(terms.missing(texts))
        asked = dict.fromkeys(segmenter().cut(without_asking(fold(question))))
        words = [word for word in asked if word not in FUNCTION_WORDS and len(word.strip()) > 1]
        kept = [word for word in words if set(bigrams(word)) <= absent][:4]
        if kept:
            return f"未找到依据：{where}中最接近的段落没有提到“{'”“'.join(kept)}”"
        return f"未找到依据：{where}中没有直接回答这一问题的段落"

    def _indexed(self, number: int) -> str:
        searcher = self._searcher
        return indexed_text(searcher.documents[int(searcher.owner[number])], searcher.passages[number]).text


def _judge_for(searcher: Searcher) -> Judge | None:
    """The judge, where the model is the one whose vectors it learnt to read."""
    if searcher.encoder.name != DEFAULT_MODEL:
        return None
    return shipped_judge().reading(searcher.late.turn, searcher.late.centre)
