"""The ingest report of a file: what was found in it, and what was left out."""

from __future__ import annotations

from datetime import datetime

from index.holdings import Held
from ingest.coverage import REASONS, Coverage, dropped_counts
from ingest.model import FileReport
from qa_service.collection.model import (
    CoverageCounts,
    DroppedCount,
    DroppedExample,
    IngestReport,
    ReportDocument,
    SourceCard,
)

EXAMPLES = 5
"""Pieces of dropped text shown for each reason."""

EXAMPLE_CHARS = 200
"""Characters shown of each."""


def source_card(held: Held, report: FileReport) -> SourceCard:
    """Return what lists show of a file."""
    source = report.source
    return SourceCard(
        id=held.id,
        name=held.name,
        origin=held.origin,
        media_type=source.media_type,
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        encoding=source.encoding,
        pages=source.pages,
        document_ids=tuple(document.id for document in report.documents),
        passage_count=sum(len(document.passages) for document in report.documents),
        added=datetime.fromisoformat(held.added) if held.added else None,
    )


def ingest_report(held: Held, report: FileReport, coverage: Coverage | None) -> IngestReport:
    """Return the ingest report of the file ``held``; ``coverage`` where it is known."""
    documents = tuple(
        ReportDocument(d.id, d.metadata.title, len(d.sections), len(d.passages)) for d in report.documents
    )
    return IngestReport(
        source=source_card(held, report),
        documents=documents,
        section_count=sum(document.section_count for document in documents),
        passage_count=sum(document.passage_count for document in documents),
        coverage=_counts(coverage) if coverage else None,
        dropped=_dropped(report),
        warnings=report.warnings,
        seconds=round(report.seconds, 3),
    )


def _counts(coverage: Coverage) -> CoverageCounts:
    missing = coverage.total - coverage.in_passages - coverage.dropped
    share = 1 - missing / coverage.total if coverage.total else 1.0
    return CoverageCounts(
        coverage.total, coverage.in_passages, coverage.dropped, max(0, missing), round(min(share, 1.0), 4)
    )


def _dropped(report: FileReport) -> tuple[DroppedCount, ...]:
    rows = []
    for reason, characters in sorted(dropped_counts(report.dropped).items(), key=lambda item: -item[1]):
        pieces = [one for one in report.dropped if one.reason == reason][:EXAMPLES]
        examples = tuple(DroppedExample(one.line, one.text.strip()[:EXAMPLE_CHARS]) for one in pieces)
        rows.append(DroppedCount(reason, REASONS.get(reason, reason), characters, examples))
    return tuple(rows)
