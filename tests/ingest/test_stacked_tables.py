"""Tables whose cells came one a line."""

from __future__ import annotations

import pytest
from checks import check_reading
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import BODY, document, reading

from ingest.model import Document

HEAD = ("序号", "指标名称", "单位", "2025年完成", "2026年目标")
ROWS = (
    ("1", "绿道长度", "公里", "84", "96"),
    ("2", "公园数量", "座", "3", "4"),
    ("3", "人均绿地", "平方米", "8.5", "9.1左右"),
    ("4", "研发经费支出占比", "%", "2.31", "2.45"),
)
TITLE = "青禾区2026年计划草案的报告\n"


def table(*rows: tuple[str, ...]) -> str:
    return "".join(f"{cell}\n" for row in rows for cell in row)


def rows_of(found: Document) -> list[str]:
    return [passage.text.split("\n")[-1] for passage in found.passages if passage.kind == "row"]


def made(body: str) -> Document:
    read = reading(f"{TITLE}一、情况\n{BODY}\n二、任务\n{BODY}\n{body}")
    check_reading(read)
    return read.report.documents[0]


@pytest.mark.parametrize("behind", ["", "注：绿道含步道。\n", "三、保障\n" + BODY + "\n"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_each_row_is_a_passage_with_its_head_and_its_figures(behind: str, between: str) -> None:
    text = table(HEAD, *ROWS).replace("\n", f"\n{between}")
    found = made(text + behind)
    assert rows_of(found) == ["\t".join(row) for row in ROWS]
    passage = next(p for p in found.passages if p.kind == "row" and "研发" in p.text)
    assert passage.indicator is not None and passage.indicator.unit == "%"
    assert [(v.year, v.value) for v in passage.indicator.values] == [(2025, "2.31"), (2026, "2.45")]
    assert "2026年目标" in passage.context
    assert not behind or any(p.text.endswith(behind.strip()) and p.kind != "row" for p in found.passages)


def test_a_head_that_comes_again_after_a_page_and_groups_of_rows() -> None:
    groups = table(HEAD, ("一、绿化",), *ROWS[:2], HEAD, ("二、其他",), *ROWS[2:])
    found = made(f"附表一\n青禾区主要指标\n完成情况\n{groups}")
    assert rows_of(found) == ["\t".join(row) for row in ROWS]
    contexts = [passage.context for passage in found.passages if passage.kind == "row"]
    assert ["一、绿化" in one for one in contexts] == [True, True, False, False]
    assert ["二、其他" in one for one in contexts] == [False, False, True, True]
    assert {p.path[-1] for p in found.passages if p.kind == "row"} == {"附表一 青禾区主要指标完成情况"}


def test_a_cell_broken_over_lines_is_one_cell() -> None:
    head = ("序号", "项目名称", "建设内容", "总投资")
    rows = (
        ("1", "跨河大桥", "全长5公里，双向四车道，设计\n时速60公里，含引桥", "18.6"),
        ("2", "水厂", "扩建", "3"),
    )
    assert rows_of(made(table(head, *rows))) == ["\t".join(row).replace("\n", "") for row in rows]


def test_a_row_with_more_lines_than_columns_keeps_them_apart_and_tells_no_figures() -> None:
    rows = (
        *ROWS[:2],
        ("3", "生产总值", "亿元、%", "412.6", "增长6.1", "增长6"),
        ("4", "岗位", "个", "5", "6"),
    )
    found = made(table(HEAD, *rows))
    assert rows_of(found) == ["\t".join(row) for row in rows]
    indicators = [passage.indicator is not None for passage in found.passages if passage.kind == "row"]
    assert indicators == [True, True, False, True]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(("绿道", "96", "5", "2", "约3%", "公里")), min_size=2, max_size=4)))
def test_whatever_the_cells_nothing_is_lost_or_joined(cells: list[list[str]]) -> None:
    rows = [(str(number), *row) for number, row in enumerate(cells, 1)]
    found = made(table(("序号", "指标", "单位", "目标"), *rows))
    if len(rows) > 2 and all(len(row) == 4 for row in rows):
        assert rows_of(found) == ["\t".join(row) for row in rows]


def test_a_list_with_numbers_is_no_table() -> None:
    found = document(f"{TITLE}一、任务\n{BODY}\n编号\n说明如下\n1\n{BODY}\n")
    assert all(passage.kind != "row" for passage in found.passages)


def test_the_reports_name_with_the_pages_number_is_no_cell() -> None:
    foot = "青禾区2026年计划草案的报告{}　　— {} —\n"
    text = table(HEAD, *ROWS[:2]) + foot.format("（附表）", 13) + table(*ROWS[2:])
    found = made(f"{foot.format('', 7)}{BODY}\n{text}")
    assert rows_of(found) == ["\t".join(row) for row in ROWS]
