"""The documents that a sentence names: 《title》 or 文号."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.chars import fold_title
from ingest.model import Document
from ingest.titles import DOC_NUMBER, normalise_number

_TITLE = re.compile(r"《([^《》]*(?:〈[^〉]*〉[^《》]*)?)》")

SHORTEST_TITLE = 5
"""Letters from which part of a title names a document."""


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """``text`` at ``[start, end)`` of the sentence names the documents ``indices`` of the index."""

    text: str
    start: int
    end: int
    indices: frozenset[int]


def named_documents(sentence: str, documents: Sequence[Document]) -> list[NamedDocument]:
    """Return what ``sentence`` names, first the titles, then the 文号.

    >>> [one.text for one in named_documents("按《丙区某某规划》（丙府发〔2021〕2号）", [])]
    ['《丙区某某规划》', '丙府发〔2021〕2号']
    """
    return [*_titles(sentence, documents), *_numbers(sentence, documents)]


def _titles(sentence: str, documents: Sequence[Document]) -> list[NamedDocument]:
    found = []
    for match in _TITLE.finditer(sentence):
        title = fold_title(match.group(1))
        if len(title) < SHORTEST_TITLE:
            continue
        indices = frozenset(i for i, document in enumerate(documents) if _is_called(document, title))
        found.append(NamedDocument(match.group(), match.start(), match.end(), indices))
    return found


def _is_called(document: Document, title: str) -> bool:
    names = [fold_title(name) for name in (document.metadata.title, *document.metadata.part_titles)]
    names += [fold_title(name) for name in _TITLE.findall(document.metadata.title)]
    return any(_shortens(title, name) or (len(name) >= 8 and name in title) for name in names)


def _shortens(title: str, name: str) -> bool:
    """Whether a title is a name with words left out: 静安区产业规划 for 静安区产业发展“十四五”规划."""
    if title in name:
        return True
    letters = iter(name)
    return len(title) * 2 >= len(name) and all(letter in letters for letter in title)


def _numbers(sentence: str, documents: Sequence[Document]) -> list[NamedDocument]:
    found = []
    for match in DOC_NUMBER.finditer(sentence):
        number = normalise_number(match.group())
        indices = frozenset(
            i
            for i, document in enumerate(documents)
            if number and ends_alike(number, document.metadata.doc_number)
        )
        found.append(NamedDocument(match.group(), match.start(), match.end(), indices))
    return found


def ends_alike(number: str, known: str | None) -> bool:
    """Whether a 文号 is the known one. The code in running text may have swallowed words before it: in
    根据静府发〔2021〕12号 it reads 根据静府发."""
    return known is not None and number.endswith(known)
