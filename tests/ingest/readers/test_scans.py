"""Scanned pages: the same tree as from the letters, real pages, and nothing passed over in silence."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from make_ofd import USUAL, _Book, pack
from make_pdf import make_pdf
from make_scan import draw_pages, make_scan, pdf_of, scan
from PIL import Image, ImageDraw, ImageFilter
from rapidfuzz.distance import Levenshtein
from specimen import INDICATORS, PROJECTS
from test_conformance import expected_sections, folded, last_line, rows_of
from test_pdf import LEFT, column, made, picture

from ingest.errors import ScannedPages, UnreadableFile
from ingest.files import Reading, read_file
from ingest.model import Document
from ingest.readers import registry
from ingest.readers.ocr import Recogniser, is_installed
from ingest.readers.page import Char
from ingest.readers.page_furniture import find_furniture
from ingest.readers.page_lines import Fragment
from ingest.readers.pdf import read_pdf
from ingest.readers.picture import is_blank
from ingest.readers.picture_page import widened
from ingest.readers.scanned import name_pages

needs_ocr = pytest.mark.skipif(
    not is_installed(), reason="the extra ocr is not installed: pip install '.[ocr]'"
)


@pytest.fixture(autouse=True)
def _kept_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQA_CACHE", str(tmp_path / "cache"))


@cache
def recogniser() -> Recogniser:
    return Recogniser()


@cache
def scanned() -> bytes:
    return make_scan()


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The scanned specimen, read as a user's file is: in a child process, under limits."""
    folder = tmp_path_factory.mktemp("scan")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANQA_CACHE", str(folder / "cache"))
        path = folder / "扫描件.pdf"
        path.write_bytes(scanned())
        return read_file(path)


def only(reading: Reading) -> Document:
    (document,) = reading.report.documents
    return document


@needs_ocr
@pytest.mark.slow
def test_the_tree_is_that_of_the_letters(reading: Reading) -> None:
    def plain(text: str) -> str:
        return folded(text).replace("1. ", "1.").replace("。", "")

    found = [(section.level, plain(section.heading)) for section in only(reading).sections]
    assert found == [(level, plain(heading)) for level, heading in expected_sections()]


@needs_ocr
@pytest.mark.slow
def test_metadata_and_tables(reading: Reading) -> None:
    document = only(reading)
    assert document.metadata.doc_number == "青府发〔2026〕7号"
    assert document.metadata.issuer == "云岚市青禾区人民政府" and document.metadata.plan_period == (
        2026,
        2030,
    )
    rows = [last_line(row) for row in rows_of(document)]
    expected = [row for table in (INDICATORS, PROJECTS) for row in table.rows[1:]]
    assert rows == [row if row[0] else row[1:] for row in expected]
    assert [row.locator.page_end for row in rows_of(document)] == [3, 3, 4, 4, 6, 6, 6]


@needs_ocr
@pytest.mark.slow
def test_the_text_is_nearly_that_of_the_letters(reading: Reading) -> None:
    def bare(page: str) -> list[str]:  # a note whose mark is lost stands elsewhere
        return [folded(line) for line in page.split("\n") if line and not line.startswith("¹")]

    letters = read_pdf(make_pdf().data, "a.pdf").text
    for number, (page, printed) in enumerate(zip(reading.text.split("\f"), letters.split("\f"), strict=True)):
        scanned_lines, lines = bare(page), bare(printed)
        assert [len(line) for line in scanned_lines] == pytest.approx([len(line) for line in lines], abs=2)
        assert Levenshtein.normalized_similarity("".join(scanned_lines), "".join(lines)) >= 0.98, number + 1
    assert "146.5" not in reading.text  # the mark of a note is no figure


@needs_ocr
@pytest.mark.slow
def test_the_report_tells_coverage_and_confidence(reading: Reading) -> None:
    report = reading.report
    assert [page.page for page in report.recognised] == [1, 2, 3, 4, 5, 6]
    assert all(page.confidence > 0.95 and page.characters > 50 for page in report.recognised)
    assert reading.coverage.missing == () and report.source.pages == 6
    assert report.source.page_labels == ("1", "2", "3", "4", "5", "6")
    (told,) = [warning for warning in report.warnings if "OCR" in warning]
    assert "6 页由文字识别" in told and "置信度" in told


@needs_ocr
@pytest.mark.slow
def test_only_pages_without_text_are_recognised_and_blank_ones_told_apart() -> None:
    page = scan(draw_pages(make_pdf().data)[5], 0.3)
    blank = scan(Image.new("RGB", page.size, "white"), 0)

    def draw(canvas: object) -> None:
        column(canvas, LEFT, 80, 700, 30)

    data = _joined(made(draw), pdf_of([page, blank]))
    raw = read_pdf(data, "a.pdf", recogniser())
    first, second, third = raw.text.split("\f")
    assert first == f"{LEFT}\n" and "北站广场片区更新" in second and third.strip() == ""
    assert [one.page for one in raw.recognised] == [2]
    assert any("空白页 1 页" in warning for warning in raw.warnings)


def _joined(*parts: bytes) -> bytes:
    import pypdfium2 as pdfium

    whole = pdfium.PdfDocument.new()
    for part in parts:
        whole.import_pages(pdfium.PdfDocument(part))
    target = io.BytesIO()
    whole.save(target)
    return target.getvalue()


@needs_ocr
@pytest.mark.slow
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_its_head(quarters: int) -> None:
    page = draw_pages(make_pdf().data)[5].rotate(90 * quarters, expand=True)
    raw = read_pdf(pdf_of([page]), "a.pdf", recogniser())
    assert "1\t北站广场片区更新\t区建设管理委\t2026年" in raw.text


@needs_ocr
@pytest.mark.slow
def test_a_picture_in_an_ofd_file_and_a_picture_file(tmp_path: Path) -> None:
    page = draw_pages(make_pdf().data)[5]
    packed = io.BytesIO()
    page.save(packed, "PNG")
    book = _Book(USUAL)
    listed = book.tag("MultiMedia", book.tag("MediaFile", "a.png"), ID=7, Type="Image")
    resources = book.part("Res", book.tag("MultiMedias", listed), BaseLoc="Res")
    item = book.object("ImageObject", "", ResourceID=7, Boundary="0 0 210 297", CTM="210 0 0 297 0 0")
    data = pack(
        book, [[item]], [], "0 0 210 297", **{"DocumentRes__xml": resources, "Res/a__png": packed.getvalue()}
    )
    for name, content in (("图.ofd", data), ("图.png", packed.getvalue())):
        path = tmp_path / name
        path.write_bytes(content)
        report = read_file(path).report
        assert "北站广场片区更新" in report.documents[0].text and report.recognised[0].confidence > 0.95


@needs_ocr
@pytest.mark.slow
def test_what_was_recognised_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_of([scan(draw_pages(make_pdf().data)[5], 0.2)])
    first = registry.read_raw(data, Path("一.pdf"))
    monkeypatch.setattr(registry, "parse_apart", _refuse_ocr(registry.parse_apart))
    again = registry.read_raw(data, Path("二.pdf"))
    assert again == first and list((tmp_path / "cache").rglob("*.json"))


def _refuse_ocr(parse: object) -> object:
    def refuse(kind: str, *rest: object) -> object:
        assert not kind.endswith("-ocr"), "recognised again"
        assert callable(parse)
        return parse(kind, *rest)

    return refuse


@needs_ocr
def test_a_line_of_print() -> None:
    lines = recogniser().read(np.asarray(draw_pages(make_pdf().data)[0].crop((200, 60, 1500, 140))))
    assert [line.text for line in lines] == ["青禾区城市更新“十五五”规划"]
    assert len(lines[0].extents) == len(lines[0].text)
    starts = [start for start, _ in lines[0].extents]
    assert starts == sorted(starts)


def test_blank_pages() -> None:
    paper = np.full((1200, 800, 3), 235, np.uint8)
    assert is_blank(paper)
    noisy = np.clip(paper + np.random.default_rng(1).normal(0, 12, paper.shape), 0, 255).astype(np.uint8)
    assert is_blank(noisy)
    image = Image.fromarray(noisy)
    ImageDraw.Draw(image).rectangle((300, 500, 500, 520), fill=(20, 20, 20))
    assert not is_blank(np.asarray(image))


def test_without_the_extra_a_scan_is_refused_with_the_way_to_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "is_installed", lambda: False)
    data = made(lambda canvas: [(picture(canvas), canvas.showPage()) for _ in range(3)])
    with pytest.raises(ScannedPages) as refused:
        registry.read_raw(data, Path("扫描.pdf"))
    assert "planqa[ocr]" in refused.value.remedy and "3 页" in refused.value.message
    with pytest.raises(ScannedPages) as refused:
        registry.read_raw(b"\x89PNG", Path("图.png"))
    assert "planqa[ocr]" in refused.value.remedy


def mixed() -> bytes:
    def draw(canvas: object) -> None:
        for number in range(4):
            column(canvas, LEFT, 80, 700, 30) if number in (0, 3) else picture(canvas)
            canvas.showPage()  # type: ignore[attr-defined]

    return made(draw)


def test_without_the_extra_the_pages_that_were_not_read_are_named() -> None:
    raw = read_pdf(mixed(), "a.pdf")
    (warning,) = [one for one in raw.warnings if "扫描" in one]
    assert warning.startswith("第 2–3 页是扫描图像") and "planqa[ocr]" in warning
    with pytest.raises(ScannedPages, match="第 2–3 页"):
        read_pdf(mixed(), "a.pdf", partial=False)


def test_names_of_pages() -> None:
    assert name_pages(range(0, 80, 2)).endswith("等 40 页")


@needs_ocr
@pytest.mark.slow
def test_a_damaged_picture_and_one_without_text_are_refused(tmp_path: Path) -> None:
    for name, data in (("坏.png", b"\x89PNG\r\n\x1a\n" + bytes(80)), ("空.png", _png())):
        with pytest.raises(UnreadableFile) as refused:
            registry.read_raw(data, tmp_path / name)
        assert name in refused.value.message


def _png() -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(packed, "PNG")
    return packed.getvalue()


@needs_ocr
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["blurred", "black-and-white"])
def test_poor_scans_keep_their_tables(kind: str) -> None:
    page = scan(draw_pages(make_pdf().data)[3], 0.4)
    if kind == "blurred":
        page = page.filter(ImageFilter.GaussianBlur(1.5))
    else:
        grey = np.asarray(page.convert("L")).astype(int)
        noisy = grey + np.random.default_rng(3).normal(0, 36, grey.shape)
        page = Image.fromarray(((noisy > 140) * 255).astype(np.uint8)).convert("RGB")
    raw = read_pdf(pdf_of([page]), "a.pdf", recogniser())
    rows = [line for line in raw.text.splitlines() if "\t" in line]
    assert rows == ["\t".join(row) for row in (INDICATORS.rows[0], *INDICATORS.rows[3:])]
    assert "三、重点任务" in raw.text


def test_quotation_marks_and_running_heads_that_were_misread() -> None:
    assert widened("“十五五“规划和“十四五”") == "“十五五”规划和“十四五”"

    def row(text: str) -> list[Fragment]:
        return [Fragment([Char(text, 100, 30, 300, 40, 40, 10)])]

    heads = [
        "青禾区城市更新规划（印发稿）",
        "青禾区城市更新规划（印友稿）",
        "青禾区城市更新规划（印发稿）",
        "一、基础",
    ]
    pages = [(800.0, [row(head)]) for head in heads]
    told = [[reason for _, reason in page] for page in find_furniture(pages, misread=True)]
    assert told == [["running-head"], ["running-head"], ["running-head"], []]
    assert find_furniture(pages)[1] == []
