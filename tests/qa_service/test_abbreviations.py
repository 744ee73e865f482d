"""Abbreviations of a question, written out where the documents write them out."""

from __future__ import annotations

import pytest

from qa_service.abbreviations import TERMS, spelled_out


def holders(own: int, words: int):  # type: ignore[no-untyped-def]
    return lambda term: own if term.isascii() else words


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("2025年GDP目标", "2025年地区生产总值目标"),
        ("2025年gdp目标", "2025年地区生产总值目标"),
        ("R&D投入强度", "研发投入强度"),
        ("ＡＩ企业有几家", "ＡＩ企业有几家"),  # the engine makes it half width before
        ("AIGC怎么发展", "AIGC怎么发展"),
        ("HR+AI智能体", "HR+人工智能智能体"),
    ],
)
def test_abbreviations_that_the_documents_do_not_use(question: str, written: str) -> None:
    assert spelled_out(question, holders(own=0, words=9)) == written


def test_those_that_they_use_stay() -> None:
    assert spelled_out("2025年GDP目标", holders(own=4, words=9)) == "2025年GDP目标"


def test_those_without_words_in_the_documents_stay() -> None:
    assert spelled_out("2025年GDP目标", holders(own=0, words=0)) == "2025年GDP目标"


def test_every_term_is_read() -> None:
    for name, term in TERMS.items():
        assert spelled_out(name, holders(own=0, words=5)) == term
