"""One file, one or many documents: contents lists, notices with their plans, annexes, mastheads."""

from __future__ import annotations

from checks import check_reading
from made_up import BODY, document, documents, reading

NOTICE = """青禾区人民政府
关于印发《青禾区公园建设计划》的通知
青府发〔2026〕8号
各街道办事处、镇政府，区政府各部门：
现将《青禾区公园建设计划》印发给你们，请认真按照执行。
青禾区人民政府
2026年3月2日
青禾区公园建设计划
一、总体目标
{body}
二、主要任务
{body}
"""
FORWARD = """青禾区人民政府办公室
关于转发区教育局《青禾区托育服务方案》的通知
（2026年3月9日）

青府办发〔2026〕3号
各街道办事处、镇政府，区政府各部门：
区教育局《青禾区托育服务方案》已经区政府同意，现转发给你们，请认真按照执行。

青禾区托育服务方案
一、工作目标
{body}
二、工作任务
{body}
"""
APPOINTMENTS = """2026年1月至2月区政府人事任免事项

姓名\t任命职务
王明\t青禾区商务委主任；
李大同\t青禾区统计局局长。
"""
THREE = "\n".join([NOTICE, FORWARD, APPOINTMENTS]).format(body=BODY)
CONTENTS = """青禾区人民政府公报

2026年第1期（总第7期）

目 录

【区政府文件】
- 青禾区人民政府关于印发《青禾区公园建设计划》的通知 (2)
- 青禾区人民政府办公室关于转发区教育局《青禾区托育
服务方案》的通知 (5)

【人事任免】
- 2026年1月至2月区政府人事任免事项 (9)

"""
COLOPHON = "\n青禾区人民政府公报\n\n2026年第1期（总第7期）\n\n主办：青禾区人民政府办公室\n"


def titles(text: str) -> list[str]:
    return [document.metadata.title for document in documents(text)]


EXPECTED = [
    "青禾区人民政府关于印发《青禾区公园建设计划》的通知",
    "青禾区人民政府办公室关于转发区教育局《青禾区托育服务方案》的通知",
    "2026年1月至2月区政府人事任免事项",
]


def test_a_bulletin_without_contents_list() -> None:
    assert titles(THREE) == EXPECTED


def test_a_bulletin_with_contents_list_masthead_and_colophon() -> None:
    result = reading(CONTENTS + THREE + COLOPHON)
    assert [document.metadata.title for document in result.report.documents] == EXPECTED
    reasons = {item.reason for item in result.report.dropped}
    assert {"contents", "masthead", "colophon"} <= reasons
    text = "".join(document.text for document in result.report.documents)
    assert "目 录" not in text and "总第7期" not in text and "主办" not in text
    assert result.coverage.missing == ()


def test_documents_follow_each_other_without_overlap() -> None:
    spans = [(d.line_start, d.line_end) for d in documents(CONTENTS + THREE)]
    assert all(first <= last for first, last in spans)
    assert all(before[1] < after[0] for before, after in zip(spans, spans[1:], strict=False))


def test_a_notice_and_its_plan_are_one_document_in_two_parts() -> None:
    first = documents(THREE)[0]
    assert first.metadata.part_titles == ("青禾区公园建设计划",)
    assert [s.heading for s in first.sections if s.level == 0] == [EXPECTED[0], "青禾区公园建设计划"]
    front = first.passages[0]
    assert front.kind == "front" and "青府发〔2026〕8号" in front.text
    assert first.passages[-1].path == ("青禾区公园建设计划", "二、主要任务")


def test_a_plan_under_a_title_of_its_own_is_one_document() -> None:
    assert titles("青禾区公园规划\n\n一、目标\n" + BODY + "\n二、任务\n" + BODY) == ["青禾区公园规划"]


def test_annexes_are_parts() -> None:
    text = (
        NOTICE.format(body=BODY)
        + "\n附件1\n\n任务分工表\n\n序号\t任务\n1\t建园\n\n附件2：\n指标清单\n序号\t指标\n1\t绿地\n"
    )
    only = document(text)
    assert only.metadata.part_titles == ("青禾区公园建设计划", "任务分工表", "指标清单")
    assert [p.path for p in only.passages if p.kind == "row"] == [("任务分工表",), ("指标清单",)]


def test_a_list_of_annexes_in_the_notice_is_text() -> None:
    text = NOTICE.format(body=BODY).replace(
        "青禾区人民政府\n2026", "附件：1.任务分工表\n2.指标清单\n青禾区人民政府\n2026"
    )
    assert document(text).metadata.part_titles == ("青禾区公园建设计划",)


def test_the_contents_list_of_a_single_plan_is_no_list_of_documents() -> None:
    for page in (" 1", "......1", "…………  12", "\t3", ""):
        chapters = ["第一章 发展环境", "第二章 总体要求", "第三章 主要任务", "第四章 保障措施"]
        contents = "\n".join(chapter + page for chapter in chapters)
        body = "\n".join(f"{chapter}\n{BODY}" for chapter in chapters)
        result = reading(f"青禾区产业规划\n目录\n{contents}\n{body}\n")
        (only,) = result.report.documents
        assert [s.heading for s in only.sections] == ["青禾区产业规划", *chapters], page
        assert only.text.count("第二章") == 1
        assert {item.reason for item in result.report.dropped} == {"contents"}


def test_a_file_that_is_only_a_contents_list_is_text() -> None:
    result = reading("目 录\n第一章 总则 1\n第二章 附则 2\n")
    assert result.coverage.missing == () and result.report.dropped == ()


def test_a_kind_word_deep_in_the_text_begins_no_document() -> None:
    text = "青禾2030\n一、目标\n" + BODY + "\n" + "\n".join([BODY] * 12) + "\n重点项目清单\n" + BODY
    assert titles(text) == ["青禾2030"]


def test_a_text_without_any_title_has_none() -> None:
    only = document("一、指导思想\n" + BODY + "\n二、主要目标\n" + BODY)
    assert only.metadata.title == ""
    assert [section.level for section in only.sections] == [1, 1]
    assert document(BODY).metadata.title == ""


def test_two_documents_of_one_title_in_a_file_are_told_apart() -> None:
    title = "青禾区人民政府人事任免事项的通知"
    one = f"{title}\n各街道办事处：\n任命甲某为区民政局局长。\n2021年3月4日\n"
    read = reading(f"{one}\n\n\n{one}\n\n\n{one.replace('3月', '5月')}")
    check_reading(read)
    first, *others = read.report.documents
    assert len(others) == 2 and len({first.id, *(other.id for other in others)}) == 3
    assert first.id == reading(one).report.documents[0].id
