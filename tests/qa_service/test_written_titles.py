"""Titles that a question writes otherwise than their documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import LexicalIndex
from qa_service.wording import Wording
from qa_service.written_titles import WrittenTitles, slipped_places

TITLES = WrittenTitles(
    (
        "中华人民共和国苗圃信息保护法",
        "苗圃采购法",
        "苗圃采购法实施条例",
        "劳动苗圃合同法",
        "青禾区绿地建设“十五五”规划",
        "青禾区第一批古树名木名录",
        "网络苗圃安全管理条例（试行）",
        "苗圃采购评审专家管理办法",
    )
)


def nowhere(_term: str) -> int:
    return 0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("苗保法第三条", "苗圃信息保护法第三条"),
        ("请问苗采法实施条例怎么说", "请问苗圃采购法实施条例怎么说"),
        ("苗采法和苗保法", "苗圃采购法和苗圃信息保护法"),
        ("苗采法实行条例第2条", "苗圃采购法实施条例第2条"),
        ("网安条例第二条", "网络苗圃安全管理条例第二条"),
        ("劳动法第三条", "劳动法第三条"),  # another law's whole name, not a short one
        ("苗圃法", "苗圃法"),  # of which of the two?
        ("有什么办法", "有什么办法"),
        ("苗圃采购法实行条例第2条", "苗圃采购法实施条例第2条"),
        ("青禾区绿地健设“十五五”规划的目标", "青禾区绿地建设“十五五”规划的目标"),
        ("青禾区绿地建设“十四五”规划", "青禾区绿地建设“十四五”规划"),
        ("青禾区第二批古树名木名录", "青禾区第二批古树名木名录"),
        ("青苗区绿地建设“十五五”规划", "青苗区绿地建设“十五五”规划"),
    ],
)
def test_titles_are_written_as_their_documents_have_them(question: str, text: str) -> None:
    assert TITLES.rewrite(question, nowhere).text == text


def test_what_the_documents_call_a_law_stays() -> None:
    often = {"苗保": 3, "保法": 3}
    rewritten = TITLES.rewrite("苗保法第三条", lambda term: often.get(term, 5))
    assert rewritten.text == "苗保法第三条"


def test_a_title_that_stands_whole_is_no_slip_of_another() -> None:
    titles = WrittenTitles(("青禾区苗圃管理办法", "青禾区苗圃管护办法"))
    assert titles.rewrite("青禾区苗圃管护办法第3条", nowhere).slips == ()


@given(st.integers(0, 8), st.sampled_from("鱼鸟虫马"))
def test_any_letter_but_the_place_and_figures_may_be_wrong(place: int, wrong: str) -> None:
    title = "苗圃采购法实施条例"
    said = title[:place] + wrong + title[place + 1 :]
    assert slipped_places(title, said) == [(0, place)]


def test_the_reader_is_told() -> None:
    wording = Wording(LexicalIndex.build([["苗圃"]] * 3), {})
    worded = wording.of("苗保法和苗圃采购法实行条例", TITLES)
    assert worded.text == "苗圃信息保护法和苗圃采购法实施条例"
    assert worded.notes == (
        "疑有错别字，已改正后检索：“实行”→“实施”",
        "已按文件名称检索：“苗保法”→“苗圃信息保护法”",
    )
