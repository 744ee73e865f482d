"""A document in blocks: nothing lost, nothing twice, each block what it is."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import BadInput
from ingest.model import Document
from qa_service.engine import Engine
from qa_service.reading_pane.blocks import Blocks
from qa_service.reading_pane.inside import find_inside
from qa_service.reading_pane.pane import outline_of, text_part

pytest_plugins = ["api_fixtures"]


@pytest.fixture(scope="module")
def documents(engine: Engine) -> list[Document]:
    return engine.searcher.documents


def test_the_blocks_are_the_whole_text(documents: list[Document]) -> None:
    for document in documents:
        at = 0
        for block in Blocks(document).all:
            assert document.text[at : block.start].strip() == ""
            if block.kind == "table":
                assert document.text[block.start : block.end] == "\n".join(
                    "\t".join(cell.text for cell in row.cells) for row in block.rows
                )
            else:
                assert block.text == document.text[block.start : block.end]
            at = block.end
        assert document.text[at:].strip() == ""


def test_every_cell_and_row_knows_its_span(documents: list[Document]) -> None:
    rows = [row for d in documents for block in Blocks(d).all for row in block.rows]
    assert rows
    for document in documents:
        for block in Blocks(document).all:
            for row in block.rows:
                for cell in row.cells:
                    assert document.text[cell.start : cell.end] == cell.text


def test_every_heading_is_one(documents: list[Document]) -> None:
    for document in documents:
        blocks = {block.start: block for block in Blocks(document).all}
        for section in document.sections:
            block = blocks[section.start]
            assert block.level == section.level, section.heading
            assert block.kind == "heading" or block.lead > 0


def test_header_rows_name_the_columns(documents: list[Document]) -> None:
    tables = [block for d in documents for block in Blocks(d).all if block.rows]
    table = next(t for t in tables if any("高新技术企业数" in c.text for r in t.rows for c in r.cells))
    assert table.rows[0].header
    assert not any(row.header for row in table.rows[1:])


@given(step=st.integers(1, 5000), which=st.integers(0, 2))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_in_steps_gives_each_block_once(documents: list[Document], step: int, which: int) -> None:
    document = documents[which % len(documents)]
    blocks, start = [], 0
    while True:
        part = text_part(document, start, start + step)
        blocks += part.blocks
        if part.next is None:
            break
        start = part.next
    assert blocks == list(Blocks(document).all)


def test_spans_beyond_the_text_are_empty(documents: list[Document]) -> None:
    part = text_part(documents[0], 10**9, 10**9 + 5)
    assert (part.blocks, part.next) == ((), None)
    assert text_part(documents[0], 5, 2).blocks == ()


def test_the_outline_leads_to_passages(documents: list[Document]) -> None:
    for document in documents:
        outline = outline_of(document)
        assert [node.heading for node in outline.nodes] == [s.heading for s in document.sections]
        passages = {passage.id: passage for passage in document.passages}
        for node in outline.nodes:
            assert node.passage_id is not None
            locator = passages[node.passage_id].locator
            assert locator.end > node.start and locator.start < node.end


def test_a_word_is_found_whatever_its_writing(documents: list[Document]) -> None:
    document = next(d for d in documents if "租金补贴管理办法" in d.metadata.title)
    plain = find_inside(document, "租金补贴")
    assert len(plain) == document.text.count("租金补贴")
    for match in plain:
        assert document.text[match.start : match.end] == "租金补贴"
        assert match.excerpt[match.at : match.at + match.length] == "租金补贴"
    assert find_inside(document, "租金補貼") == plain
    assert find_inside(document, "租 金，补贴") == plain
    assert find_inside(document, "３０万元") == find_inside(document, "30万元") != []


def test_a_match_may_cross_a_line_end(documents: list[Document]) -> None:
    document = next(d for d in documents if "租金补贴管理办法" in d.metadata.title)
    first, second = document.text.split("\n")[2:4]
    (match,) = find_inside(document, first[-4:] + second[:4])
    assert document.text[match.start : match.end].startswith(f"{first[-4:]}\n{second[:3]}")


def test_nothing_to_look_for_is_refused(documents: list[Document]) -> None:
    for wanted in ("", " ，。", "字" * 201):
        with pytest.raises(BadInput):
            find_inside(documents[0], wanted)
