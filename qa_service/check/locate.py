"""Where a quotation stands in a document: whole, or piece by piece where it has ellipses."""

from __future__ import annotations

from collections.abc import Collection

from qa_service.check.folding import fold_letters
from qa_service.check.library import Library, Stretch
from qa_service.check.quotations import pieces

APART = 3000
"""Most folded characters between two pieces of one quotation."""

SHORTEST_PIECE = 2
"""Letters of the shortest piece that is looked for."""


def locate(text: str, library: Library) -> list[tuple[Stretch, ...]]:
    """Return where ``text`` stands: one entry for each place, of one stretch for each of its pieces.

    Passages, pages, lines and paragraphs don't matter: it is looked for in whole documents. A quotation with
    ellipses stands where all of its pieces follow each other in one document.
    """
    whole = library.find(fold_letters(text).text)
    if whole:
        return [(one,) for one in whole]
    parts = [fold_letters(text[a:b]).text for a, b in pieces(text)]
    parts = [part for part in parts if len(part) >= SHORTEST_PIECE]
    if len(parts) < 2:
        return []
    return _in_order(parts, library)


def _in_order(parts: list[str], library: Library) -> list[tuple[Stretch, ...]]:
    longest = max(range(len(parts)), key=lambda index: len(parts[index]))
    found = []
    for anchor in library.find(parts[longest]):
        row = _around(parts, longest, anchor, library)
        if row is not None:
            found.append(row)
    return found


def _around(parts: list[str], index: int, anchor: Stretch, library: Library) -> tuple[Stretch, ...] | None:
    text = library.folded[anchor.document].text
    row = [anchor]
    for part in parts[index + 1 :]:
        at = text.find(part, row[-1].end, row[-1].end + APART)
        if at < 0:
            return None
        row.append(Stretch(anchor.document, at, at + len(part)))
    for part in reversed(parts[:index]):
        at = text.rfind(part, max(0, row[0].start - APART), row[0].start)
        if at < 0:
            return None
        row.insert(0, Stretch(anchor.document, at, at + len(part)))
    whole = all(library.is_whole(one) for one in row)
    return tuple(row) if whole else None


def documents_of(found: Collection[tuple[Stretch, ...]]) -> set[int]:
    """Return the numbers of the documents that hold a text."""
    return {row[0].document for row in found}
