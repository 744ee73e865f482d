"""Numerals, foldings and character classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chars import BLANK, display_width, fold_title, squeeze, strip_span, visible_length
from ingest.numerals import parse_numeral

DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 9999 as it is written out, ten without a leading one."""
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        elif text:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(1, 9999))
def test_written_numerals_are_read_back(number: int) -> None:
    assert parse_numeral(chinese(number)) == number


@given(st.integers(1000, 9999))
def test_years_are_read_digit_by_digit(year: int) -> None:
    by_digit = "".join(DIGITS[int(digit)] for digit in str(year))
    assert parse_numeral(by_digit) == year
    assert parse_numeral(by_digit.replace("〇", "○")) == year


@given(st.integers(0, 10**6))
def test_arabic_digits_of_either_width(number: int) -> None:
    full = "".join(chr(ord(char) + 0xFEE0) for char in str(number))
    assert parse_numeral(str(number)) == parse_numeral(full) == number


@given(st.integers(1, 20))
def test_circled_digits(number: int) -> None:
    assert parse_numeral(chr(0x245F + number)) == number


@pytest.mark.parametrize("text", ["", "甲", "第一", "一点五", "1.5", "IV", "²3甲"])
def test_what_is_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value >= 0


@given(st.text(alphabet=st.sampled_from(BLANK + "一a。")), st.data())
def test_strip_span_takes_blanks_off_the_ends_only(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = strip_span(text, start, end)
    assert text[low:high] == text[start:end].strip(BLANK)
    assert start <= low <= high <= end


@given(st.text(alphabet=st.sampled_from(BLANK + "规划a1，")))
def test_visible_length_counts_what_squeeze_leaves(text: str) -> None:
    assert visible_length(text) == len(squeeze(text)) == sum(char not in BLANK for char in text)


def test_titles_fold_over_width_case_marks_and_blanks() -> None:
    same = ["《Ａ区“十四五” 规划（２０２１版）》", "<a区十四五规划(2021版)>", "A区·十四五-规划_2021版"]
    assert len({fold_title(text) for text in same}) == 1
    assert fold_title("二○二一年") == fold_title("二〇二一年")
    assert fold_title("第2号") != fold_title("第12号")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold_title(text)
    assert fold_title(once) in {once, fold_title(fold_title(once))}
    assert all(char.isalnum() for char in once)


def test_width_counts_columns() -> None:
    assert display_width("") == 0
    assert display_width("２1年a，,") == 2 + 1 + 2 + 1 + 2 + 1
