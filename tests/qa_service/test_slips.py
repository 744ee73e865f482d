"""Slips of the input method are put right where the documents tell what was meant, and only there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import LexicalIndex
from index.text import bigrams, fold
from qa_service.engine import Engine
from qa_service.slips import HELD, Spelling, corrected
from qa_service.wording import Worded, Wording

PAGES = [
    "静安区产业发展规划",
    "公租房申请条件",
    "新基建布局",
    "养老机构护理床位",
    "数据资源算法",
    "市人大常委会",
]


def spelling(pages: Mapping[str, int]) -> Spelling:
    held: dict[str, int] = {}
    for text, times in pages.items():
        for pair in set(bigrams(fold(text))):
            held[pair] = held.get(pair, 0) + times
    return Spelling(held, lambda pair: held.get(pair, 0))


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("静按区有几家首店", "静安区有几家首店"),
        ("十五五硅划纲要", "十五五规划纲要"),
        ("公租访怎么申请", "公租房怎么申请"),
        ("六大颤业是哪些", "六大产业是哪些"),
        ("静按区的颤业硅划", "静安区的产业规划"),
    ],
)
def test_a_slip_is_put_right(question: str, right: str) -> None:
    found = spelling(dict.fromkeys(PAGES, HELD))
    slips = found.slips(question)
    assert corrected(question, slips) == right
    assert all(right[slip.start : slip.start + 2] == slip.word for slip in slips)


@pytest.mark.parametrize(
    "question",
    [
        "静安区的产业规划",
        "硅谷在哪里",  # a word, if none of the documents'
        "白天家里没人带小孩",  # 人大 stands in the documents, but 人带 is what is meant
        "小区里养鸽子要办手续吗",
        "一百二十亿件",  # a figure is never changed
        "AI GDP 2025",
        "",
    ],
)
def test_what_is_no_slip_stays(question: str) -> None:
    assert spelling(dict.fromkeys(PAGES, HELD)).slips(question) == []


def test_a_word_that_hardly_stands_in_the_documents_is_none_to_change_to() -> None:
    assert spelling({"公租房申请条件": HELD - 1}).slips("公租访怎么申请") == []


@given(st.text(st.sampled_from("静安按区产业颤硅规划公租房访的在，A1"), max_size=14))
def test_only_characters_change_never_the_length(question: str) -> None:
    slips = spelling(dict.fromkeys(PAGES, HELD)).slips(question)
    right = corrected(question, slips)
    assert len(right) == len(question)
    changed = [place for place in range(len(question)) if question[place] != right[place]]
    assert changed == [slip.place for slip in slips]


def test_what_was_done_to_a_question_is_told() -> None:
    index = LexicalIndex.build([bigrams(fold(text)) for text in [*PAGES, "老年人"] for _ in range(HELD)])
    wording = Wording(index, {"老人家": ("老年人",)})
    assert wording.of("公租訪怎么申请，老人家也行吗") == Worded(
        "公租房怎么申请,老人家（老年人）也行吗",
        ("疑有错别字，已改正后检索：“租访”→“租房”", "已按文件用语一并检索：“老人家”→“老年人”"),
    )
    assert wording.of("公租房怎么申请") == Worded("公租房怎么申请")


def test_the_samples_are_found_in_spite_of_a_slip(sample_home: Path) -> None:
    answer = Engine.open(sample_home).ask("租巾补贴对初创企业每年最高给多少？")
    assert answer.question == "租巾补贴对初创企业每年最高给多少？"
    assert "租金补贴" in answer.hits[0].text
    assert answer.reworded[0].startswith("疑有错别字")
