"""Quotations: pairs, pieces, and where they stand in a document."""

from __future__ import annotations

import pytest

from qa_service.check.checker import Checker
from qa_service.check.folding import fold_letters
from qa_service.check.library import Library
from qa_service.check.locate import locate
from qa_service.check.quotations import read_quotations


@pytest.mark.parametrize(
    ("text", "quotes", "alone"),
    [
        ("说“甲乙”，又说「丙」。", ["甲乙", "丙"], 0),
        ("外“内‘里’外”", ["内‘里’外"], 0),
        ("“甲“乙”丙”", ["甲“乙”丙"], 0),
        ("《甲规划》不是引文", [], 0),
        ("没有配对“甲，\n下一段“乙”", ["乙"], 1),
        ("多了”一个“甲”", ["甲"], 1),
        ('用"直引号"', ["直引号"], 0),
    ],
)
def test_marks_are_paired_within_a_paragraph(text: str, quotes: list[str], alone: int) -> None:
    found, unpaired = read_quotations(text)
    assert [quote.text for quote in found] == quotes
    assert len(unpaired) == alone
    assert all(text[quote.start : quote.end] == quote.text for quote in found)


def test_folding_leads_back_to_the_characters() -> None:
    text = "達到 ７５．５％，\n共 1,360 家"
    folded = fold_letters(text)
    assert folded.text == "达到75.5%共1360家"
    start = folded.text.index("1360")
    low, high = folded.span(start, start + 4)
    assert text[low:high] == "1,360"


def test_a_quotation_crosses_paragraphs_and_skips_at_its_ellipsis(checker: Checker) -> None:
    library = checker.library
    text = library.documents[0].text
    piece = text[600:760]
    assert locate(piece, library)
    cut = piece[:40] + "……" + piece[-40:]
    assert locate(cut, library)
    turned = piece[-40:] + "……" + piece[:40]
    assert not locate(turned, library)


def test_a_number_is_never_cut_and_a_negation_never_left_out(checker: Checker) -> None:
    library: Library = checker.library
    assert locate("环湖绿道长度达到96公里", library)
    assert not locate("6公里", library) or all(
        library.folded[row[0].document].text[row[0].start - 1] != "9" for row in locate("6公里", library)
    )


def test_an_altered_quotation_is_named(checker: Checker) -> None:
    sentence = "意见提出“环湖慢行系统基本贯通，环湖绿道总长度达到86公里”。"
    result = checker.check(sentence)
    assert result.verdict == "altered"
    assert any("86公里" in flag and "96公里" in flag for flag in result.flags)
