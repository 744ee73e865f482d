"""The real documents: every invariant, and the outlines and documents that were read by hand."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from checks import check_reading
from corpus import beside_corpus, corpus_file, corpus_or_skip
from gold import document_rows, outline_score

from eval.document_score import read_gold_documents, score_documents
from eval.outline_score import read_gold_outline, read_optional
from ingest.chars import display_width
from ingest.files import Reading, read_file
from ingest.markers import read_marker
from ingest.sentences import is_stopped

FILES = sorted(corpus_or_skip().glob("*.txt"))
GOLD = sorted(beside_corpus("outlines").glob("*.outline.tsv"))


@functools.cache
def reading(path: Path) -> Reading:
    return read_file(path)


def test_the_corpus_is_there() -> None:
    assert len(FILES) >= 5 and len(GOLD) >= 2


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_every_invariant_holds(path: Path) -> None:
    check_reading(reading(path))
    assert reading(path).report.warnings == ()


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name[:3])
def test_outlines_are_exact(gold: Path) -> None:
    number = gold.name[:3]
    optional = read_optional(gold.with_name(f"{number}.optional.tsv"))
    score = outline_score(reading(corpus_file(number)), read_gold_outline(gold), optional)
    assert (score.missed, score.extra) == ((), ())
    assert (score.f1, score.parent_accuracy, score.level_accuracy) == (1.0, 1.0, 1.0)


def test_the_documents_of_the_bulletin_are_exact() -> None:
    gold = read_gold_documents(beside_corpus("outlines") / "001.documents.tsv")
    score = score_documents(document_rows(reading(corpus_file("001"))), gold)
    assert (score.missed, score.extra, score.differences) == ((), (), ())
    assert score.matched == 16


@pytest.mark.parametrize(
    ("number", "documents", "sections", "headings"),
    [("002", 1, 64, 63), ("003", 1, 59, 57), ("004", 10, 273, 257)],
)
def test_the_other_files_are_divided(number: str, documents: int, sections: int, headings: int) -> None:
    """Counts of outlines that were looked through by hand: documents, sections, headings among these."""
    found = reading(corpus_file(number)).report.documents
    assert len(found) == documents
    assert sum(len(document.sections) for document in found) == sections
    assert sum(section.level > 0 for document in found for section in document.sections) == headings


def test_pages_of_the_wrapped_files() -> None:
    assert reading(corpus_file("000")).report.source.pages == 27
    assert reading(corpus_file("001")).report.source.pages is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_no_paragraph_is_broken_off(path: Path) -> None:
    """A long line of text that is no heading ends where a sentence does, so nothing was cut in two."""
    for document in reading(path).report.documents:
        headings = {section.start for section in document.sections}
        notes = {p.locator.start for p in document.passages if p.kind == "note"}
        position, broken = 0, []
        for line in document.text.split("\n"):
            prose = display_width(line) > 100 and "\t" not in line and position not in headings
            note = position in notes
            if (
                prose
                and not note
                and not is_stopped(line)
                and not read_marker(line)
                and line[-1] not in "；;》"
            ):
                broken.append(line[-20:])
            position += len(line) + 1
        assert not broken
