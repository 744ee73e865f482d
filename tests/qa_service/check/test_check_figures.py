"""Figures: value, unit, qualifier; and when two say the same."""

from __future__ import annotations

import pytest

from qa_service.check.agreement import (
    conflict_of_bounds,
    conflict_of_direction,
    rounds_to,
    same_unit,
    same_value,
)
from qa_service.check.figures import Figure, read_figures
from qa_service.check.folding import fold_letters
from qa_service.check.tokens import tokenise


def only(text: str) -> Figure:
    (figure,) = read_figures(fold_letters(text).text)
    return figure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.5万亿元", "25000亿元"),
        ("百分之七十五", "75%"),
        ("７５．５％", "75.5%"),
        ("1,360亿元", "1360亿元"),
        ("二〇二五年", "2025年"),
        ("二十个工作日", "20个工作日"),
        ("6－10家", "6至10家"),
        ("5%～8%", "5-8%"),
        ("2020年至2035年", "2020-2035年"),
        ("4680.9元/㎡", "4680.9元/m²"),
        ("“十四五”", "第十四个五年"),
        ("12平方公里", "12km²"),
        ("60周岁", "60岁"),
        ("三分之二", "2/3"),
        ("60天", "60日"),
        ("26.6微克/立方米", "26.6微克/m³"),
        ("26.6微克/立方米", "26.6 μg/m³"),
        ("0.8毫克/升", "0.8 mg/L"),
    ],
)
def test_the_same_figure_in_two_writings(one: str, other: str) -> None:
    assert same_unit(only(one), only(other))
    assert same_value(only(one), only(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5万元", "5亿元"),
        ("75%", "75‰"),
        ("75%", "75个百分点"),
        ("6-10家", "10家"),
        ("2025年", "5年"),
        ("第十二条", "第二条"),
        ("“十四五”", "“十五五”"),
        ("3个月", "3年"),
        ("26.6微克/立方米", "26.6毫克/立方米"),
        ("0.8毫克/升", "0.8毫克/立方米"),
    ],
)
def test_another_figure(one: str, other: str) -> None:
    first, second = only(one), only(other)
    assert not (same_unit(first, second) and same_value(first, second))


def test_a_unit_of_two_parts_is_one() -> None:
    assert only("26.6 微克/立方米").text == "26.6微克立方米"


def test_a_unit_ends_at_punctuation() -> None:
    (figure,) = (one for one in tokenise(fold_letters("居全市第一。多元化发展")).figures if one)
    assert (figure.text, figure.unit) == ("第一", "第")


def test_words_are_no_figures() -> None:
    assert read_figures(fold_letters("十分重要，百姓、三农工作，一网通办，统一部署").text) == []


@pytest.mark.parametrize(
    ("draft", "source", "rounded"),
    [
        ("约31%", "31.2%", True),
        ("接近27%", "26.8%", True),
        ("三百多亿元", "312.4亿元", True),
        ("400家左右", "约400家", False),
        ("70%左右", "75%左右", False),
        ("31%", "36%", False),
        ("2025年", "2028年", False),
    ],
)
def test_rounding(draft: str, source: str, rounded: bool) -> None:
    assert rounds_to(only(draft), only(source)) is rounded


def test_bounds_and_directions_conflict() -> None:
    assert conflict_of_bounds(only("不少于5家"), only("不超过5家"))
    assert not conflict_of_bounds(only("5家以上"), only("不少于5家"))
    assert conflict_of_direction(only("增长10%"), only("增长到10%"))
