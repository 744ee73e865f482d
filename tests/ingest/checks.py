"""What must hold of any reading, whatever the file: asked of samples, of the corpus and of random text."""

from __future__ import annotations

from ingest.chars import strip_span
from ingest.files import Reading
from ingest.model import Document, run_at, source_slices
from ingest.paragraph_cuts import CEILING
from ingest.sentences import sentence_spans


def check_reading(reading: Reading) -> None:
    """Every invariant of :mod:`ingest` that needs no gold."""
    coverage = reading.coverage
    assert coverage.missing == ()
    assert coverage.in_passages + coverage.dropped == coverage.total
    ids = [passage.id for document in reading.report.documents for passage in document.passages]
    assert len(ids) == len(set(ids))
    for document in reading.report.documents:
        check_document(document, reading.text)


def check_document(document: Document, source: str) -> None:
    check_runs(document, source)
    check_sections(document)
    check_passages(document, source)
    check_borders(document)
    check_sentences(document)


def check_runs(document: Document, source: str) -> None:
    """The map back to the source covers the canonical text and alters nothing."""
    position = 0
    for run in document.runs:
        assert run.start == position and run.length > 0
        position += run.length
        if run.source_start >= 0:
            original = source[run.source_start : run.source_start + run.length]
            assert document.text[run.start : position] == original
        else:
            assert document.text[run.start : position] in ("\n", "\t", " ")
    assert position == len(document.text)


def check_sections(document: Document) -> None:
    starts = [section.start for section in document.sections]
    assert starts == sorted(starts)
    for section in document.sections:
        assert 0 <= section.start < section.end <= len(document.text)
        assert section.path[-1] == section.heading
        assert 1 <= section.line <= document.source.lines


def check_passages(document: Document, source: str) -> None:
    """In order, without overlap, verbatim, and each with a locator that leads back to its text."""
    position = 0
    for passage in document.passages:
        where = passage.locator
        assert position <= where.start < where.end <= len(document.text)
        position = where.end
        assert passage.text == document.text[where.start : where.end]
        assert passage.text.strip() and passage.document_id == document.id
        slices = source_slices(document.runs, where.start, where.end)
        back = "".join(source[start:end] for start, end in slices)
        assert "".join(back.split()) == "".join(passage.text.split())
        assert where.line_start == source.count("\n", 0, slices[0][0]) + 1
        assert where.line_end == source.count("\n", 0, slices[-1][1] - 1) + 1
        assert run_at(document.runs, where.start).start <= where.start


def check_borders(document: Document) -> None:
    """A passage holds text of one section; headings above it that have no text of their own go with it."""
    for passage in document.passages:
        start, end = passage.locator.start, passage.locator.end
        opened = [section for section in document.sections if start <= section.start < end]
        holders = [section for section in document.sections if section.start < end <= section.end]
        innermost = max(holders, key=lambda section: section.start, default=None)
        title = document.sections[0].path if document.sections and document.sections[0].level == 0 else ()
        assert passage.path == (innermost.path if innermost else title)
        for section in opened:
            assert passage.path[: len(section.path)] == section.path


def check_sentences(document: Document) -> None:
    """No passage of running text begins or ends inside a sentence, but for sentences that are too long."""
    spans = sentence_spans(document.text)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    long = [(start, end) for start, end in spans if end - start > CEILING]
    for passage in document.passages:
        where = passage.locator
        inside = [span for span in long if span[0] < where.end and where.start < span[1]]
        start, end = strip_span(document.text, where.start, where.end)
        assert inside or (start in starts and end in ends), passage
