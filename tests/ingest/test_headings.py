"""Headings told from what looks like one."""

from __future__ import annotations

import pytest
from made_up import BODY, SENTENCES, document, outline, wrapped

from ingest.markers import read_marker

TITLE = "青禾区产业发展规划\n\n"


def test_numbering_restarts_under_each_parent() -> None:
    text, expected = TITLE, []
    for first in "一二":
        expected.append((1, f"{first}、第{first}类任务"))
        for second in "一二":
            expected.append((2, f"（{second}）推进工作"))
            expected += [(3, "1．优化结构"), (3, "2．提升能级")]
    for level, heading in expected:
        text += heading + "\n" + (BODY + "\n" if level == 3 else "")
    assert outline(text) == expected


def test_run_in_headings_end_at_the_full_stop() -> None:
    text = TITLE + "一、任务\n1．优化布局。" + BODY + "\n2．提升能级。" + BODY
    assert outline(text) == [(1, "一、任务"), (3, "1．优化布局"), (3, "2．提升能级")]


def test_numbered_sentences_are_no_headings() -> None:
    text = TITLE + "一、任务\n" + "\n".join(f"{n}．{s}" for n, s in enumerate(SENTENCES[:4], 1))
    assert outline(text) == [(1, "一、任务")]


def test_numbered_sentences_with_paragraphs_of_their_own_are_headings() -> None:
    items = "\n".join(f"{n}. 抓好第{n}件事，安排经费{n}亿元。\n{BODY}" for n in (1, 2, 3))
    assert outline(TITLE + "一、任务\n" + items) == [
        (1, "一、任务"),
        *((3, f"{n}. 抓好第{n}件事，安排经费{n}亿元") for n in (1, 2, 3)),
    ]


def test_short_lists_are_no_headings() -> None:
    text = (
        TITLE
        + "一、为老服务\n1.新增床位100张\n2.新增食堂5家\n二、教育服务\n3.新建幼儿园2所\n4.新增托位300个\n"
    )
    assert outline(text) == [(1, "一、为老服务"), (1, "二、教育服务")]


def test_a_notice_that_numbers_whole_sentences() -> None:
    text = (
        "青禾区关于做好防汛工作的通知\n各街道办事处：\n"
        + "".join(f"{n}、{SENTENCES[0]}\n" for n in "一二三")
        + "特此通知。\n"
    )
    assert outline(text) == []


def test_articles_with_their_clauses() -> None:
    text = (
        "青禾区旧改管理办法\n第一章　总则\n第一条　为推进旧改，制定本办法。\n第二条　本办法适用于本区。\n"
        "第二章　条件\n第三条　申请应当符合下列条件：\n（一）产权清晰；\n（二）业主同意。\n"
        "第四条　有下列情形的优先：\n1.存在隐患的；\n2.缺少电梯的。\n依照第三条规定不予受理的，应当告知。\n"
        "第三章　附则\n第五条　本办法由区房管局解释。\n"
    )
    assert outline(text) == [
        (1, "第一章　总则"), (3, "第一条"), (3, "第二条"), (1, "第二章　条件"), (3, "第三条"), (3, "第四条"),
        (1, "第三章　附则"), (3, "第五条"),
    ]  # fmt: skip
    only = document(text)
    assert [p.locator.article for p in only.passages if "缺少电梯" in p.text] == ["第四条"]


def test_article_titles_on_the_line_or_below_it() -> None:
    text = (
        "青禾区管理办法\n第一条 适用范围\n"
        + BODY
        + "\n第二条（工作职责）\n"
        + BODY
        + "\n第三条\n申请条件\n"
        + BODY
    )
    assert outline(text) == [(3, "第一条 适用范围"), (3, "第二条（工作职责）"), (3, "第三条 申请条件")]


def test_a_chapter_without_number_behind_an_article_is_no_title_of_it() -> None:
    text = (
        "青禾区管理条例\n第一章 总则\n第一条　为了规范管理，制定本条例。\n第二条　本区适用本条例。\n"
        "管理职责\n第三条　区房管局负责管理。\n第三章 附则\n第四条　本条例自公布之日起施行。\n"
    )
    assert (1, "管理职责") in outline(text)


def test_a_chapters_title_stands_below_its_number() -> None:
    text = (
        "青禾区管理条例\n第一章\n\u3000\n总 则\n"
        "第一条\u3000\n为了规范，制定本条例。\n第二条\n本区适用本条例。\n"
        "第二章\n管理职责\n第三条\n区房管局负责管理。\n第三章\n第四条\n本条例自公布之日起施行。\n"
    )
    assert [entry for entry in outline(text) if entry[0] == 1] == [
        (1, "第一章 总 则"), (1, "第二章 管理职责"), (1, "第三章"),
    ]  # fmt: skip


def test_books_chapters_sections() -> None:
    text = "青禾区纲要\n第一编 总论\n第一章 环境\n第一节 成就\n" + BODY + "\n第二节 形势\n" + BODY
    text += "\n第二编 任务\n第二章 产业\n第一节 制造\n一、集成电路\n" + BODY + "\n（一）芯片\n" + BODY
    assert [level for level, _ in outline(text)] == [1, 2, 3, 3, 1, 2, 3, 4, 5]


def test_parts_of_a_report() -> None:
    text = (
        "青禾区工作报告\n第一部分 成绩\n"
        + BODY
        + "\n（一）工业\n"
        + BODY
        + "\n（二）消费\n"
        + BODY
        + "\n第二部分 问题\n"
        + BODY
    )
    assert outline(text) == [(1, "第一部分 成绩"), (2, "（一）工业"), (2, "（二）消费"), (1, "第二部分 问题")]


def test_decimal_numbering() -> None:
    text = (
        "青禾区防汛应急预案\n1 总则\n1.1 编制目的\n" + BODY + "\n1.2 编制依据\n2.6 亿元投入已落实。\n" + BODY
    )
    text += "\n2 组织体系\n2.1 领导机构\n2.1.1 区防汛指挥部\n" + BODY + "\n2.2 办事机构\n" + BODY
    assert outline(text) == [
        (1, "1 总则"), (2, "1.1 编制目的"), (2, "1.2 编制依据"), (1, "2 组织体系"), (2, "2.1 领导机构"),
        (3, "2.1.1 区防汛指挥部"), (2, "2.2 办事机构"),
    ]  # fmt: skip


def test_markdown_headings_without_numbers() -> None:
    text = (
        "# 青禾区数字政府方案\n\n## 总体要求\n\n"
        + BODY
        + "\n\n## 任务\n\n### 平台\n\n"
        + BODY
        + "\n\n### 数据\n\n"
        + BODY
    )
    assert outline(text, "方案.md") == [(1, "总体要求"), (1, "任务"), (2, "平台"), (2, "数据")]


def test_bold_numbered_headings() -> None:
    text = (
        "青禾区方案\n**一、目标**\n"
        + BODY
        + "\n**（一）近期**\n"
        + BODY
        + "\n**（二）远期**\n"
        + BODY
        + "\n**二、措施**\n"
        + BODY
    )
    assert outline(text) == [(1, "一、目标"), (2, "（一）近期"), (2, "（二）远期"), (1, "二、措施")]


def test_a_heading_whose_number_was_lost() -> None:
    text = TITLE + "一、任务\n（一）环境\n1．治水\n" + BODY + "\n2．治气\n" + BODY
    text += "\n着力提升能力\n1．立法\n" + BODY + "\n2．执法\n" + BODY + "\n二、保障\n" + BODY
    assert (2, "着力提升能力") in outline(text)


def test_a_heading_broken_over_lines_in_a_wrapped_file() -> None:
    heading = "3．培育滨水商务集聚带功能，建成世界级滨水中央活动区和文化新地标"
    lines = [heading[:28], heading[28:], *[SENTENCES[0][:28], SENTENCES[0][28:]] * 3]
    text = TITLE + "一、任务\n1．甲类\n提升能级。\n2．乙类\n优化布局。\n" + "\n".join(lines)
    assert (3, heading) in outline(text)


@pytest.mark.parametrize("line", ["二、总体思路：", "二、重点任务"])
def test_a_colon_after_a_chapter_heading(line: str) -> None:
    text = TITLE + "一、现状\n" + BODY + f"\n{line}\n" + BODY + "\n三、保障\n" + BODY
    assert [heading for _, heading in outline(text)] == ["一、现状", line, "三、保障"]


@pytest.mark.parametrize(
    "line",
    [
        "2.6 亿元，惠及企业412家",
        "14.2 件。",
        "2026年3月2日",
        "5G网络建设提速",
        "一是强化监督",
        "第三条规定的条件",
        "（责任单位：区商务委）",
    ],
)
def test_lines_that_only_begin_like_headings(line: str) -> None:
    text = TITLE + "一、现状\n" + BODY + f"\n{line}\n" + BODY + "\n二、保障\n" + BODY
    assert [heading for _, heading in outline(text)] == ["一、现状", "二、保障"]


def test_boxes_stand_below_the_section_they_belong_to() -> None:
    text = TITLE + "一、任务\n（一）产业\n" + BODY + "\n专栏1 重点工程\n" + BODY + "\n（二）空间\n" + BODY
    assert outline(text) == [(1, "一、任务"), (2, "（一）产业"), (3, "专栏1 重点工程"), (2, "（二）空间")]


def test_section_spans_nest() -> None:
    text = TITLE + "一、任务\n（一）产业\n" + BODY + "\n（二）空间\n" + BODY + "\n二、保障\n" + BODY
    only = document(text)
    for section in only.sections:
        assert only.text[section.start :].startswith(section.heading)
        for other in only.sections:
            inside = section.start < other.start < section.end
            assert not inside or (other.end <= section.end and other.level > section.level)
            assert not inside or section.heading in other.path


def test_a_number_in_a_sentence_does_not_shut_out_the_heading() -> None:
    text = TITLE + "一、现状\n" + BODY + "\n二、任务\n" + BODY + "\n三、四级医院方面，加强管理。" + BODY
    text += "\n三、措施\n" + BODY + "\n四、保障\n" + BODY
    assert [heading for _, heading in outline(text)] == ["一、现状", "二、任务", "三、措施", "四、保障"]


def test_an_enumeration_of_numerals_is_no_heading() -> None:
    text = TITLE + "一、现状\n" + BODY + "\n一、二、三产业方面，加快融合。" + BODY + "\n二、保障\n" + BODY
    assert [heading for _, heading in outline(text)] == ["一、现状", "二、保障"]


def test_a_list_numbered_like_the_headings_around_it() -> None:
    text = TITLE + "一、任务\n1．产业\n（1）工业\n" + BODY
    text += "\n1. 新增工厂3家；\n2. 改造车间5处；\n3. 培育企业9家；\n4. 引进人才12名；"
    text += "\n（2）商业\n" + BODY + "\n2．空间\n" + BODY + "\n二、保障\n" + BODY
    assert [heading for _, heading in outline(text)] == [
        "一、任务", "1．产业", "（1）工业", "（2）商业", "2．空间", "二、保障",
    ]  # fmt: skip


def test_a_decimal_number_goes_with_its_heading_in_whole_lines() -> None:
    text = "青禾区应急预案\n\n1 总则\n\n1.1 编制目的，适用范围与工作原则的具体要求\n\n1.1.1 目的\n\n" + BODY
    text += "\n\n1.1.2 范围\n\n" + BODY + "\n\n1.2 依据\n\n" + BODY
    assert [level for level, _ in outline(text)] == [1, 2, 3, 3, 2]


def test_a_chapter_between_two_numbers_whose_own_is_lost() -> None:
    text = TITLE + "第一章 总则\n" + BODY + "\n职责分工\n" + BODY + "\n第三章 附则\n" + BODY
    assert outline(text) == [(1, "第一章 总则"), (1, "职责分工"), (1, "第三章 附则")]


def test_short_lines_over_paragraphs_head_a_part_without_other_headings() -> None:
    text = TITLE + "北部片区（一期）\n\n" + BODY + "\n\n南部片区\n\n" + BODY + "\n\n东部片区\n\n" + BODY
    assert outline(text) == [(1, "北部片区（一期）"), (1, "南部片区"), (1, "东部片区")]


def test_a_numbered_line_that_ends_in_a_colon_heads_the_paragraphs_below_it() -> None:
    text = TITLE + "一、预算\n（1）收入科目如下：\n" + BODY + "\n（2）支出科目如下：\n" + BODY
    assert outline(text) == [(1, "一、预算"), (4, "（1）收入科目如下："), (4, "（2）支出科目如下：")]


def test_a_foreword_stands_beside_the_highest_headings() -> None:
    text = TITLE + "前言\n" + BODY + "\n（一）现状\n" + BODY + "\n（二）目标\n" + BODY
    assert outline(text) == [(2, "前言"), (2, "（一）现状"), (2, "（二）目标")]


@pytest.mark.parametrize("mark", ["（一百一十一）", "㈢", "⑶", "⒊"])
def test_other_ways_to_print_a_number(mark: str) -> None:
    marker = read_marker(mark + "优化布局")
    assert marker is not None and marker.number in (3, 111)


def test_text_behind_a_box_belongs_to_the_section_around_it() -> None:
    body, box = SENTENCES[0] + SENTENCES[4] + SENTENCES[0], SENTENCES[2] + SENTENCES[5] + SENTENCES[2]
    parts = [
        ("一、任务", 56),
        (body, 56),
        (body, 56),
        ("专栏１:重点工程", 56),
        (box, 72),
        (box, 72),
        (body, 56),
    ]
    lines = [line for text, width in parts for line in wrapped(text, width, "　　")]
    only = document("青禾区规划\n" + "\n".join(lines) + "\n")
    paths = [passage.path[-1] for passage in only.passages]
    assert paths[-1] == "一、任务" and "专栏１:重点工程" in paths
    (section,) = [section for section in only.sections if section.heading.startswith("专栏")]
    assert only.text[section.start : section.end].count(box) == 2
    assert section.end < len(only.text)


def test_a_sentence_of_several_parts_is_no_heading_in_front_of_its_text() -> None:
    items = "1.文件有三份。另行印发。\n2.文件自三月起施行；此前不一致的，以新文件为准。已按旧的办理的不变。\n"
    text = TITLE + f"一、任务\n{BODY}\n（一）说明\n{items}（二）其他\n{BODY}\n"
    assert not any("；" in heading for _, heading in outline(text))


@pytest.mark.parametrize("behind", [True, False])
def test_a_number_given_twice_by_mistake_heads_both_sections(behind: bool) -> None:
    numbers = "一二三三四" if behind else "一二二三四"
    titles = ("优化布局", "做强产业", "改善环境", "保障民生", "加强管理")
    text = TITLE + "".join(
        f"（{number}）{title}\n{BODY}\n" for number, title in zip(numbers, titles, strict=True)
    )
    assert [heading[3:] for _, heading in outline(text)] == list(titles)
    run_in = TITLE + "".join(
        f"{1 + '一二三四'.index(number)}．{title}。{BODY}\n"
        for number, title in zip(numbers, titles, strict=True)
    )
    assert [heading[2:] for _, heading in outline(run_in)] == list(titles)


def test_a_number_that_was_cut_in_two_is_no_heading_of_that_number() -> None:
    text = TITLE + f"1．布局。{BODY}\n2．产业。{BODY}产值\n2．6亿元。增长5%，{BODY}\n3．环境。{BODY}\n"
    assert [heading for _, heading in outline(text)] == ["1．布局", "2．产业", "3．环境"]


def test_a_heading_whose_text_is_left_out_keeps_its_sibling() -> None:
    text = (
        TITLE
        + f"一、目标\n（一）总体要求（略，详见《工作报告》）\n（二）主要指标\n{BODY}\n二、任务\n{BODY}\n"
    )
    assert [level for level, _ in outline(text)] == [1, 2, 2, 1]


def test_the_last_cell_of_a_tables_head_is_no_heading() -> None:
    cells = "序号\n项目名称\n建设规模\n总投资\n责任单位\n一、交通\n1\n大桥\n全长5公里\n18.6\n区交通局\n"
    text = TITLE + f"一、目标\n{BODY}\n二、任务\n{BODY}\n附表：重点项目\n{cells}"
    assert "责任单位" not in [heading for _, heading in outline(text)]
