"""Readings put in the form that the structure scores take."""

from __future__ import annotations

from collections.abc import Sequence

from eval.document_score import DocumentRow
from eval.outline_score import Heading, OptionalRow, OutlineScore, score_outline
from ingest.files import Reading


def outline_score(
    reading: Reading, gold: Sequence[Heading], optional: Sequence[OptionalRow] = ()
) -> OutlineScore:
    found = [
        Heading(section.level, section.heading, section.line)
        for document in reading.report.documents
        for section in document.sections
    ]
    return score_outline(found, gold, optional)


def document_rows(reading: Reading) -> list[DocumentRow]:
    """Return the documents of a file, as the scorer wants them."""
    return [
        DocumentRow(
            document.line_start,
            document.line_end,
            document.metadata.title,
            document.metadata.issuer or "",
            document.metadata.doc_number or "",
            document.metadata.written.isoformat() if document.metadata.written else "",
        )
        for document in reading.report.documents
    ]
