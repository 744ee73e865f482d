"""The stretches of documents that a sentence may draw on, each laid beside it and judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.model import Document
from qa_service.check.comparison import Comparison, compare
from qa_service.check.differences import Texts, differences
from qa_service.check.folding import Folded
from qa_service.check.judged import PEER, SUPPORTED, Judged, rank
from qa_service.check.library import Library, Stretch
from qa_service.check.places import is_row
from qa_service.check.reordered import Clauses, clauses_of
from qa_service.check.tokens import Tokens
from qa_service.check.verdict import Difference
from qa_service.check.years import leading_year
from qa_service.model import Hit

CANDIDATES = 6
"""Stretches that a sentence is laid beside, besides the passages that the engine finds."""

ROWS = 8
"""At most this many rows of tables are looked at one by one."""

PASSAGES = 4
"""Passages of the engine's that are looked at."""


class Candidates:
    """Finds and judges the stretches of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._documents: list[Document] = library.documents
        self._number = {document.id: index for index, document in enumerate(library.documents)}

    def judged(
        self, text: str, folded: Folded, draft: Tokens, hits: Sequence[Hit], allowed: Sequence[bool]
    ) -> list[Judged]:
        """Return the sentence laid beside every candidate, the one that has most of it first.

        ``allowed`` tells for each document whether it may be drawn on; ``hits`` are passages of the engine's.
        """
        stretches = self._library.near(folded.text, CANDIDATES, allowed)
        stretches += [one for one in self._passages(hits) if allowed[one.document] and one not in stretches]
        clauses = clauses_of(text, folded, draft)
        found = [self._compared(draft, one, clauses) for one in stretches]
        found += [compare(draft, self._library.folded[one.document], one) for one in self._rows(found)]
        ranked = sorted(
            ((rank(one, torn), torn, one) for one in found for torn in (self._torn(one),)),
            key=lambda row: -row[0],
        )
        judged = [
            Judged(one, tuple(self._differences(text, folded, one)), torn)
            for value, torn, one in ranked
            if value >= ranked[0][0] - 2 * PEER
        ]
        return sorted(judged, key=lambda one: -one.quality)

    def _compared(self, draft: Tokens, stretch: Stretch, clauses: Clauses) -> Comparison:
        """The draft laid beside a stretch, its clauses in another order only within one sentence of it: the
        next one may say of something else what this one doesn't."""
        folded = self._library.folded[stretch.document]
        found = compare(draft, folded, stretch, clauses)
        columns = found.partner[found.equal]
        if len(columns) < 2 or (np.diff(columns) > 0).all() or self.in_one_sentence(found):
            return found
        return compare(draft, folded, stretch)

    def in_one_sentence(self, found: Comparison) -> bool:
        """Tell whether all that the draft shares with the stretch stands in one sentence of it."""
        columns, number = found.partner[found.equal], found.stretch.document
        if not len(columns):
            return False
        ends = (found.stretch.start + int(found.source.starts[at]) for at in (columns.min(), columns.max()))
        low, high = (int(self._library.folded[number].origin[at]) for at in ends)
        return "。" not in self._documents[number].text[low:high]

    def _passages(self, hits: Sequence[Hit]) -> list[Stretch]:
        found = []
        for hit in hits[:PASSAGES]:
            number = self._number.get(hit.document.id)
            if number is None:
                continue
            folded = self._library.folded[number]
            start, end = folded.at(hit.locator.start), folded.at(hit.locator.end)
            if start < end:
                found.append(Stretch(number, start, end))
        return found

    def _rows(self, found: Sequence[Comparison]) -> list[Stretch]:
        """The single rows that a sentence was pieced together from: each is a candidate of its own."""
        rows: list[Stretch] = []
        for one in found:
            if one.score < SUPPORTED or not self._torn(one):
                continue
            folded = self._library.folded[one.stretch.document]
            text = self._documents[one.stretch.document].text
            for column in {column for jump in one.jumps() for column in jump}:
                at = int(folded.origin[one.stretch.start + int(one.source.starts[column])])
                start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
                row = Stretch(
                    one.stretch.document, folded.at(start), folded.at(end if end >= 0 else len(text))
                )
                if row not in rows and row.start < row.end:
                    rows.append(row)
        return rows[:ROWS]

    def _torn(self, found: Comparison) -> int:
        """Count the jumps from one row of a table or list to another."""
        document = self._documents[found.stretch.document].text
        origin = self._library.folded[found.stretch.document].origin
        base = found.stretch.start
        count = 0
        for row, column in found.jumps():
            one, other = (int(origin[base + int(found.source.starts[at])]) for at in (row, column))
            low, high = min(one, other), max(one, other)
            count += "\n" in document[low:high] and is_row(document, low)
        return count

    def _differences(self, text: str, folded: Folded, found: Comparison) -> list[Difference]:
        document = self._documents[found.stretch.document]
        texts = Texts(text, folded, document.text, self._library.folded[found.stretch.document])
        return leading_year(found, texts, differences(found, texts), document)
