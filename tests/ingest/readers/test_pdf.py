"""PDF layouts: columns, turned pages, watermarks, scans, tables without rules, margins that alternate."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import ScannedPages, UnreadableFile
from ingest.readers.pdf import read_pdf

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
