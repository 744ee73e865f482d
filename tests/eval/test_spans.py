"""Evidence by its place: what is written, what stands there, and what is noticed when that changes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import normalise
from eval.originals import Originals
from eval.spans import Span, checksum, parse_span
from ingest.errors import BadInput
from ingest.files import read_file
from ingest.model import Document, Run

DOCUMENTS = Path(__file__).resolve().parents[2] / "samples" / "documents"


@cache
def sample_documents() -> tuple[Document, ...]:
    reports = [read_file(path).report for path in sorted(DOCUMENTS.iterdir())]
    return tuple(document for report in reports for document in report.documents)


@cache
def sample_originals() -> Originals:
    return Originals(sample_documents())


def read_text(folder: Path, raw: bytes, name: str = "一.txt") -> tuple[Document, ...]:
    (folder / name).write_bytes(raw)
    return read_file(folder / name).report.documents


@given(
    st.text(min_size=1).filter(lambda name: "\n" not in name),
    st.integers(0, 10**9),
    st.integers(1, 10**6),
    st.text(),
)
def test_a_span_reads_back_whatever_the_file_is_called(name: str, start: int, size: int, text: str) -> None:
    span = Span(name, start, start + size, checksum(text))
    assert parse_span(str(span)) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一.txt",
        "一.txt#3-9",
        "#3-9@0a1b2c3d",
        "一.txt#9-3@0a1b2c3d",
        "一.txt#3-3@0a1b2c3d",
        "一.txt#3-9@x",
    ],
)
def test_what_is_no_span_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(BadInput, match="写法不对") as refused:
        parse_span(text)
    assert "文件名#起-止@校验码" in refused.value.remedy


@given(st.data())
def test_any_quotation_leads_to_its_place_and_back(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(sample_documents()))
    start = data.draw(st.integers(0, len(document.text) - 1))
    quote = document.text[start : start + data.draw(st.integers(1, 200))]
    found = sample_originals().span_of(quote, [document.source.name])
    if not normalise(quote):
        assert found is None
        return
    assert found is not None
    assert found.times >= 1
    assert normalise(sample_originals().quote_at(found.span)) == normalise(quote)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_offsets_count_characters_of_the_file(tmp_path: Path, encoding: str) -> None:
    text = "某区规划\r\n\r\n到2025年，\r\n新建绿地 36\r\n公顷。\r\n"
    found = Originals(read_text(tmp_path, text.encode(encoding))).span_of("新建绿地36公顷。", ["一.txt"])
    assert found
    # A byte-order mark is no character of the text.
    assert text[found.span.start : found.span.end] == "新建绿地 36\r\n公顷。"


def test_the_first_place_counts_and_all_are_counted(tmp_path: Path) -> None:
    text = "某区规划\n\n一、总体要求。新建绿地36公顷。\n\n二、主要任务。新建绿地36公顷。\n"
    originals = Originals(read_text(tmp_path, text.encode()))
    found = originals.span_of("新建绿地 36 公顷", ["一.txt"])
    assert found
    assert (found.span.start, found.times) == (text.index("新建绿地"), 2)
    assert originals.span_of("新建绿地37公顷", ["一.txt"]) is None
    assert originals.span_of("新建绿地 36 公顷", ["二.txt"]) is None


def test_a_file_divided_or_cut_otherwise_leaves_places_valid() -> None:
    document = next(d for d in sample_documents() if d.source.name == "chenghu_plan.txt")
    quote = "技术合同成交额达到 70 亿元"
    found = sample_originals().span_of(quote, [document.source.name])
    assert found
    halves = _halves(document, document.text.index("\n", len(document.text) // 3))
    assert normalise(Originals(halves).quote_at(found.span)) == normalise(quote)


def test_a_footnote_that_the_file_has_amid_a_sentence_is_no_part_of_it() -> None:
    """The file says 新建绿地【注文】36公顷，, the document gives the note behind the paragraph."""
    document = replace(
        sample_documents()[0],
        text="新建绿地36公顷，改建5公顷。\n注文",
        runs=(Run(0, 4, 0), Run(4, 11, 6), Run(15, 1, -1), Run(16, 2, 4)),
    )
    originals = Originals([document])
    found = originals.span_of("新建绿地36公顷", [document.source.name])
    assert found
    assert (found.span.start, found.span.end) == (0, 10)
    assert originals.quote_at(found.span) == "新建绿地36公顷"


def _halves(document: Document, cut: int) -> Sequence[Document]:
    """The document as two: the line feed at ``cut`` goes."""
    first = tuple(run for run in document.runs if run.start < cut)
    second = tuple(
        Run(run.start - cut - 1, run.length, run.source_start) for run in document.runs if run.start > cut
    )
    return (
        replace(document, text=document.text[:cut], runs=first),
        replace(document, id="second", text=document.text[cut + 1 :], runs=second),
    )


def test_what_changed_is_named(tmp_path: Path) -> None:
    raw = "某区规划\n\n到2025年，新建绿地36公顷。\n"
    found = Originals(read_text(tmp_path, raw.encode())).span_of("新建绿地36公顷", ["一.txt"])
    assert found
    changed = Originals(read_text(tmp_path, raw.replace("36", "63").encode()))
    with pytest.raises(BadInput, match="与校验码不符：一.txt#"):
        changed.quote_at(found.span)
    with pytest.raises(BadInput, match="超出文件：一.txt#900-999@.*共 23 字"):
        changed.quote_at(replace(found.span, start=900, end=999))
    with pytest.raises(BadInput, match="不在语料里：二.txt"):
        changed.quote_at(replace(found.span, file="二.txt"))


def test_of_two_files_of_one_name_the_checksum_tells(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "乙").mkdir()
    one = read_text(tmp_path / "甲", "某区规划\n\n新建绿地36公顷。\n".encode())
    two = read_text(tmp_path / "乙", "某区规划\n\n改建绿地48公顷。\n".encode())
    found = Originals(two).span_of("改建绿地48公顷", ["一.txt"])
    assert found
    assert Originals((*one, *two)).quote_at(found.span) == "改建绿地48公顷"
