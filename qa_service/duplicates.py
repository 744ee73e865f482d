"""The same text in several places collapses to one hit that lists them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.chars import fold_title
from ingest.model import Passage
from ingest.sentences import sentence_spans

SHARED = 0.8
"""Share of a passage's letters that must stand in a better one for the two to count as the same text."""

SHORTEST = 6
"""Sentences of fewer letters say nothing about sameness."""


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
        sentences = folded_sentences(passage.text)
        for group, (document, text) in zip(groups, known, strict=True):
            if document != passage.document_id and _share(sentences, text) >= SHARED:
                group.others.append(number)
                break
        else:
            if len(groups) >= count:
                continue
            groups.append(Group(number))
            known.append((passage.document_id, folded_letters(passage.text)))
    return groups


@lru_cache(maxsize=4096)
def folded_sentences(text: str) -> tuple[str, ...]:
    """The sentences of ``text``, letters only. Remembered: each question looks at some twenty passages."""
    return tuple(fold_title(text[a:b]) for a, b in sentence_spans(text))


@lru_cache(maxsize=4096)
def folded_letters(text: str) -> str:
    """The letters of ``text``, remembered as :func:`folded_sentences` is."""
    return fold_title(text)


def _share(sentences: Sequence[str], text: str) -> float:
    telling = [s for s in sentences if len(s) >= SHORTEST] or list(sentences)
    total = sum(len(s) for s in telling)
    return sum(len(s) for s in telling if s in text) / total if total else 0.0
