"""What the reading pane of one document is made of, kept for the documents that were read last."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from threading import Lock

from ingest.model import Document, Section
from qa_service.reading_pane.blocks import Blocks, TextBlock

CHUNK = 6000
"""Characters that are read at once where nothing else is asked for: some three screens."""

MOST = 60_000
"""Most characters of one answer."""

DOCUMENTS_KEPT = 32
"""Documents whose blocks are kept: making them takes 50 ms for a million characters."""

_KEPT: dict[tuple[str, str], Blocks] = {}
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A heading: ``[start, end)`` is the span of canonical text that it governs."""

    level: int
    heading: str
    start: int
    end: int
    passage_id: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class NotePlace:
    """A footnote: its ``mark`` as printed (``³``, ``[2]``), and its span in the canonical text."""

    mark: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentOutline:
    """The table of contents, the footnotes, and the length of the canonical text (code points)."""

    nodes: tuple[OutlineNode, ...]
    notes: tuple[NotePlace, ...]
    length: int


@dataclass(frozen=True, slots=True)
class TextPart:
    """The blocks of a document that begin in ``[start, end)``; ``next`` is where to go on."""

    start: int
    end: int
    length: int
    next: int | None
    blocks: tuple[TextBlock, ...]


def _blocks(document: Document) -> Blocks:
    """The blocks of ``document``, made once while it is being read."""
    key = (document.id, document.source.sha256)
    with _LOCK:
        kept = _KEPT.pop(key, None)
    blocks = kept or Blocks(document)
    with _LOCK:
        _KEPT[key] = blocks
        while len(_KEPT) > DOCUMENTS_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
    return blocks


def text_part(document: Document, start: int, end: int) -> TextPart:
    """Return the blocks that begin in ``[start, end)``, at most :data:`MOST` characters of them."""
    length = len(document.text)
    low = min(max(0, start), length)
    high = min(max(low, end), low + MOST, length)
    blocks = _blocks(document).between(low, high)
    return TextPart(low, high, length, high if high < length else None, blocks)


def outline_of(document: Document) -> DocumentOutline:
    """Return the table of contents of ``document``."""
    nodes = tuple(_node(document, section) for section in document.sections)
    return DocumentOutline(nodes, _notes(document), len(document.text))


def _node(document: Document, section: Section) -> OutlineNode:
    """The heading with the passage that shows it: the one it stands in, else the first one after it."""
    index = bisect_right(document.passages, section.start, key=lambda passage: passage.locator.end)
    first = document.passages[index] if index < len(document.passages) else None
    if first is not None and first.locator.start >= section.end:
        first = None
    return OutlineNode(
        section.level,
        section.heading,
        section.start,
        section.end,
        first.id if first else None,
        first.locator.page_start if first else None,
    )


def _notes(document: Document) -> tuple[NotePlace, ...]:
    return tuple(
        NotePlace(_mark(passage.text), passage.locator.start, passage.locator.end)
        for passage in document.passages
        if passage.kind == "note"
    )


def _mark(note: str) -> str:
    """The mark that a note begins with.

    >>> _mark("³“2+3+6+6”：两个创新中心"), _mark("[2] 出自统计局"), _mark("注：口径不同")
    ('³', '[2]', '')
    """
    if note.startswith("["):
        return note[: note.find("]") + 1]
    marks = "⁰¹²³⁴⁵⁶⁷⁸⁹"
    return note[: len(note) - len(note.lstrip(marks))]
