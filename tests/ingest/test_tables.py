"""Tables in the shapes that extraction leaves: each row a passage, with caption, header and merged cells."""

from __future__ import annotations

import pytest
from made_up import BODY, blocks_of, document

from ingest.model import Passage

TITLE = "青禾区绿地建设规划\n\n一、目标\n" + BODY + "\n\n"


def rows(text: str, name: str = "表.txt") -> list[Passage]:
    return [passage for passage in document(TITLE + text, name).passages if passage.kind == "row"]


def cells(text: str) -> list[tuple[str, ...]]:
    return [block.cell_texts() for block in blocks_of(TITLE + text) if block.kind == "row"]


def test_tab_separated_rows() -> None:
    found = rows("表1 主要指标\n序号\t指标\t单位\t2030年目标\n1\t绿道长度\t公里\t96\n2\t公园数量\t座\t120\n")
    assert [row.text.splitlines()[-1] for row in found] == ["1\t绿道长度\t公里\t96", "2\t公园数量\t座\t120"]
    assert {row.context for row in found} == {"表1 主要指标；序号 指标 单位 2030年目标"}
    assert found[1].text == "2\t公园数量\t座\t120"


def test_one_cell_a_line() -> None:
    text = "表1 主要指标\n\t序号\n\t指标\n\t单位\n\n\t1\n\t绿道长度\n\t公里\n\n\t2\n\t公园数量\n\t座\n\n"
    assert cells(text) == [("序号", "指标", "单位"), ("1", "绿道长度", "公里"), ("2", "公园数量", "座")]


def test_a_cell_broken_over_lines_is_one_cell() -> None:
    text = "\t序号\n\t指标\n\t2030年\n\n目标\n\n\t1\n\t单位面积\n产出\n\t960\n\n\t2\n\t公园\n\t120\n\n"
    assert cells(text) == [("序号", "指标", "2030年目标"), ("1", "单位面积产出", "960"), ("2", "公园", "120")]


def test_blank_cells_of_merged_rows_inherit_what_stands_above() -> None:
    text = "表1 主要指标\n类别\t序号\t指标\t单位\n生态建设\t1\t绿道长度\t公里\n\t2\t公园数量\t座\n"
    text += "民生服务\t3\t托位\t个\n\t4\t床位\t张\n"
    contexts = {row.text.splitlines()[-1].strip(): row.context for row in rows(text)}
    assert "生态建设" in contexts["2\t公园数量\t座"]
    assert "民生服务" in contexts["4\t床位\t张"] and "生态建设" not in contexts["4\t床位\t张"]


def test_merged_cells_one_cell_a_line() -> None:
    text = "\t类别\n\t序号\n\t指标\n\n\t生态\n\t1\n\t绿道\n\n\t\n\t2\n\t公园\n\n"
    assert cells(text)[-1] == ("", "2", "公园")
    assert "生态" in rows(text)[-1].context


def test_columns_kept_apart_by_single_blanks() -> None:
    text = "主要指标\n\n序号 指标名称 单位 ２０３０年\n\n１ 绿道长度 公里 ９６左右\n\n"
    text += "２ 公园数量 座 大于１２０\n\n"
    assert cells(text) == [
        ("序号", "指标名称", "单位", "２０３０年"),
        ("１", "绿道长度", "公里", "９６左右"),
        ("２", "公园数量", "座", "大于１２０"),
    ]


def test_lists_set_in_columns() -> None:
    text = "姓  名          任命职务\n王  明          青禾区商务委主任；\n"
    text += "李大同          青禾区统计局\n局长（挂职）。\n"
    assert cells(text) == [
        ("姓  名", "任命职务"),
        ("王  明", "青禾区商务委主任；"),
        ("李大同", "青禾区统计局局长（挂职）。"),
    ]


SPACED = """    类别      指标                      2020年    2025年    属性
    经济发展  地区生产总值（亿元）      2675.3    4000      预期性
              城镇化率（%）               66.7      71      预期性
    绿色生态  森林覆盖率（%）           35.2      36        约束性
"""


def test_a_table_set_with_blanks_by_its_columns() -> None:
    assert cells(SPACED) == [
        ("类别", "指标", "2020年", "2025年", "属性"),
        ("经济发展", "地区生产总值（亿元）", "2675.3", "4000", "预期性"),
        ("", "城镇化率（%）", "66.7", "71", "预期性"),
        ("绿色生态", "森林覆盖率（%）", "35.2", "36", "约束性"),
    ]
    assert "经济发展" in rows(SPACED)[1].context and "2025年" in rows(SPACED)[1].context


@pytest.mark.parametrize(
    "text",
    [
        "第一章  总  则  1\n第二章  公园  5\n第三章  绿地  9\n第四章  附  则  12\n",
        "青禾区  公园处  共 12 人。\n其中  在编  9 人。\n",
        "一是  建设公园  ，改善环境。\n二是  建设  绿道，方便出行。\n三是  保护  古树，传承文化。\n",
    ],
)
def test_words_set_apart_by_blanks_are_no_table(text: str) -> None:
    assert cells(text) == []


def test_markdown_tables() -> None:
    text = "| 序号 | 指标 | 目标 |\n|---|:---:|---:|\n| 1 | 绿道 | 96 |\n| 2 |  | 120 |\n"
    assert cells(text) == [("序号", "指标", "目标"), ("1", "绿道", "96"), ("2", "", "120")]
    assert [row.context for row in rows(text, "表.md")] == ["序号 指标 目标"] * 2


def test_a_header_repeated_on_the_next_page_is_no_row() -> None:
    found = rows("序号\t项目\n1\t公园\n\n序号\t项目\n2\t绿道\n")
    assert [row.text.splitlines()[-1] for row in found] == ["1\t公园", "2\t绿道"]


def test_a_table_at_the_very_start_and_end() -> None:
    text = "序号\t项目\n1\t公园\n\n青禾区绿地规划\n一、目标\n" + BODY + "\n序号\t项目\n2\t绿道"
    assert [passage.text.splitlines()[-1] for passage in document(text).passages if "\t" in passage.text] == [
        "1\t公园",
        "2\t绿道",
    ]


def test_a_heading_right_before_a_table_goes_with_its_first_row() -> None:
    (passage,) = [
        passage
        for passage in document(
            "青禾区规划\n一、总则\n" + BODY + "\n二、指标\n序号\t项目\n1\t公园\n"
        ).passages
        if passage.kind == "row"
    ]
    assert passage.text == "二、指标\n序号\t项目\n1\t公园"
    assert passage.path[-1] == "二、指标"


def test_a_note_under_a_table_stands_by_itself() -> None:
    kinds = [
        (p.kind, p.text) for p in document(TITLE + "序号\t项目\n1\t公园\n\n注：数据为全区口径。\n").passages
    ]
    assert kinds[-1] == ("note", "注：数据为全区口径。")


def test_a_row_whose_first_cell_is_merged_stands_by_itself() -> None:
    text = "姓名\t免去职务\n王明\t区商务委主任；\n\t区统计局局长；\n李大同\t区房管局局长。\n"
    assert cells(text)[2:] == [("", "区统计局局长；"), ("李大同", "区房管局局长。")]
    assert "王明" in rows(text)[1].context


def test_a_header_without_header_words_stands_over_figures() -> None:
    found = rows(
        "表2 税收\n产业名称\t税收总收入（亿元）\t占比（%）\n商贸\t251.91\t28.9\n金融\t146.99\t16.8\n"
    )
    assert [row.context for row in found] == ["表2 税收；产业名称 税收总收入（亿元） 占比（%）"] * 2
    found = rows("街道\t户籍人口\t常住人口\n南湖\t3.2\t4.1\n北湖\t2.8\t5.0\n")
    assert [row.context for row in found] == ["街道 户籍人口 常住人口"] * 2


def test_a_table_without_a_header_has_none() -> None:
    found = rows("区商务委\t区统计局\n区房管局\t区民政局\n")
    assert [row.context for row in found] == ["", ""]
