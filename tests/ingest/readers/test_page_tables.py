"""Tables over page ends: a row that is cut is one row, what is repeated is told, merged cells stay blanks."""

from __future__ import annotations

import io
from typing import Any

import pytest
from make_ofd import make_ofd
from make_pdf import BODY, CELL, CENTRE, FONT
from reportlab.lib.colors import black
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from ingest.files import read_file
from ingest.readers.ofd import read_ofd
from ingest.readers.page_tables import goes_on_in, same_rows
from ingest.readers.pdf import read_pdf

pdfmetrics.registerFont(UnicodeCIDFont(FONT))
HEADER = ("序号", "任务", "牵头单位", "时限")
TASK = "推进老旧小区改造和公共空间提升，完善配套服务设施，健全长效管理机制，"
GRID = [("GRID", (0, 0), (-1, -1), 0.5, black)]
BEFORE = "以下任务由各单位按年度计划组织实施，进展情况每季度报送一次。"


def task_rows(count: int, long: int = 9) -> list[tuple[str, ...]]:
    return [
        (str(n), f"第{n}项：{TASK * (long if n % 2 else 2)}取得实效。", "区建设管理委", f"20{26 + n}年")
        for n in range(1, count + 1)
    ]


Rows = list[tuple[Any, ...]]
WIDTHS = (40, 220, 90, 70)


def table_pdf(pages: list[Rows], spans: tuple[tuple[Any, ...], ...] = ()) -> bytes:
    """A document with a piece of the table on each page, text before and behind it."""
    story: list[Any] = [Paragraph(BEFORE, BODY)]
    for number, rows in enumerate(pages):
        cells = [[Paragraph(cell, CELL) if isinstance(cell, str) else cell for cell in row] for row in rows]
        style = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans]
        story += [PageBreak()] if number else []
        story.append(Table(cells, colWidths=WIDTHS, style=style))
    target = io.BytesIO()
    SimpleDocTemplate(target, invariant=1).build([*story, Paragraph("本表由区更新办负责解释。", BODY)])
    return target.getvalue()


def cut(row: tuple[str, ...], lines: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The row as a typesetter cuts it after so many lines of its second cell: the other cells stay behind."""
    whole = Paragraph(row[1], CELL)
    width = WIDTHS[1] - 12
    whole.wrap(width, 1000)
    upper, lower = whole.split(width, lines * CELL.leading)
    return (row[0], upper, *row[2:]), ("", lower, "", "")


def lines_of(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in text.replace("\f", "").splitlines() if "\t" in line]


@pytest.mark.parametrize("lines", [2, 3, 5])
@pytest.mark.parametrize("header", [True, False], ids=["header-repeated", "no-header"])
def test_a_row_that_a_page_end_cuts_is_one_row(lines: int, header: bool) -> None:
    rows = task_rows(6)
    again: Rows = [HEADER] if header else []
    (third, rest), (fifth, tail) = cut(rows[2], lines), cut(rows[4], lines)
    data = table_pdf(
        [[HEADER, *rows[:2], third], [*again, rest, rows[3], fifth], [*again, tail, rows[5]]],
    )
    raw = read_pdf(data, "a.pdf")
    assert lines_of(raw.text) == [HEADER, *rows]
    told = [text for _, text, reason in raw.dropped if reason == "repeated-header"]
    assert told == [" ".join(HEADER)] * (2 if header else 0)
    assert [page.count("\t") // 3 for page in raw.text.split("\f")] == [4, 2, 1]
    assert read_ofd(make_ofd(pdf=data), "a.ofd").text == raw.text


def test_a_row_over_three_pages() -> None:
    rows = task_rows(3, long=20)
    first, rest = cut(rows[0], 6)
    width = WIDTHS[1] - 12
    rest[1].wrap(width, 1000)
    middle, last = rest[1].split(width, 6 * CELL.leading)
    pages: list[Rows] = [
        [HEADER, first],
        [HEADER, ("", middle, "", "")],
        [HEADER, ("", last, "", ""), *rows[1:]],
    ]
    assert lines_of(read_pdf(table_pdf(pages), "a.pdf").text) == [HEADER, *rows]


def test_rows_that_end_with_their_page_stay_apart() -> None:
    rows = task_rows(8, long=4)
    for again in ([HEADER], []):
        raw = read_pdf(table_pdf([[HEADER, *rows[:4]], [*again, *rows[4:]]]), "a.pdf")
        assert lines_of(raw.text) == [HEADER, *rows]


def test_a_merged_cell_over_a_page_end_is_no_cut_row() -> None:
    header = ("类别", "任务", "单位", "完成")
    rows = [("空间" if n == 0 else "", f"{TASK}第{n}条。", "区建委", "是") for n in range(6)]
    raw = read_pdf(table_pdf([[header, *rows[:3]], [header, *rows[3:]]]), "a.pdf")
    assert lines_of(raw.text) == [header, *rows]


def test_two_rows_of_header_are_dropped_and_told() -> None:
    header = [("序号", "任务", "责任", ""), ("", "", "单位", "时限")]
    spans = (("SPAN", (2, 0), (3, 0)), ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1)))
    rows = task_rows(4)
    raw = read_pdf(table_pdf([[*header, *rows[:2]], [*header, *rows[2:]]], spans), "a.pdf")
    assert lines_of(raw.text)[2:] == rows
    assert [text for _, text, reason in raw.dropped if reason == "repeated-header"] == [
        "序号 任务 责任",
        "单位 时限",
    ]


def test_a_caption_that_says_continued_is_told() -> None:
    rows = task_rows(4)
    target = io.BytesIO()
    grids = [
        Table([[Paragraph(cell, CELL) for cell in row] for row in piece], colWidths=WIDTHS, style=GRID)
        for piece in ([HEADER, *rows[:2]], [HEADER, *rows[2:]])
    ]
    captions = [Paragraph(text, CENTRE) for text in ("表3 任务分工", "续表3")]
    SimpleDocTemplate(target).build([captions[0], grids[0], PageBreak(), captions[1], grids[1]])
    raw = read_pdf(target.getvalue(), "a.pdf")
    assert raw.text.splitlines()[0] == "表3 任务分工" and "续表" not in raw.text
    assert lines_of(raw.text) == [HEADER, *rows]
    assert [text for _, text, reason in raw.dropped] == ["续表3", " ".join(HEADER)]


def test_a_cut_row_is_one_passage(tmp_path: Any) -> None:
    path = tmp_path / "分工.pdf"
    rows = task_rows(4)
    upper, lower = cut(rows[1], 3)
    path.write_bytes(table_pdf([[HEADER, rows[0], upper], [HEADER, lower, *rows[2:]]]))
    (document,) = read_file(path).report.documents
    found = [passage for passage in document.passages if passage.kind == "row"]
    assert [row.text.splitlines()[-1].split("\t")[0] for row in found] == ["1", "2", "3", "4"]
    assert [row.locator.page_start for row in found] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("held", "row", "rows", "unfinished", "cut"),
    [
        # a number that every row has is missing
        (["3", "建设绿道", "区建委"], ["", "两条。", ""], [["1", "甲", "乙"], ["2", "丙", "丁"]], {}, True),
        # no numbers; a cell's text goes on and another, that all rows fill, is empty
        (["交通", "建设绿道", "区建委"], ["", "两条。", ""], [["水务", "甲", "乙"]], {1}, True),
        # the text is complete: a merged cell
        (["交通", "建设绿道。", "区建委"], ["", "两条。", "区水务局"], [["水务", "甲", "乙"]], {}, False),
        # a new row fills what the held one leaves empty
        (["3", "建设绿道", ""], ["", "两条", "区建委"], [["1", "甲", "乙"]], {1}, False),
        (["3", "建设绿道", "区建委"], ["4", "两条", "区建委"], [["1", "甲", "乙"]], {1}, False),
    ],
)
def test_what_goes_on(
    held: list[str], row: list[str], rows: list[list[str]], unfinished: set[int], cut: bool
) -> None:
    assert goes_on_in(held, row, [*rows, held], frozenset(unfinished)) is cut


def test_a_header_alone_is_never_taken_for_repeated() -> None:
    assert same_rows([["甲", "乙"], ["1", "2"]], [["甲", "乙"]]) == 0
    assert same_rows([["甲", "乙"], ["1", "2"]], [["甲 ", "乙"], ["3", "4"]]) == 1
