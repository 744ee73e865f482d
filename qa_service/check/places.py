"""From a canonical span to the place that a reader can look up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ingest.model import Document, Locator, Passage
from qa_service.check.folding import Folded
from qa_service.check.library import Stretch
from qa_service.check.verdict import SourcePlace
from qa_service.citation import cite


def place_of(document: Document, start: int, end: int) -> SourcePlace:
    """Return the place of canonical ``[start, end)``; lines and pages are those of its passages."""
    crossed = _crossed(document.passages, start, end)
    first = crossed[0]
    locators = [passage.locator for passage in crossed]
    pages = [n for one in locators for n in (one.page_start, one.page_end) if n is not None]
    locator = Locator(
        start,
        end,
        min(one.line_start for one in locators),
        max(one.line_end for one in locators),
        min(pages) if pages else None,
        max(pages) if pages else None,
        first.locator.article,
        locators[0].page_label_start,
        locators[-1].page_label_end,
    )
    return SourcePlace(
        document.id,
        document.metadata.title,
        document.metadata.doc_number,
        document.source.name,
        first.id,
        first.path,
        locator,
        cite(document.metadata, first.path, locator),
        document.text[start:end],
    )


def _crossed(passages: Sequence[Passage], start: int, end: int) -> list[Passage]:
    """The passages that hold any of ``[start, end)``; the one before where the span is between two."""
    found = [p for p in passages if p.locator.start < end and p.locator.end > start]
    if found:
        return found
    index = bisect_right([p.locator.start for p in passages], start) - 1
    return [passages[max(index, 0)]]


def places_of(
    stretches: Iterable[Stretch], documents: Sequence[Document], folded: Sequence[Folded]
) -> list[SourcePlace]:
    """Return the places of folded stretches, each exactly as wide as its text."""
    return [
        place_of(documents[one.document], *folded[one.document].span(one.start, one.end)) for one in stretches
    ]


SHORT_LINE = 45
"""Characters: a paragraph this short that ends no sentence is a row of a list."""


def is_row(text: str, offset: int) -> bool:
    r"""Whether the line of canonical text that holds ``offset`` is a row of a table or list.

    >>> is_row("甲\t区商务局副局长；\n乙\t区统计局局长；", 0)
    True
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    return "\t" in line or (len(line) <= SHORT_LINE and "。" not in line)


def by_authority(stretches: Iterable[Stretch], documents: Sequence[Document]) -> list[Stretch]:
    """Order stretches: those of documents with a 文号 first, a file of its own before a bulletin."""
    shared = [document.source.sha256 for document in documents]
    return sorted(
        stretches,
        key=lambda one: (
            documents[one.document].metadata.doc_number is None,
            shared.count(shared[one.document]) > 1,
            one.document,
            one.start,
        ),
    )
