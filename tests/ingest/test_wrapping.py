"""Hard-wrapped lines, pages, running heads and other noise: blocks must give the paragraphs back."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_up import SENTENCES, blocks_of, document, on_paper, reading, wrapped

from ingest.chars import display_width
from ingest.lines import measure_layout, page_start_lines, split_lines
from ingest.model import source_slices
from ingest.noise import noise_lines

PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=7).map("".join)
HEADINGS = ["一、发展基础", "（一）主要成效", "（二）存在问题", "二、总体要求", "三、保障措施", "四、附则"]
WIDTHS = st.integers(22, 40).map(lambda characters: 2 * characters)


def with_short_last_line(paragraph: str, width: int, indent: str) -> str:
    """Without an indent, only a short last line tells a paragraph's end."""
    while display_width(wrapped(paragraph, width, indent)[-1]) > width * 0.7:
        paragraph = paragraph[:-1] + "，并持续推进。"
    return paragraph


def told_apart(paragraph: str, start: int) -> str:
    """Number the clauses, so that no two lines are the same: what repeats at page edges is a running head."""
    counter = itertools.count(start)
    return re.sub("，", lambda _: f"（{next(counter)}），", paragraph)


def assume_wrapped(lines: list[str], width: int) -> None:
    """Full lines end a sentence by chance only: where most do, they are paragraphs of a line each."""
    full = [line for line in lines if display_width(line) > width - 6]
    assume(sum(line[-1] in "。！" for line in full) <= 0.4 * len(full))


def texts(text: str) -> list[str]:
    return [block.text for block in blocks_of(text)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PARAGRAPHS, min_size=6, max_size=6), WIDTHS, st.sampled_from(["", "　　", "    "]), st.booleans()
)
def test_paragraphs_come_back(paragraphs: list[str], width: int, indent: str, spaced: bool) -> None:
    if not indent:
        paragraphs = [with_short_last_line(paragraph, width, indent) for paragraph in paragraphs]
    whole = [part for pair in zip(HEADINGS, paragraphs, strict=True) for part in pair]
    whole += [paragraphs[0]] if indent else []
    text = on_paper(whole, width, indent=indent, gap="\n\n" if spaced else "\n")
    assume_wrapped(text.split(), width)
    assert texts(text) == whole


@settings(max_examples=40, deadline=None)
@given(
    st.lists(PARAGRAPHS, min_size=6, max_size=6),
    WIDTHS,
    st.sampled_from(["—{}—", "- {} -", "第{}页", "第 {} 页 共 9 页", "{}/9", "· {} ·"]),
    st.data(),
)
def test_page_numbers_do_not_break_a_paragraph(
    paragraphs: list[str], width: int, form: str, data: st.DataObject
) -> None:
    lines = on_paper(paragraphs, width, indent="　　").splitlines()
    assume_wrapped(lines, width)
    places = sorted(data.draw(st.sets(st.integers(1, len(lines) - 1), min_size=1, max_size=5)), reverse=True)
    for number, place in enumerate(places, start=1):
        lines.insert(place, form.format(len(places) - number + 1))
    assert texts("\n".join(lines)) == paragraphs


@pytest.mark.parametrize(
    ("line", "reason"),
    [("https://baike.example.com/doc/1-2.html", "injected-url"), ("—" * 20, "rule"), ("=" * 30, "rule")],
)
@settings(max_examples=30, deadline=None)
@given(paragraphs=st.lists(PARAGRAPHS, min_size=4, max_size=4), width=WIDTHS, data=st.data())
def test_an_injected_address_or_a_rule_is_dropped_and_named(
    line: str, reason: str, paragraphs: list[str], width: int, data: st.DataObject
) -> None:
    lines = on_paper(paragraphs, width, indent="　　").splitlines()
    assume_wrapped(lines, width)
    place = data.draw(st.integers(1, len(lines) - 1))
    lines.insert(place, line)
    report = reading("\n".join(lines)).report
    assert [(item.line, item.reason) for item in report.dropped] == [(place + 1, reason)]
    assert report.documents[0].text.split("\n") == paragraphs


@settings(max_examples=30, deadline=None)
@given(st.lists(PARAGRAPHS, min_size=6, max_size=6), WIDTHS, st.integers(5, 12))
def test_lines_and_pages_of_a_passage_are_where_its_characters_stand(
    paragraphs: list[str], width: int, page_lines: int
) -> None:
    paragraphs = [told_apart(paragraph, 100 * number) for number, paragraph in enumerate(paragraphs, start=1)]
    lines = on_paper(paragraphs, width, indent="　　").splitlines()
    assume_wrapped(lines, width)
    pages = ["\n".join(lines[at : at + page_lines]) for at in range(0, len(lines), page_lines)]
    source = "\n\f".join(pages) + "\n"
    result = reading(source)
    assert result.report.source.pages == len(pages)
    assert result.report.documents[0].text.split("\n") == paragraphs
    (only,) = result.report.documents
    for passage in only.passages:
        slices = source_slices(only.runs, passage.locator.start, passage.locator.end)
        first, last = slices[0][0], slices[-1][1] - 1
        assert passage.locator.page_start == source.count("\f", 0, first) + 1
        assert passage.locator.page_end == source.count("\f", 0, last) + 1
        assert passage.locator.line_start == source.count("\n", 0, first) + 1
        assert passage.locator.line_end == source.count("\n", 0, last) + 1


def test_a_page_begins_with_one_space_and_no_blank_line() -> None:
    lines = on_paper([SENTENCES[0] * 6, SENTENCES[2] * 6], 56).splitlines()
    pages = [lines[at : at + 5] for at in range(0, len(lines), 5)]
    source = "\n ".join("\n\n".join(page) for page in pages) + "\n"
    result = reading(source)
    assert result.report.source.pages == len(pages) > 2
    assert "".join(result.report.documents[0].text.split()) == SENTENCES[0] * 6 + SENTENCES[2] * 6


def test_pages_are_unknown_where_nothing_tells() -> None:
    passages = document("青禾区规划\n\n一、目标\n" + SENTENCES[0]).passages
    assert {passage.locator.page_start for passage in passages} == {None}


def test_paragraphs_of_a_line_each_are_not_wrapped_lines() -> None:
    paragraphs = [SENTENCES[0] + SENTENCES[number] for number in (2, 3, 4, 2, 3, 4)]
    text = "\n".join(paragraphs)
    assert not measure_layout(split_lines(text)).wrapped
    assert texts(text) == paragraphs


def test_lines_cut_by_counting_characters_are_joined() -> None:
    """Digits make such a line narrower, though it is no paragraph's last."""
    paragraph = (
        "到2030年，规模以上工业总产值达到1860.5亿元，年均增长7.5%左右，增加值860.3亿元，占46.2%以上。" * 6
    )
    cut = [paragraph[at : at + 30] for at in range(0, len(paragraph), 30)]
    assert texts("\n".join(["　　" + cut[0], *cut[1:]]) + "\n一、目标\n" + "\n".join(cut)) == [
        paragraph,
        "一、目标",
        paragraph,
    ]


def test_latin_words_keep_the_blank_that_the_line_break_stood_for() -> None:
    lines = [
        "本区积极对接全球城市研究组织发布 Globalization and World",
        "Cities 年度排名，推动打印和网络建设，完善产业体系，增长",
    ]
    text = "\n".join([*lines * 4, "点。"])
    assert "World Cities" in texts(text)[0]


def test_a_number_cut_in_two_is_put_together() -> None:
    lines = [
        "全区规模以上工业企业数字化诊断实现全覆盖，到年底累计达20",
        "30家，其中市级以上智能工厂二十家，算力规模持续提升，完善",
    ]
    assert "达2030家" in texts("\n".join([*lines * 4, "体系。"]))[0]


def test_running_heads_go_and_are_named() -> None:
    body = "\n\n".join(f"第{n}届大会通过了决议。\n\n青禾区人民政府公报" for n in "一二三四")
    report = reading("青禾区人民政府公报\n\n青禾区规划\n\n" + body).report
    assert [item.reason for item in report.dropped] == ["running-head"] * 4
    assert report.documents[0].text.count("公报") == 1


def test_bare_page_numbers_are_counted() -> None:
    pages = [
        "\n".join(f"{SENTENCES[number % 8]}" for number in range(14)) + f"\n{page}" for page in (7, 8, 9)
    ]
    report = reading("\n".join(pages)).report
    assert [(item.text, item.reason) for item in report.dropped] == [
        (str(page), "page-number") for page in (7, 8, 9)
    ]


@pytest.mark.parametrize("cell", ["-13", "—5", "1/4", "3 -"])
def test_a_table_cell_is_no_page_number(cell: str) -> None:
    text = f"\t序号\n\t变化\n\n\t1\n\t{cell}\n\n\t2\n\t{cell}\n"
    report = reading("青禾区指标清单\n" + text).report
    assert report.dropped == ()
    assert report.documents[0].text.count(cell) == 2


def test_numbered_items_without_full_stop_stay_apart() -> None:
    items = [
        "22. 在公园和轨道交通站点新设120处饮水点（含冷热水），招募1500名持证护河志愿者",
        "23. 改建18个邻里图书角、4个镇级少儿剧场、6个镇级非遗工坊和排练厅",
        "24. 举办河长技能培训80期",
    ]
    assert texts("\n".join(items)) == items


def test_noise_of_an_empty_file_is_none() -> None:
    assert noise_lines([], []) == {}
    assert page_start_lines([], "", measure_layout([])) == []
    assert split_lines("") == []


@given(st.text(alphabet=st.sampled_from("甲a \t\n\r\f　")))
def test_lines_cover_the_text_and_count_line_feeds(text: str) -> None:
    lines = split_lines(text)
    assert "".join(line.text for line in lines) == "".join(
        part.strip(" \t\r　") for part in text.replace("\f", "\n").split("\n")
    )
    for line in lines:
        assert text[line.start : line.end] == line.text
        assert line.blank or line.number == text.count("\n", 0, line.start) + 1


def pages_of(head: str, foot: str, count: int = 8) -> str:
    pages = []
    for page in range(1, count + 1):
        body = on_paper([told_apart(SENTENCES[0] * 3, 100 * page)], 60, indent="　　")
        pages.append(f"{head}\n{body}{foot.format(page)}\n")
    return "\f".join(pages)


@pytest.mark.parametrize("foot", ["{}", "- {} -", "第{}页"])
def test_heads_and_feet_of_pages_go(foot: str) -> None:
    report = reading(pages_of("青禾区产业发展规划文本", foot)).report
    reasons = [item.reason for item in report.dropped]
    assert reasons.count("page-number") == 8 and reasons.count("running-head") == 8
    assert "规划文本" not in report.documents[0].text


@pytest.mark.parametrize("line", ["一、总体要求", "坚持创新，绿色发展", "各街道办事处："])
def test_text_that_comes_again_at_page_edges_stays(line: str) -> None:
    report = reading(pages_of(line, "- {} -")).report
    assert "running-head" not in {item.reason for item in report.dropped}


def test_an_issuer_that_begins_documents_on_new_pages_stays() -> None:
    text = "\f".join(pages_of("", "", 12).split("\f"))
    pages = text.split("\f")
    for number in (2, 6, 10):
        pages[number] = "青禾区人民政府" + pages[number]
    report = reading("\f".join(pages)).report
    assert report.dropped == ()


def test_what_stands_alone_is_not_joined_though_it_fills_the_line() -> None:
    body = on_paper([SENTENCES[0] * 3, SENTENCES[1] * 3], 60, indent="　　")
    title = "青禾区人民政府关于加快公园和绿地建设管理工作的若干意见"
    adopted = "（2021年2月3日青禾区第六届人民代表大会第六次会议批准）"
    text = f"{title}\n各街道办事处，区政府各部门、各直属单位，各有关企业：\n{adopted}\n目    录\n{body}"
    lines = [block.text for block in blocks_of(text)]
    assert lines[:4] == [title, "各街道办事处，区政府各部门、各直属单位，各有关企业：", adopted, "目    录"]
