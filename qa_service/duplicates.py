"""The same text in several places is one hit that lists them all.

Documents that stand in two files are known when the index is opened: their copies' passages are no candidates
of their own, and each passage knows where else it stands. Other passages of the same text collapse when
they rank together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.chars import fold_title
from ingest.duplicates import SameDocument, find_copies
from ingest.model import Document, Passage
from ingest.sentences import sentence_spans

SHARED = 0.8
"""Share of a passage's letters that must stand in a better one for the two to count as the same text."""

SHORTEST = 6
"""Sentences of fewer letters say nothing about sameness."""

TOUCHING = 0.5
"""Share of the shorter passage's letters from which on two passages of two copies are the same place."""


class Copies:
    """Which documents of an index are one, and where each of their passages stands again.

    >>> copies = Copies(searcher.documents)  # doctest: +SKIP
    >>> copies.same_as(document_id), copies.of(passage_number)  # doctest: +SKIP
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._first = dict(zip((d.id for d in documents), _starts(documents), strict=True))
        self._by_id = {document.id: document for document in documents}
        self._same: dict[str, list[str]] = defaultdict(list)
        self._places: dict[int, list[int]] = defaultdict(list)
        self._repeats: list[tuple[range, NDArray[np.int64]]] = []
        for pair in find_copies(documents):
            self._add(pair)

    def _add(self, pair: SameDocument) -> None:
        one, other = self._by_id[pair.primary], self._by_id[pair.copy]
        for known in (one.id, *self._same[one.id]):
            self._same[known].append(other.id)
            self._same[other.id].append(known)
        first, second = self._first[one.id], self._first[other.id]
        repeats: list[int] = []
        standing = _by_sentence(one)
        totals = [_letters(passage) for passage in one.passages]
        for number, passage in enumerate(other.passages):
            shared, repeated = _shared(passage, standing)
            total = _letters(passage)
            if repeated >= SHARED * total:
                repeats.append(second + number)
            for place, letters in sorted(shared.items()):
                if letters >= TOUCHING * min(total, totals[place]):
                    self._places[first + place].append(second + number)
                    self._places[second + number].append(first + place)
        self._repeats.append((range(first, first + len(one.passages)), np.array(repeats, dtype=np.int64)))

    def same_as(self, document_id: str) -> tuple[str, ...]:
        """Return the ids of the documents that are the same as this one, the one to cite first."""
        return tuple(self._same.get(document_id, ()))

    def of(self, number: int) -> tuple[int, ...]:
        """Return the numbers of the passages in other files that passage ``number`` stands in again."""
        return tuple(self._places.get(number, ()))

    def without_repeats(self, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return ``allowed`` (n,) without the passages that repeat a document which is allowed too."""
        if not self._repeats:
            return allowed
        result = allowed.copy()
        for primary, repeats in self._repeats:
            if allowed[primary.start : primary.stop].any():
                result[repeats] = False
        return result


def _starts(documents: Sequence[Document]) -> list[int]:
    """Number of each document's first passage among all passages."""
    starts, count = [], 0
    for document in documents:
        starts.append(count)
        count += len(document.passages)
    return starts


def _by_sentence(document: Document) -> dict[str, list[int]]:
    """The passages (numbers within the document) that each of its sentences stands in."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, passage in enumerate(document.passages):
        for sentence in _telling(passage):
            places[sentence].append(number)
    return places


def _shared(passage: Passage, standing: dict[str, list[int]]) -> tuple[dict[int, int], int]:
    """Letters that ``passage`` shares with each passage of the other document, and with it as a whole."""
    shared: dict[int, int] = defaultdict(int)
    repeated = 0
    for sentence in _telling(passage):
        places = standing.get(sentence, ())
        repeated += len(sentence) if places else 0
        for place in places:
            shared[place] += len(sentence)
    return shared, repeated


def _telling(passage: Passage) -> list[str]:
    sentences = [fold_title(passage.text[a:b]) for a, b in sentence_spans(passage.text)]
    return [sentence for sentence in sentences if len(sentence) >= SHORTEST] or sentences


def _letters(passage: Passage) -> int:
    return sum(map(len, _telling(passage)))


@dataclass(slots=True)
class Group:
    """A passage number and the numbers of the passages that repeat it."""

    best: int
    others: list[int] = field(default_factory=list)


def collapse(order: Sequence[int], passages: Sequence[Passage], count: int) -> list[Group]:
    """Return the first ``count`` groups of ``order`` (passage numbers, best first).

    A passage joins a group when at least :data:`SHARED` of its letters stand in sentences of the group's
    best passage, so copies that were cut at other borders are found too. Passages of one document are
    never the same hit.
    """
    groups: list[Group] = []
    known: list[tuple[str, str]] = []
    for number in order:
        passage = passages[number]
        sentences = telling_sentences(passage.text)
        for group, (document, text) in zip(groups, known, strict=True):
            if document != passage.document_id and _repeats(sentences, text):
                group.others.append(number)
                break
        else:
            if len(groups) >= count:
                continue
            groups.append(Group(number))
            known.append((passage.document_id, folded_letters(passage.text)))
    return groups


@lru_cache(maxsize=4096)
def telling_sentences(text: str) -> tuple[str, ...]:
    """The sentences of ``text`` that say something about sameness, letters only, longest first.

    Remembered: each question looks at some twenty passages, and 4,096 of them take some 4 MB.
    """
    folded = [fold_title(text[a:b]) for a, b in sentence_spans(text)]
    return tuple(sorted([s for s in folded if len(s) >= SHORTEST] or folded, key=len, reverse=True))


@lru_cache(maxsize=8192)
def folded_letters(text: str) -> str:
    """The letters of ``text``, a passage or a sentence of one, remembered as :func:`telling_sentences` is."""
    return fold_title(text)


def _repeats(sentences: Sequence[str], text: str) -> bool:
    """Whether enough letters of ``sentences`` stand in ``text``. Most passages are told apart by the longest
    sentence alone."""
    held = total = sum(map(len, sentences))
    for sentence in sentences:
        if sentence not in text:
            held -= len(sentence)
            if held / total < SHARED:
                return False
    return total > 0
