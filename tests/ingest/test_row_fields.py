"""Rows of indicator tables and of lists of appointments, as fields."""

from __future__ import annotations

import pytest
from made_up import BODY, document

from ingest.model import Appointment, IndicatorRow, Passage

TITLE = "青禾区绿地建设规划\n\n一、目标\n" + BODY + "\n\n"
ROWS = (("1", "绿道长度", "公里", "预期性", "42", "96"), ("2", "公园 数量", "座", "约束性", "80", "120"))
HEADER = ("序号", "指标名称", "单位", "属性", "2025年", "2030年")


def rows(text: str, name: str = "表.txt") -> list[Passage]:
    return [passage for passage in document(TITLE + text, name).passages if passage.kind == "row"]


def indicators(text: str, name: str = "表.txt") -> list[IndicatorRow]:
    return [passage.indicator for passage in rows(text, name) if passage.indicator]


SHAPES = {
    "tabs": "\n".join("\t".join(row) for row in (HEADER, *ROWS)) + "\n",
    "one cell a line": "\n".join("".join(f"\t{cell}\n" for cell in row) for row in (HEADER, *ROWS)) + "\n",
    "Markdown": "| " + " | ".join(HEADER) + " |\n|---|---|---|---|---|---|\n"
    + "".join("| " + " | ".join(row) + " |\n" for row in ROWS),
    "header repeated": "\t".join(HEADER) + "\n" + "\t".join(ROWS[0]) + "\n\n" + "\t".join(HEADER) + "\n"
    + "\t".join(ROWS[1]) + "\n",
    "merged cells": "类别\t" + "\t".join(HEADER) + "\n生态\t" + "\t".join(ROWS[0]) + "\n\t"
    + "\t".join(ROWS[1]) + "\n",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_indicators_in_every_shape(shape: str) -> None:
    one, two = indicators("表1 主要指标\n" + SHAPES[shape], "表.md" if shape == "Markdown" else "表.txt")
    assert (one.indicator, one.unit, one.attribute) == ("绿道长度", "公里", "预期性")
    assert (two.indicator, two.unit, two.attribute) == ("公园数量", "座", "约束性")
    assert [(v.year, v.role, v.value) for v in two.values] == [(2025, "base", "80"), (2030, "target", "120")]


@pytest.mark.parametrize(
    ("header", "caption", "expected"),
    [
        ("2030年目标", "主要指标", (2030, "target")),
        ("“十五五”目标值", "主要指标", (2030, "target")),
        ("２０３０年", "主要指标", (2030, "target")),
        ("目标", "“十五五”发展规划主要指标", (2030, "target")),
        ("完成情况", "2025年主要指标完成情况", (2025, "actual")),
        ("数值", "主要指标", (None, "value")),
    ],
)
def test_year_and_role_of_a_value(header: str, caption: str, expected: tuple[int | None, str]) -> None:
    (row,) = indicators(f"{caption}\n指标\t单位\t{header}\n绿道长度\t公里\t96\n")
    assert [(value.year, value.role) for value in row.values] == [expected]


def test_what_was_reached_before_the_target_is_where_it_starts_from() -> None:
    (row,) = indicators("主要指标\n指标\t2025年实际\t2030年目标\n绿道长度（公里）\t42\t96\n")
    assert row.unit == "公里"
    assert [value.role for value in row.values] == ["base", "target"]


@pytest.mark.parametrize("unit", ["--", "——", "/", "-"])
def test_a_dash_is_no_unit(unit: str) -> None:
    (row,) = indicators(f"主要指标\n指标\t单位\t2030年目标\n营商环境满意度\t{unit}\t持续提升\n")
    assert row.unit is None and row.values[0].value == "持续提升"


@pytest.mark.parametrize(
    "table",
    [
        "序号\t项目名称\t项目属性\n1\t南湖小学\t社会民生类\n",
        "产业名称\t税收（亿元）\n商贸\t251.91\n金融\t146.99\n",
        "区商务委\t区统计局\n区房管局\t区民政局\n",
    ],
)
def test_other_tables_have_no_fields(table: str) -> None:
    assert [passage.fields for passage in rows("重大项目\n" + table)] == [None] * len(
        rows("重大项目\n" + table)
    )


def test_appointments() -> None:
    text = "姓名\t任命职务\n王 明\t区商务委主任；\n李大同\t区统计局局长（挂职）。\n\n"
    text += "姓名\t免去职务\n王 明\t区房管局副局长；\n\t区民政局副局长。\n"
    assert [passage.fields for passage in rows(text)] == [
        Appointment("王明", "区商务委主任", "任命"),
        Appointment("李大同", "区统计局局长（挂职）", "任命"),
        Appointment("王明", "区房管局副局长", "免去"),
        Appointment("王明", "区民政局副局长", "免去"),
    ]


def test_a_list_that_does_not_tell_the_act() -> None:
    found = rows("姓名\t职务\n王明\t区商务委主任\n李大同\t区统计局局长\n")
    assert [passage.appointment.act for passage in found if passage.appointment] == [None, None]


def test_running_text_has_no_fields() -> None:
    assert {p.fields for p in document(TITLE).passages} == {None}
