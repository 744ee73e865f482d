"""Word documents: numbers as Word computes them, pages as Word rendered them, what hides in the XML."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_hostile import W, body, package

from ingest.files import read_file
from ingest.readers.docx import read_docx
from ingest.readers.docx_numbering import chinese, format_number
from ingest.readers.raw import RawText
from ingest.readers.registry import read_raw

PAGED = "<w:r><w:lastRenderedPageBreak/></w:r>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(number: int, level: int, text: str = "文") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(index: int, form: str, text: str, more: str = "") -> str:
    form = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{index}">{form}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def read(inner: str, *levels: str, nums: str = "", **parts: bytes) -> RawText:
    if levels:
        plain = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        abstract = f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        parts["numbering"] = f"<w:numbering {W}>{abstract}{plain}{nums}</w:numbering>".encode()
    return read_docx(package(body(inner), **parts), "a.docx")


def lines(inner: str, *levels: str, nums: str = "", **parts: bytes) -> list[str]:
    return read(inner, *levels, nums=nums, **parts).text.splitlines()


def test_levels_count_and_restart() -> None:
    levels = (
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
    )
    inner = "".join(listed(1, index) for index in (0, 1, 1, 2, 2, 0, 1, 2))
    assert lines(inner, *levels) == [
        "第一章 文",
        "（一）文",
        "（二）文",
        "1. 文",
        "2. 文",
        "第二章 文",
        "（一）文",
        "1. 文",
    ]


def test_decimal_levels_and_legal_form() -> None:
    levels = (level(0, "chineseCounting", "%1"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert lines(listed(1, 0) + listed(1, 1) + listed(1, 1), *levels) == ["一 文", "1.1 文", "1.2 文"]


def test_a_level_that_never_restarts() -> None:
    levels = (
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>'),
    )
    inner = "".join(listed(1, index) for index in (0, 1, 1, 0, 1))
    assert lines(inner, *levels) == ["第一章 文", "第一条 文", "第二条 文", "第二章 文", "第三条 文"]


def test_an_override_starts_a_list_anew() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    inner = listed(1, 0) + listed(1, 0) + listed(2, 0) + listed(2, 0)
    assert lines(inner, level(0, "decimal", "%1、"), nums=again) == ["1、文", "2、文", "1、文", "2、文"]


def test_bullets_leave_no_mark_and_a_figure_is_kept_off_the_dot() -> None:
    assert lines(listed(1, 0), level(0, "bullet", "\uf06c")) == ["文"]
    nothing = '<w:suff w:val="nothing"/>'
    assert lines(listed(1, 0, "5G基站建设"), level(0, "decimal", "%1.", nothing)) == ["1. 5G基站建设"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [(10, "chineseCounting", "十"), (21, "ideographDigital", "二一"), (3, "ideographTraditional", "丙"),
     (9, "decimalEnclosedCircle", "⑨"), (2, "chineseLegalSimplified", "贰"), (14, "lowerRoman", "xiv"),
     (5, "unheard-of", "5")],
)  # fmt: skip
def test_forms(number: int, form: str, printed: str) -> None:
    assert format_number(number, form) == printed


def test_chinese_numbers_read_back() -> None:
    from ingest.numerals import parse_numeral

    assert all(parse_numeral(chinese(number)) == number for number in range(1, 1200))


def test_rendered_pages_and_explicit_breaks_count_once() -> None:
    inner = (
        p("一页") + f"<w:p>{BREAK}</w:p><w:p>{PAGED}<w:r><w:t>二页</w:t></w:r></w:p>"
        f"<w:p>{PAGED}<w:r><w:t>三页</w:t></w:r></w:p>"
    )
    raw = read(inner)
    assert raw.text == "一页\n\f二页\n\f三页\n" and not raw.warnings


def test_a_page_that_begins_within_a_sentence() -> None:
    long = "推进城市更新是一项长期任务，要坚持系统观念，统筹规划、建设、管理，分步实施有序推进"
    inner = f"<w:p><w:r><w:t>{long}</w:t></w:r>{PAGED}<w:r><w:t>，久久为功。</w:t></w:r></w:p>"
    assert read(inner).text == f"{long}\f，久久为功。\n"
    short = f"<w:p><w:r><w:t>推进</w:t></w:r>{PAGED}<w:r><w:t>更新。</w:t></w:r></w:p>"
    assert read(short).text == "\f推进更新。\n"


def test_hidden_deleted_and_moved_text() -> None:
    inner = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"
    )
    raw = read(inner)
    assert raw.text == "甲新\n"
    assert [(text, why) for _, text, why in raw.dropped] == [("暗", "hidden-text"), ("旧", "revision")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert lines(p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半。")) == ["前半后半。"]


def test_fields_give_their_result_and_not_their_instruction() -> None:
    inner = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>REF x</w:instrText><w:t>指令</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>见表1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert lines(inner) == ["见表1"]


def test_a_heading_without_number_is_marked() -> None:
    assert lines(p("总体要求", '<w:outlineLvl w:val="0"/>') + p("一、目标", '<w:outlineLvl w:val="0"/>')) == [
        "# 总体要求",
        "一、目标",
    ]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_and_one_celled_tables() -> None:
    rows = [
        cell("合计", '<w:gridSpan w:val="2"/>') + cell("9"),
        cell("甲", '<w:vMerge w:val="restart"/>') + cell("a\tb") + cell("1"),
        cell("", "<w:vMerge/>") + cell("二") + cell("2"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert lines(table) == ["合计\t\t9", "甲\ta b\t1", "\t二\t2"]
    assert lines(f"<w:tbl><w:tr><w:tc>{p('专栏1 工程')}{p('内容。')}</w:tc></w:tr></w:tbl>") == [
        "专栏1 工程",
        "内容。",
    ]


def test_entries_of_the_contents_list_keep_their_leader() -> None:
    style = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    styles = f"<w:styles {W}>{style}</w:styles>"
    entry = (
        '<w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr><w:r><w:t>一、总则</w:t><w:tab/><w:t>3</w:t></w:r></w:p>'
    )
    assert lines(entry, styles=styles.encode()) == ["一、总则……3"]


def test_paragraphs_of_one_width_are_not_taken_for_wrapped_lines(tmp_path: Path) -> None:
    texts = [
        f"第{number}类事项由各街道办事处会同有关部门按职责分工抓好落实并按季度报送进展情况"
        for number in "一二三四五六"
    ]
    path = tmp_path / "a.docx"
    path.write_bytes(package(body("".join(map(p, texts)))))
    assert read_raw(path.read_bytes(), path).whole_lines
    text = read_file(path).report.documents[0].text
    assert all(f"{line}\n" in f"{text}\n" for line in texts)


def test_comments_and_endnotes() -> None:
    notes = f'<w:endnotes {W}><w:endnote w:id="2">{p("数据来自统计公报。")}</w:endnote></w:endnotes>'
    comments = f"<w:comments {W}><w:comment>{p('请核实')}</w:comment></w:comments>"
    inner = '<w:p><w:r><w:t>总量</w:t></w:r><w:r><w:endnoteReference w:id="2"/></w:r></w:p>' + p("末段。")
    raw = read(inner, endnotes=notes.encode(), comments=comments.encode())
    assert raw.text == "总量[1]\n末段。\n[1] 数据来自统计公报。\n"
    assert [(text, why) for _, text, why in raw.dropped] == [("请核实", "comment")]
