"""Everyday words of a question get the documents' words beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import bigrams, fold
from qa_service.engine import Engine
from qa_service.everyday import (
    LIST,
    LONGEST,
    OWN,
    BadWords,
    explained,
    official_words,
    read_words,
    shipped_words,
)

WORDS = {"小强": ("蟑螂", "病媒生物"), "老房子": ("旧住房",), "老房": ("老旧住房",), "房子里": ("室内",)}


def holding(*texts: str) -> Callable[[str], int]:
    """Passages ``texts``, ten of each."""
    return lambda term: 10 * sum(term in bigrams(fold(text)) for text in texts)


@pytest.mark.parametrize(
    ("question", "passages", "words"),
    [
        ("厨房有小强", ("蟑螂防治",), ["蟑螂"]),
        ("厨房有小强", ("病媒生物防制",), ["病媒生物"]),  # the first official word that is there
        ("厨房有小强", ("消灭小强", "蟑螂防治"), []),  # the documents say so themselves
        ("厨房有小强", ("绿化",), []),
        ("小强和蟑螂", ("蟑螂防治",), []),  # asked for already
        ("老房子有小强", ("旧住房里的蟑螂",), ["旧住房", "蟑螂"]),
        ("老房子里", ("老旧住房", "室内"), ["旧住房"]),  # the longest from the first place on
        ("《小强防治办法》和“小强”", ("蟑螂",), []),  # a title, a quotation
        ("《办法》里的小强", ("蟑螂",), ["蟑螂"]),
        ("", ("蟑螂",), []),
    ],
)
def test_words_of_the_documents(question: str, passages: tuple[str, ...], words: list[str]) -> None:
    assert [one.word for one in official_words(question, holding(*passages), WORDS)] == words


@given(st.lists(st.sampled_from([*WORDS, "在", "厨房", "（", "？"]), max_size=12).map("".join))
def test_what_was_said_stays(question: str) -> None:
    meant = official_words(question, holding("蟑螂", "旧住房", "室内"), WORDS)
    text = explained(question, meant)
    rest = text
    for one in meant:
        assert question[: one.end].endswith(one.said)
        assert f"{one.said}（{one.word}）" in text
        rest = rest.replace(f"（{one.word}）", "", 1)
    assert rest == question


def test_the_list_is_in_order() -> None:
    words = shipped_words()
    lines = LIST.read_text(encoding="utf-8").splitlines()
    assert len(words) == len(lines) > 1500
    assert lines == sorted(lines)
    for said, official in words.items():
        assert 2 <= len(said) <= LONGEST, said
        assert official and said not in official, said
        # A figure would be looked for that nobody asked for; a word that asks tells what kind is asked for.
        assert not re.search(r"\d", "".join(official)), said
        assert not re.search("多少|几|谁|哪|什么|啥|怎么|吗|何", said), said


def test_the_answer_says_what_was_looked_for_beside(sample_home: Path) -> None:
    engine = Engine.open(sample_home)
    answer = engine.ask("老人家要不要买票")
    assert answer.question == "老人家要不要买票"
    assert answer.reworded == ("已按文件用语一并检索：“老人家”→“老年人”",)
    assert engine.ask("老年人要不要买票").reworded == ()


def test_a_home_adds_words_of_its_own(scratch_home: Path) -> None:
    (scratch_home / OWN).write_text("# 本单位的说法\n\n瞧鸟儿\t观鸟\n", encoding="utf-8-sig")
    answer = Engine.open(scratch_home).ask("老人家瞧鸟儿要不要买票")
    assert answer.reworded == ("已按文件用语一并检索：“老人家”→“老年人”、“瞧鸟儿”→“观鸟”",)


@pytest.mark.parametrize("line", ["瞧鸟儿 观鸟", "鸟\t观鸟", "瞧鸟儿\t", "瞧鸟儿\t | ", "一" * 9 + "\t观鸟"])
def test_a_line_that_is_no_entry_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / OWN).write_text(f"小鸟儿\t鸟类\n{line}\n", encoding="utf-8")
    with pytest.raises(BadWords, match="第 2 行"):
        read_words(tmp_path / OWN)


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes("瞧鸟儿\t观鸟".encode("gb18030"))
    with pytest.raises(BadWords, match="UTF-8"):
        read_words(tmp_path / OWN)
