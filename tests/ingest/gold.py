"""Readings put in the form that the structure scores take."""

from __future__ import annotations

from collections.abc import Sequence

from eval.document_score import DocumentRow
from eval.outline_score import Heading, OptionalRow, OutlineScore, score_outline
from eval.structure import headings_of, rows_of
from ingest.files import Reading


def outline_score(
    reading: Reading, gold: Sequence[Heading], optional: Sequence[OptionalRow] = ()
) -> OutlineScore:
    found = headings_of(reading.report.documents)
    return score_outline(found, gold, optional)


def document_rows(reading: Reading) -> list[DocumentRow]:
    """Return the documents of a file, as the scorer wants them."""
    return rows_of(reading.report.documents)
