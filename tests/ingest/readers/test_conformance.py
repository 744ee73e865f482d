"""One document in every format: the same sections, tables, notes and metadata, and the right pages."""

from __future__ import annotations

from datetime import date

import pytest
from formats import MAKERS, OFFICE_MAKERS, OFFICE_MISSING, path_of, reading_of
from make_pdf import make_pdf
from specimen import (
    DELETED,
    FOOTNOTE,
    INDICATORS,
    ITEMS,
    PLAN,
    PROJECTS,
    TITLE,
    Box,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    Table,
    plain,
)

from ingest.files import Reading
from ingest.model import Document, Passage, source_slices
from ingest.readers.office import find_office
from qa_service.source_check import check_span

ALL = [
    *MAKERS,
    *(
        pytest.param(
            name, marks=[pytest.mark.slow, pytest.mark.skipif(find_office() is None, reason=OFFICE_MISSING)]
        )
        for name in OFFICE_MAKERS
    ),
]
every_format = pytest.mark.parametrize("name", ALL)
PAGED = ("plan.pdf", "plan.ofd", "plan-other.ofd")
paged_formats = pytest.mark.parametrize("name", PAGED)


def only(name: str) -> Document:
    (document,) = reading_of(name).report.documents
    return document


def expected_sections() -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for item in ITEMS:
        if isinstance(item, Line) and item.role == "title":
            found.append((0, item.text))
        elif isinstance(item, Heading):
            found.append((item.level, item.number + item.text))
        elif isinstance(item, Box):
            found.append((found[-1][0] + 1, item.lines[0]))
    return found


def folded(text: str) -> str:
    return "".join(text.split()).replace("⁰", "0")


@every_format
def test_section_tree(name: str) -> None:
    sections = [(section.level, folded(section.heading)) for section in only(name).sections]
    assert sections == [(level, folded(heading)) for level, heading in expected_sections()]


@every_format
def test_metadata(name: str) -> None:
    metadata = only(name).metadata
    assert (metadata.title, metadata.doc_number, metadata.issuer) == (
        TITLE,
        "青府发〔2026〕7号",
        "云岚市青禾区人民政府",
    )
    assert (metadata.written, metadata.plan_period) == (date(2026, 3, 18), (2026, 2030))
    assert (metadata.region, metadata.kind) == ("青禾区", "规划")
    assert metadata.part_titles == (PLAN, "青禾区城市更新重点项目清单")


@pytest.mark.parametrize("name", [name for name in MAKERS if ".htm" in name])
def test_a_web_page_tells_when_it_was_published(name: str) -> None:
    assert only(name).metadata.published == date(2026, 3, 20)


def rows_of(document: Document) -> list[Passage]:
    return [passage for passage in document.passages if passage.kind == "row"]


def last_line(passage: Passage) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in passage.text.splitlines()[-1].split("\t"))


@every_format
def test_tables(name: str) -> None:
    rows = rows_of(only(name))
    expected = [row for table in (INDICATORS, PROJECTS) for row in table.rows[1:]]
    # A passage begins with its first character, so a row's leading blanks show in its context only.
    assert [last_line(row) for row in rows] == [row if row[0] else row[1:] for row in expected]
    for row in rows[:4]:
        assert INDICATORS.caption in row.context and " ".join(INDICATORS.rows[0]) in row.context
        assert row.path[-1] == "（二）主要目标"
    assert "空间" in rows[1].context and "民生" in rows[3].context and "空间" not in rows[3].context
    assert all(PROJECTS.caption in row.context for row in rows[4:])


@every_format
def test_paragraphs_are_whole(name: str) -> None:
    text = only(name).text
    for item in ITEMS:
        if isinstance(item, Paragraph):
            assert plain(item.parts) in text.replace("¹", ""), item
        elif isinstance(item, Box):
            assert "\n".join(item.lines) in text


@every_format
def test_the_footnote_is_set_aside_with_its_paragraph(name: str) -> None:
    (note,) = [passage for passage in only(name).passages if passage.kind == "note"]
    assert (note.text, note.path[-1]) == (f"¹ {FOOTNOTE}", "（一）主要成效")
    assert "低效用地¹46.5公顷" in only(name).text


@every_format
def test_every_character_is_accounted_for(name: str) -> None:
    reading = reading_of(name)
    assert reading.coverage.missing == ()
    assert DELETED not in only(name).text


def test_what_is_left_out_is_told() -> None:
    assert (DELETED, "revision") in told("plan.docx")
    assert ("青禾区城市更新“十五五”规划（印发稿）", "running-head") in told("plan.docx")
    web = told("plan.html")
    assert any("主办单位" in text and reason == "navigation" for text, reason in web)
    assert any("政策解读" in text for text, _ in web) and not any("脚本" in text for text, _ in web)
    for name in PAGED:
        check_told_of_pages(told(name))


def check_told_of_pages(paged: list[tuple[str, str]]) -> None:
    assert [text for text, reason in paged if reason == "page-number"] == [f"— {n} —" for n in range(1, 7)]
    assert len([text for text, reason in paged if reason == "repeated-header"]) == 1


def told(name: str) -> list[tuple[str, str]]:
    return [(dropped.text, dropped.reason) for dropped in reading_of(name).report.dropped]


@every_format
def test_every_citation_resolves(name: str) -> None:
    document = only(name)
    states = {check_span(document, passage, path_of(name)).state for passage in document.passages}
    assert states == {"ok"}


# pages ----------------------------------------------------------------------------------------------


def page_at(reading: Reading, document: Document, start: int, end: int) -> tuple[int, int]:
    slices = source_slices(document.runs, start, end)
    first, last = slices[0][0], slices[-1][1] - 1
    return 1 + reading.text.count("\f", 0, first), 1 + reading.text.count("\f", 0, last)


@paged_formats
def test_pages_are_the_typesetter_s(name: str) -> None:
    reading, document, pages = reading_of(name), only(name), make_pdf().pages
    assert reading.report.source.pages == 6
    assert reading.report.source.page_labels == ("1", "2", "3", "4", "5", "6")
    crossing = 0
    for number, item in enumerate(ITEMS):
        if not isinstance(item, Heading | Paragraph | Line):
            continue
        text = item.number + item.text if isinstance(item, Heading) else ""
        text = text or (
            item.text if isinstance(item, Line) else "".join(p for p in item.parts[:1] if isinstance(p, str))
        )
        whole = isinstance(item, Paragraph) and len(item.parts) == 1 or not isinstance(item, Paragraph)
        start = document.text.find(text)
        assert start >= 0, text
        if document.text.count(text) > 1:
            continue
        found = page_at(reading, document, start, start + len(text))
        assert found[0] == pages[number][0], text
        assert not whole or found[1] == pages[number][-1], text
        crossing += found[0] != found[1]
    assert crossing >= 1, "the specimen has no paragraph over a page end"


@paged_formats
def test_rows_of_a_table_over_a_page_end_have_their_own_pages(name: str) -> None:
    rows = rows_of(only(name))
    assert [row.locator.page_end for row in rows] == [3, 3, 4, 4, 6, 6, 6]


def test_page_breaks_of_a_word_document() -> None:
    reading = reading_of("plan.docx")
    breaks = sum(isinstance(item, PageBreak) for item in ITEMS)
    assert reading.text.count("\f") == breaks
    assert rows_of(only("plan.docx"))[-1].locator.page_end == breaks + 1
    assert any("分页" in warning for warning in reading.report.warnings)


def test_the_specimen_has_every_feature() -> None:
    kinds = {type(item) for item in ITEMS}
    assert kinds == {Line, Heading, Paragraph, Table, Box, PageBreak}
    assert {item.level for item in ITEMS if isinstance(item, Heading)} == {1, 2, 3}
