"""What counts as naming an altered fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.altered import names_fact, parse_altered


@pytest.mark.parametrize(
    ("altered", "numbers"),
    [
        ("10-15家 -> 原文15-20家", {"10-15", "15-20"}),
        ("６３０亿元 → 真值 ３６０亿元", {"630", "360"}),
        ("88家 -> 原文90家（88家是邻区的数）", {"88", "90"}),
        ("3.8% -> 原文4.1%", {"3.8", "4.1"}),
        ("第一批48家改成了38家", {"48", "38"}),
        ("把2025年改为2035年", {"2025", "2035"}),
        ("5%~8% -> 应为5%至9%", {"5-8", "5-9"}),
        ("1,200套 -> 1,300套", {"1200", "1300"}),
        ("2021年10月9日 -> 2021年10月19日", {"9", "19"}),
    ],
)
def test_numbers_that_tell_the_values_apart(altered: str, numbers: set[str]) -> None:
    fact = parse_altered(altered)
    assert fact is not None
    assert fact.numbers == numbers


@pytest.mark.parametrize(
    ("altered", "texts"),
    [
        ("区商务委 -> 原文为区发改委", {"区商务委", "区发改委"}),
        ("将河东改成了河西", {"河东", "河西"}),
        ("5亿元 → 应为5万元", {"5亿元", "5万元"}),
        ("六大 -> 五大", {"六大", "五大"}),
        ("原平路 -> 实验路", {"原平路", "实验路"}),
    ],
)
def test_values_without_a_differing_number(altered: str, texts: set[str]) -> None:
    fact = parse_altered(altered)
    assert fact is not None
    assert (fact.numbers, fact.texts) == (frozenset(), texts)


@pytest.mark.parametrize("altered", ["", "一个数", "5家 -> ", "5家 -> 原文5家"])
def test_what_gives_no_two_values_is_told(altered: str) -> None:
    assert parse_altered(altered) is None


@pytest.mark.parametrize(
    ("altered", "flag", "named"),
    [
        ("10-15家 -> 15-20家", "“10—15家”应为“15—20家”", True),
        ("10-15家 -> 15-20家", "“6-10家”与原文不符", False),
        ("38家 -> 48家", "原文为 48 家", True),
        ("38家 -> 48家", "138家存疑", False),
        ("38家 -> 48家", "38.5家存疑", False),
        ("3.8% -> 4.1%", "数字不同：3.8％", True),
        ("3.8% -> 4.1%", "数字不同：38％", False),
        ("区商务委 -> 区发改委", "牵头单位应为“区发改委”", True),
        ("区商务委 -> 区发改委", "牵头单位存疑", False),
        ("5亿元 -> 5万元", "5亿元", True),
        ("5亿元 -> 5万元", "5年", False),
    ],
)
def test_a_flag_names_the_fact_by_either_value(altered: str, flag: str, named: bool) -> None:
    fact = parse_altered(altered)
    assert fact is not None
    assert names_fact(flag, fact) is named


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_only_the_two_values_are_names(wrong: int, true: int, other: int) -> None:
    fact = parse_altered(f"{wrong}家 -> 原文{true}家")
    if fact is None:
        assert wrong == true
        return
    assert names_fact(f"“{other}家”存疑", fact) == (other in (wrong, true))
