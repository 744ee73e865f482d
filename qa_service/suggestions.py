"""What a few typed characters may be meant for: titles, 文号, headings and indicators of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.chars import squeeze
from ingest.markers import read_marker
from ingest.model import Document
from qa_service.check.folding import fold_letters
from qa_service.short_titles import short_title

SuggestionKind = Literal["document", "number", "heading", "indicator"]

SHORTEST, LONGEST = 2, 40
"""Characters of a heading or an indicator that is worth offering."""

_ORDER: tuple[SuggestionKind, ...] = ("document", "number", "indicator", "heading")
_FIGURE = re.compile(r"[\d.,%％，．+\-—–~～]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` as it is shown; ``kind`` tells what it is; ``document_id`` and ``title`` where it stands, and
    ``passage_id`` the passage to open (``None``: the document from its beginning)."""

    kind: SuggestionKind
    text: str
    document_id: str
    title: str
    passage_id: str | None = None


class Suggestions:
    """All that can be suggested from ``documents``.

    >>> Suggestions([]).find("规划")
    []
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        entries: dict[tuple[str, str], Suggestion] = {}
        for document in documents:
            for entry in _entries(document):
                entries.setdefault((entry.kind, _key(entry.text)), entry)
        self._entries = [(key, entry) for (_, key), entry in entries.items() if key]

    def find(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """Return at most ``limit`` entries that hold what was typed, those that begin with it first.

        Words apart by a blank must all be held. Width, case, punctuation and Traditional forms don't count.
        """
        words = [key for key in map(_key, typed.split()) if key]
        whole = _key(typed)
        if not whole:
            return []
        found = [
            (_rank(whole, key), _ORDER.index(entry.kind), len(key), entry)
            for key, entry in self._entries
            if all(word in key for word in words)
        ]
        found.sort(key=lambda item: item[:3])
        return [entry for *_, entry in found[:limit]]


def _rank(whole: str, key: str) -> int:
    if key.startswith(whole):
        return 0
    return 1 if whole in key else 2


@lru_cache(maxsize=65536)
def _key(text: str) -> str:
    return fold_letters(text).text


def _entries(document: Document) -> Iterator[Suggestion]:
    metadata = document.metadata
    title = short_title(metadata)
    for name in dict.fromkeys((*metadata.part_titles, metadata.title)):
        yield Suggestion("document", name, document.id, title)
    if metadata.doc_number:
        yield Suggestion("number", metadata.doc_number, document.id, title)
    starts = {passage.locator.start: passage.id for passage in document.passages}
    for section in document.sections:
        heading = bare_heading(section.heading)
        if section.level and SHORTEST < len(heading) <= LONGEST:
            yield Suggestion("heading", heading, document.id, title, starts.get(section.start))
    for passage in document.passages:
        name = indicator(passage.text, passage.context) if passage.kind == "row" else ""
        if name:
            yield Suggestion("indicator", name, document.id, title, passage.id)


def bare_heading(heading: str) -> str:
    """Return a heading without its number.

    >>> bare_heading("（二）发展目标")
    '发展目标'
    """
    marker = read_marker(heading)
    found = re.match(
        r"第[^条章节编]{1,6}[条章节编]|[（(]?[一二三四五六七八九十\d０-９]+[）)]?[、.．]?", heading
    )
    if marker is None or found is None:
        return heading.strip()
    return heading[found.end() :].strip(" \u3000、.．:：")


def indicator(row: str, context: str) -> str:
    """Return the name of the indicator whose figures a table row gives; empty if it gives none.

    >>> indicator("1\\t高新技术企业数\\t家\\t286", "主要指标；序号 指标 单位 2025年")
    '高新技术企业数'
    """
    if "指标" not in context:
        return ""
    cells = [squeeze(cell) for cell in row.split("\t")]
    named = [cell for cell in cells if not _FIGURE.fullmatch(cell) and 4 <= len(cell) <= LONGEST]
    return named[0] if named and any(_FIGURE.match(cell) for cell in cells) else ""
