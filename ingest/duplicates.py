"""The same document in two files: alone and in a bulletin, or in two bulletins.

Two documents are asked for overlap only where they share a 文号 or a title (their own, or that of the plan
they pass on); they count as one where most of the smaller one's sentences stand in the other as well. So
last year's report of the same name is another document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ingest.chars import fold_title
from ingest.model import Document
from ingest.sentences import sentence_spans

OVERLAP = 0.6
"""Share of the smaller document's letters, in whole sentences, that stand in the other too (seen: the same
plan extracted twice 0.9 and more; two years' reports of one name 0.02)."""

TITLE_SHORTEST = 6
"""A title of fewer letters names no document by itself."""

SENTENCE_SHORTEST = 6
"""Sentences of fewer letters say nothing about sameness."""


@dataclass(frozen=True, slots=True)
class SameDocument:
    """Two documents that are one: ids of the ``primary`` one, which is cited, and of its ``copy``, and the
    share of the smaller one's text that stands in both (``overlap``, 0 to 1)."""

    primary: str
    copy: str
    overlap: float


def find_copies(documents: Sequence[Document]) -> list[SameDocument]:
    """Return each copy among ``documents`` with its primary document.

    The primary one stands in a file of its own before it does in a bulletin, and is the longer one where both
    do. A document is the copy of one primary document at most, and a copy is never primary.

    >>> find_copies([])
    []
    """
    order = {document.id: place for place, document in enumerate(_by_authority(documents))}
    ranked = sorted(documents, key=lambda document: order[document.id])
    letters: dict[str, dict[str, int]] = {}
    found: dict[str, SameDocument] = {}
    for one, other in sorted(_candidates(ranked), key=lambda pair: (order[pair[0].id], order[pair[1].id])):
        if one.id in found or other.id in found:
            continue
        for document in (one, other):
            if document.id not in letters:
                letters[document.id] = _sentences(document)
        overlap = _overlap(letters[one.id], letters[other.id])
        if overlap >= OVERLAP:
            found[other.id] = SameDocument(one.id, other.id, round(overlap, 4))
    return list(found.values())


def _by_authority(documents: Sequence[Document]) -> list[Document]:
    """Documents in a file of their own first, then longer ones first, then in order of their files."""
    in_file: dict[str, int] = defaultdict(int)
    for document in documents:
        in_file[document.source.path] += 1
    return sorted(documents, key=lambda d: (in_file[d.source.path] > 1, -len(d.text), d.source.path, d.id))


def _candidates(documents: Sequence[Document]) -> Iterator[tuple[Document, Document]]:
    """Pairs, in the order given, that stand in two files and share a number or a title."""
    named: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for name in _names(document):
            named[name].append(document)
    seen: set[tuple[str, str]] = set()
    for group in named.values():
        for one, other in combinations(group, 2):
            if one.source.path != other.source.path and (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                yield one, other


def _names(document: Document) -> set[str]:
    metadata = document.metadata
    titles = {fold_title(title) for title in (metadata.title, *metadata.part_titles)}
    bare = {title.removeprefix(fold_title(metadata.issuer)) for title in titles if metadata.issuer}
    names = {title for title in titles | bare if len(title) >= TITLE_SHORTEST}
    return names | ({metadata.doc_number} if metadata.doc_number else set())


def _sentences(document: Document) -> dict[str, int]:
    """The document's sentences, letters only, and how many letters each has."""
    text = document.text
    folded = {fold_title(text[start:end]) for start, end in sentence_spans(text)}
    return {sentence: len(sentence) for sentence in folded if len(sentence) >= SENTENCE_SHORTEST}


def _overlap(one: dict[str, int], other: dict[str, int]) -> float:
    small, large = sorted((one, other), key=lambda sentences: sum(sentences.values()))
    total = sum(small.values())
    return sum(length for sentence, length in small.items() if sentence in large) / total if total else 0.0
