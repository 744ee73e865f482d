"""PDF layouts: columns, turned pages, watermarks, scans, tables without rules, margins that alternate."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import ScannedPages, UnreadableFile
from ingest.files import read_file
from ingest.readers.pdf import read_pdf
from qa_service.citation import cite
from qa_service.cite.reference import reference_of
from qa_service.show.words import place

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = A4
SENTENCE = "坚持以高质量发展为主题，着力提升产业能级，推动数字化转型，全面增强城区综合竞争力，"


def made(draw: Callable[[Any], None], **options: Any) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, **options)
    canvas.setFont(FONT, 12)
    draw(canvas)
    canvas.save()
    return target.getvalue()


def read(draw: Callable[[Any], None], **options: Any) -> Any:
    return read_pdf(made(draw, **options), "a.pdf")


def column(canvas: Any, text: str, x: float, y: float, width: int, size: float = 12) -> float:
    """Set ``text`` in lines of ``width`` characters, the first indented; returns where the next goes."""
    canvas.setFont(FONT, size)
    text = "　　" + text
    for start in range(0, len(text), width):
        indent = 2 * size if start == 0 else 0
        canvas.drawString(x + indent, y, text[start : start + width].lstrip("　"))
        y -= 1.6 * size
    return y


LEFT, RIGHT = "左栏" + SENTENCE * 4 + "左栏完。", "右栏" + SENTENCE * 4 + "右栏完。"


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawCentredString(WIDTH / 2, 760, "青禾区人民政府公报两栏排版的通栏标题")
        column(canvas, LEFT, 60, 700, 18)
        column(canvas, RIGHT, 320, 700, 18)

    assert read(draw).text.splitlines() == ["青禾区人民政府公报两栏排版的通栏标题", LEFT, RIGHT]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = 10
    text = SENTENCE * 8 + "完。"

    def draw(canvas: Any) -> None:
        padded = "　　" + text
        for number, start in enumerate(range(0, len(padded), 18)):
            x = 60 if number < lines else 320
            indent = 24 if number == 0 else 0
            canvas.drawString(
                x + indent, 700 - 20 * (number % lines), padded[start : start + 18].lstrip("　")
            )

    assert read(draw).text.splitlines() == [text]


@pytest.mark.parametrize("marked", [True, False], ids=["rotate-90", "text-turned-only"])
def test_a_turned_page(marked: bool) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.drawString(80, 500, "一、横向页面的标题")
        for row, cells in enumerate((("序号", "名称"), ("1", "绿道"))):
            for index, text in enumerate(cells):
                canvas.rect(80 + 100 * index, 440 - 20 * row, 100, 20)
                canvas.drawString(84 + 100 * index, 446 - 20 * row, text)
        if marked:
            canvas.setPageRotation(90)

    assert read(draw).text.splitlines() == ["一、横向页面的标题", "序号\t名称", "1\t绿道"]


def test_a_watermark_is_told_and_left_out() -> None:
    def draw(canvas: Any) -> None:
        column(canvas, LEFT, 80, 700, 30)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    raw = read(draw)
    assert raw.text == f"{LEFT}\n" and ("内部资料", "watermark") in [told[1:] for told in raw.dropped]


def picture(canvas: Any) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 128)), 0, 0, WIDTH, HEIGHT)


def test_a_scan_is_refused_with_its_pages() -> None:
    def draw(canvas: Any) -> None:
        for _ in range(3):
            picture(canvas)
            canvas.showPage()

    with pytest.raises(ScannedPages) as refused:
        read(draw)
    assert "扫描" in refused.value.message and "3 页" in refused.value.message
    assert "planqa[ocr]" in refused.value.remedy


def test_a_scanned_page_among_others_is_named_and_counted() -> None:
    def draw(canvas: Any) -> None:
        column(canvas, LEFT, 80, 700, 30)
        canvas.showPage()
        picture(canvas)
        canvas.showPage()
        column(canvas, RIGHT, 80, 700, 30)

    raw = read(draw)
    assert raw.text == f"{LEFT}\n\f\f{RIGHT}\n" and raw.page_labels == ("", "", "")
    assert [warning for warning in raw.warnings if "第 2 页" in warning and "扫描" in warning]


def test_running_heads_of_left_and_right_pages_and_printed_numbers() -> None:
    def draw(canvas: Any) -> None:
        for number in range(8):
            left = number % 2
            canvas.setFont(FONT, 9)
            canvas.drawString(60 if left else 420, HEIGHT - 40, "青禾区公报" if left else "区政府文件")
            canvas.drawString(60 if left else 520, 30, str(number + 21))
            column(canvas, f"第{number}页独有的话。" + SENTENCE * 3 + "完。", 60 if left else 90, 740, 32)
            canvas.showPage()

    raw = read(draw)
    assert raw.page_labels == tuple(str(number) for number in range(21, 29))
    assert "公报" not in raw.text and "区政府文件" not in raw.text
    assert [line[:4] for line in raw.text.split("\f")] == [f"第{number}页独" for number in range(8)]
    assert len([1 for _, _, reason in raw.dropped if reason == "running-head"]) == 8


def test_a_table_without_rules() -> None:
    rows = (
        ("序号", "名称", "年份"),
        ("1", "绿道建设", "2026年"),
        ("2", "", "2027年"),
        ("3", "公园", "2028年"),
    )

    def draw(canvas: Any) -> None:
        column(canvas, LEFT, 80, 760, 30)
        for number, row in enumerate(rows):
            for index, text in enumerate(row):
                canvas.drawString(100 + 140 * index, 500 - 20 * number, text or "园林")

    assert read(draw).text.splitlines()[1:] == [
        "序号\t名称\t年份",
        "1\t绿道建设\t2026年",
        "2\t园林\t2027年",
        "3\t公园\t2028年",
    ]


def test_a_framed_box_is_text_and_no_table() -> None:
    def draw(canvas: Any) -> None:
        y = column(canvas, LEFT, 80, 760, 30)
        canvas.rect(78, y - 120, 364, 110)
        canvas.drawString(200, y - 30, "专栏1 重大工程")
        column(canvas, RIGHT, 82, y - 50, 29)

    assert read(draw).text.splitlines() == [LEFT, "专栏1 重大工程", RIGHT]


def test_an_encrypted_file_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="加密"):
        read(lambda canvas: canvas.drawString(80, 700, "总则"), encrypt="secret")


def test_bold_by_printing_twice_is_read_once() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(80, 700, "一、总体要求")
        canvas.drawString(80.4, 700, "一、总体要求")

    assert read(draw).text == "一、总体要求\n"


def test_square_metres_and_latin_words() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(80, 700, "建筑面积3000 m")
        canvas.setFont(FONT, 7)
        canvas.drawString(80 + pdfmetrics.stringWidth("建筑面积3000 m", FONT, 12), 705, "2")
        canvas.setFont(FONT, 12)
        canvas.drawString(80, 600, "推进 Smart City 建设")

    assert read(draw).text.splitlines() == ["建筑面积3000 m²", "推进 Smart City 建设"]


# page numbers as printed ------------------------------------------------------------------------------


def numbered(names: list[str | None], **options: Any) -> Callable[[Any], None]:
    """Pages of text with these numbers at their feet."""

    def draw(canvas: Any) -> None:
        for number, name in enumerate(names):
            column(canvas, f"第{number}页独有的话。" + SENTENCE * 3 + "完。", 80, 740, 32)
            canvas.setFont(FONT, 10)
            canvas.drawCentredString(WIDTH / 2, 40, f"— {name} —" if name else "")
            if options.get("labels"):
                canvas.addPageLabel(number, **options["labels"](number))
            canvas.showPage()

    return draw


def test_roman_front_matter_and_a_page_without_number() -> None:
    raw = read(numbered([None, "i", "ii", "1", None, "3", "4"]))
    assert raw.page_labels == ("", "i", "ii", "1", "2", "3", "4")
    assert "ii" not in raw.text


def test_labels_that_the_file_gives() -> None:
    def labels(place: int) -> dict[str, Any]:
        return {"style": "ROMAN_LOWER" if place < 2 else "ARABIC", "start": 1 + place - 2 * (place >= 2)}

    raw = read(numbered([None] * 5, labels=labels))
    assert raw.page_labels == ("i", "ii", "1", "2", "3")


def test_what_is_printed_counts_for_more_than_what_the_file_gives() -> None:
    raw = read(numbered(["7", "8", "9"], labels=lambda place: {"style": "ARABIC", "start": place + 1}))
    assert raw.page_labels == ("7", "8", "9")


def test_a_citation_prints_the_number_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "规划.pdf"
    path.write_bytes(made(numbered(["21", "22", "23"])))
    (document,) = read_file(path).report.documents
    whole = document.passages[-1]
    where = whole.locator
    assert (where.page_start, where.page_end) == (1, 3)
    assert (where.page_label_start, where.page_label_end) == ("21", "23")
    assert cite(document.metadata, whole.path, where).endswith("，第21—23页")
    assert reference_of(document.metadata, whole.path, where, whole.id).pages == ("21", "23")
    assert "第 21–23 页（文件第 1–3 页）" in place(where)


# columns ----------------------------------------------------------------------------------------------


def test_columns_above_and_below_a_heading_across_the_page() -> None:
    def draw(canvas: Any) -> None:
        column(canvas, LEFT, 60, 760, 18)
        column(canvas, RIGHT, 320, 760, 18)
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(WIDTH / 2, 400, "二、下半页的通栏标题也在它自己的位置上读出")
        column(canvas, "下" + LEFT, 60, 360, 18)
        column(canvas, "下" + RIGHT, 320, 360, 18)

    heading = "二、下半页的通栏标题也在它自己的位置上读出"
    assert read(draw).text.splitlines() == [LEFT, RIGHT, heading, "下" + LEFT, "下" + RIGHT]


def test_columns_over_a_page_end() -> None:
    text = SENTENCE * 20 + "完。"

    def draw(canvas: Any) -> None:
        padded = "　　" + text
        lines = [padded[start : start + 18] for start in range(0, len(padded), 18)]
        for number, line in enumerate(lines):
            if number and number % 24 == 0:
                canvas.showPage()
            canvas.setFont(FONT, 12)
            x = 60 if number % 24 < 12 else 320
            canvas.drawString(x + (24 if number == 0 else 0), 700 - 20 * (number % 12), line.lstrip("　"))

    raw = read(draw)
    assert raw.text.replace("\f", "").splitlines() == [text] and raw.text.count("\f") == 1


# footnotes --------------------------------------------------------------------------------------------

NOTES = ("按区统计局年报口径。", "含在建项目，截至二〇二五年底。")


def noted(marks: bool, size: float = 9) -> Callable[[Any], None]:
    """A paragraph that goes on over the page end; at the first page's foot, under a rule, two notes."""
    lines = [
        "　　截至二〇二五年底，盘活用地四十六公顷，新增绿地十八公顷，建成社",
        "区食堂二十一处，" + SENTENCE[:22],
    ]
    rest = [SENTENCE[22:] + "群众满意度明显提升，各项", "任务按期完成。"]

    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 14)
        for number, line in enumerate(lines):
            canvas.drawString(80 + 28 * (number == 0), 200 - 26 * number, line.lstrip("　"))
        if marks:
            canvas.setFont(FONT, 8)
            canvas.drawString(80 + 28 + 14 * 18 + 1, 206, "1")
            canvas.drawString(80 + 28 + 14 * 31 + 1, 206, "2")
        canvas.line(80, 120, 220, 120)
        for number, note in enumerate(NOTES, 1):
            canvas.setFont(FONT, 6)
            canvas.drawString(80, 124 - 20 * number, str(number))
            canvas.setFont(FONT, size)
            canvas.drawString(86, 120 - 20 * number, note)
        canvas.showPage()
        canvas.setFont(FONT, 14)
        for number, line in enumerate(rest):
            canvas.drawString(80, 760 - 26 * number, line)

    return draw


@pytest.mark.parametrize("marks", [True, False], ids=["with-marks", "marks-lost"])
def test_footnotes_never_stand_in_a_sentence(marks: bool) -> None:
    raw = read(noted(marks))
    lines = raw.text.replace("\f", "").splitlines()
    notes = [line for line in lines if line[0] in "¹²"]
    assert notes == [f"¹ {NOTES[0]}", f"² {NOTES[1]}"]
    whole = "".join(line for line in lines if line not in notes)
    assert "，各项任务按期完成。" in whole and "年报" not in whole
    assert raw.text.split("\f")[1].strip().startswith(SENTENCE[22:])
