"""The number, date or the like that a question asks for, pointed at in the sentence that answers."""

from __future__ import annotations

import numpy as np
import pytest

from index.text import plain
from qa_service.asked import Asked, read_asked
from qa_service.sought import Sought
from qa_service.spans import answer_spans, find
from qa_service.support import read_words


def pointed(question: str, text: str, headings: str = "") -> list[str]:
    text_read = plain(question)
    words = read_words(text_read, np.empty((0, 2), np.int32), {})
    sought = Sought(read_asked(text_read), words)
    return [text[a:b] for a, b in answer_spans(sought, text, [(0, len(text))], headings)]


@pytest.mark.parametrize(
    ("question", "text", "first"),
    [
        ("湖区新增养老床位多少张？", "改建社区食堂12家，新增养老床位1263张，惠及老人5000人。", "1263张"),
        ("湖區新增養老床位多少張", "新增养老床位１２６３张、社区食堂6家。", "１２６３张"),
        ("研发投入占比是多少", "研发投入占地区生产总值的比重达到4.5%，绿化覆盖率达到38%。", "4.5%"),
        ("示范园区是哪天揭牌的", "示范园区于2024年10月25日揭牌，2025年3月扩建。", "2024年10月25日"),
        ("咨询电话是多少", "地址：湖滨路12号，咨询电话：57001234。", "57001234"),
        ("发文字号是什么", "现印发给你们。湖府发〔2024〕7号", "湖府发〔2024〕7号"),
        ("夜间市集由哪个部门负责", "夜间市集由区城市管理局负责，各街道配合。", "区城市管理局"),
        ("论坛由哪家单位承办", "湖区论坛由湖城会展有限公司承办。", "湖城会展有限公司"),
        ("报名网址是什么", "报名请登录www.example.gov.cn/bm。", "www.example.gov.cn/bm"),
        ("公共绿地面积目标是多少平方米", "3\t公共绿地面积\t平方米\t12000", "12000"),
    ],
)
def test_the_figure_nearest_to_what_is_asked_for_comes_first(question: str, text: str, first: str) -> None:
    assert pointed(question, text)[0].strip() == first


def test_several_that_are_asked_for_are_all_pointed_at() -> None:
    text = "新增上市企业30家，累计达到60家。"
    assert set(pointed("新增上市企业多少家、累计多少家", text)) == {"30家", "60家"}


@pytest.mark.parametrize("question", ["怎样发展夜间经济", "六大产业是哪六个", "什么是一业一证"])
def test_nothing_where_no_figure_is_asked_for(question: str) -> None:
    assert pointed(question, "2025年新增企业30家。") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（责任部门：区商务委、区投资办、各街道）", ["区商务委", "区投资办", "各街道"]),
        (
            "由区发展和改革委员会牵头，会同区人民政府办公室编制",
            ["区发展和改革委员会", "区人民政府办公室"],
        ),
        ("建设工作由湖区房屋管理局负责。", ["湖区房屋管理局"]),
        ("参加单位有区委组织部、区公安分局", ["区委组织部", "区公安分局"]),
        ("责任单位\t区科委\t区财政局", ["区科委", "区财政局"]),
        ("形成区域新格局，妥善处理，委托办理", []),
        ("采用政府引导、市场运营的方式", []),
    ],
)
def test_departments_are_pointed_at_by_their_whole_names(text: str, names: list[str]) -> None:
    assert [text[a:b] for a, b in find(Asked("office"), text)] == names


def test_a_year_is_no_count() -> None:
    asked = read_asked("新增企业多少家")
    text = "2025年新增企业30家"
    assert [text[a:b] for a, b in find(asked, text)] == ["30家"]


def test_those_who_are_responsible_are_pointed_at_in_the_note_behind() -> None:
    text = "各街道推进旧住房改造。（责任部门：区房管局、区建管委）"
    text_read = "旧住房改造由哪个部门负责"
    words = read_words(text_read, np.empty((0, 2), np.int32), {})
    sentences = [(0, 11), (11, len(text))]
    found = answer_spans(Sought(read_asked(text_read), words), text, sentences, "")
    assert [text[a:b] for a, b in found] == ["区房管局", "区建管委"]
