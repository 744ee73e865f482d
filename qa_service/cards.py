"""Documents and passages as the edges show them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingest.model import Document, Passage, Section
from qa_service.citation import cite
from qa_service.model import DocumentCard, DocumentView, PassageView, Provenance, SectionNode
from qa_service.source_check import check_span
from qa_service.validity import validity_of


def card_of(document: Document, today: date) -> DocumentCard:
    """Return what lists and hits show of a document."""
    metadata = document.metadata
    return DocumentCard(
        id=document.id,
        title=metadata.title,
        part_titles=metadata.part_titles,
        doc_number=metadata.doc_number,
        issuer=metadata.issuer,
        written=metadata.written,
        published=metadata.published,
        effective=metadata.effective,
        plan_period=metadata.plan_period,
        region=metadata.region,
        kind=metadata.kind,
        validity=validity_of(metadata, today),
        source=document.source.name,
        source_sha256=document.source.sha256,
        line_start=document.line_start,
        line_end=document.line_end,
        page_count=document.source.pages,
        section_count=len(document.sections),
        passage_count=len(document.passages),
    )


def provenance_of(document: Document, passage: Passage) -> Provenance:
    """Return one more place where a text stands."""
    return Provenance(
        document_id=document.id,
        title=document.metadata.title,
        doc_number=document.metadata.doc_number,
        source=document.source.name,
        passage_id=passage.id,
        line_start=passage.locator.line_start,
        line_end=passage.locator.line_end,
        citation=cite(document.metadata, passage.path, passage.locator),
    )


def passage_view(document: Document, index: int, today: date) -> PassageView:
    """Return the document's passage number ``index``, its span checked against the source file."""
    passage = document.passages[index]
    before = document.passages[index - 1].id if index else None
    after = document.passages[index + 1].id if index + 1 < len(document.passages) else None
    return PassageView(
        passage_id=passage.id,
        document=card_of(document, today),
        heading_path=passage.path,
        kind=passage.kind,
        context=passage.context,
        text=passage.text,
        locator=passage.locator,
        citation=cite(document.metadata, passage.path, passage.locator),
        check=check_span(document, passage, Path(document.source.path)),
        previous_id=before,
        next_id=after,
        fields=passage.fields,
    )


def document_view(document: Document, today: date) -> DocumentView:
    """Return a document with its outline."""
    nodes = tuple(
        SectionNode(s.level, s.heading, s.line, _first_passage(document, s)) for s in document.sections
    )
    return DocumentView(card_of(document, today), nodes, tuple(p.id for p in document.passages))


def _first_passage(document: Document, section: Section) -> str | None:
    """Id of the passage that shows the section's heading or, failing that, its first text."""
    for passage in document.passages:
        if passage.locator.end > section.start and passage.locator.start < section.end:
            return passage.id
    return None
