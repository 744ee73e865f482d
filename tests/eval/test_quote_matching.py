"""The coverage rule: whole, or 80 % in one run, after folding."""

from difflib import SequenceMatcher

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eval.matching import covered, normalise, shortest_run

# No combining marks: NFKC would fuse one at the border of a quotation with its neighbour.
TEXT = st.text(alphabet="甲乙丙丁0123Ab，。 （）％％１２\n㎡", max_size=40)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("（２０２１年）", "2021年"),
        ("“绿 地”，\n达到4.1％", "绿地达到41"),
        ("元/㎡", "元m2"),
        ("元/m²", "元m2"),
        ("IDC", "idc"),
        ("二〇二一", "二〇二一"),
        ("——……", ""),
    ],
)
def test_folding_drops_width_case_blanks_and_punctuation(raw: str, folded: str) -> None:
    assert normalise(raw) == folded


@given(TEXT, TEXT, TEXT)
def test_a_text_that_contains_the_quote_covers_it(before: str, quote: str, after: str) -> None:
    assume(normalise(quote))
    assert covered(quote, before + quote + after)


def _longest_run(quote: str, text: str) -> int:
    matcher = SequenceMatcher(None, quote, text, autojunk=False)
    return matcher.find_longest_match().size


@given(TEXT, TEXT)
def test_agrees_with_the_longest_common_substring(quote: str, text: str) -> None:
    needle, hay = normalise(quote), normalise(text)
    assume(needle)
    assert covered(quote, text) == (5 * _longest_run(needle, hay) >= 4 * len(needle))


@given(st.text(alphabet="甲乙", min_size=5, max_size=12), st.text(alphabet="甲乙", max_size=30))
def test_agrees_with_it_where_near_misses_abound(quote: str, text: str) -> None:
    assert covered(quote, text) == (5 * _longest_run(quote, text) >= 4 * len(quote))


def test_eight_of_ten_in_one_run_is_enough_wherever_the_run_begins() -> None:
    quote = "零一二三四五六七八九"
    for start in range(3):
        assert covered(quote, f"前{quote[start : start + 8]}后")


def test_seven_of_ten_is_not_nor_are_ten_in_two_runs() -> None:
    quote = "零一二三四五六七八九"
    assert not covered(quote, quote[:7])
    assert not covered(quote, f"{quote[:5]}隔{quote[5:]}")


def test_an_altered_figure_in_the_middle_is_not_covered() -> None:
    assert not covered("新建公园绿地36公顷", "新建公园绿地63公顷")


def test_a_quote_without_letters_is_covered_by_nothing() -> None:
    assert not covered("——", "——")


def test_shortest_run_rounds_up() -> None:
    assert [shortest_run(size) for size in (1, 4, 5, 6, 10, 11)] == [1, 4, 4, 5, 8, 9]
