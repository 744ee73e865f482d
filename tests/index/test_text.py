"""Folding, number forms and tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import arabic_years, bigrams, fold, number_tokens, plain, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("二〇二五年", "2025年"),
        ("二○二五年", "２０２５年"),
        ("二O二五年、二0二五年", "2025年、2025年"),
        ("二○二一年十至十二月份", "2021年10至12月份"),
        ("二〇二五年三月五日", "2025年3月5日"),
        ("第十二条", "第12条"),
        ("百分之七十五", "75%"),
        ("百分之七点五", "7.5％"),
        ("靜安區產業發展", "静安区产业发展"),
        ("ＡＥＤ", "aed"),
        ("12,350具", "12350具"),
        ("第十四个五年规划", "十四五规划"),
        ("5－10幢", "5—10幢"),
        ("PM_{2.5}浓度", "PM2.5浓度"),
        ("CO_2、m^{3}", "CO2、m3"),
    ],
)
def test_two_writings_of_one_thing_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("第二条", "第十二条"), ("2号", "12号"), ("7.5%", "75%"), ("十四五", "十五五"), ("三个月", "3月")],
)
def test_different_things_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("2.5万亿元", "25000亿元"), ("1.4万套", "14000套"), ("３千家", "3000家")]
)
def test_values_share_a_token_whatever_their_unit(one: str, other: str) -> None:
    assert number_tokens(fold(one)) == number_tokens(fold(other))


@given(st.text(max_size=80))
def test_folding_is_idempotent_up_to_numerals_and_never_fails(text: str) -> None:
    assert fold(fold(text)) == fold(fold(fold(text)))


@given(st.text(alphabet="静安区产业规划目标2025ab，。 ", max_size=60))
def test_tokens_stand_in_the_text(text: str) -> None:
    folded = fold(text)
    assert all(token in folded for token in bigrams(folded))
    assert all(token in folded for token in words(folded))


def test_function_words_are_no_tokens() -> None:
    assert words(fold("请问静安区的目标是什么")) == words(fold("静安区目标"))


@given(st.text(alphabet="二〇○O0零一九五年三月，目标", max_size=40))
def test_years_in_arabic_digits_keep_every_character_in_its_place(text: str) -> None:
    written = arabic_years(text)
    assert len(written) == len(text) == len(plain(text))
    assert all(a == b or b.isdigit() for a, b in zip(text, written, strict=True))
