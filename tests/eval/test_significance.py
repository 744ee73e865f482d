"""Tests on paired differences, against values worked out by hand and against each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.intervals import auroc_difference
from eval.significance import holm, paired_p, sign_test


def test_mcnemar_by_hand() -> None:
    # 6 won, 1 lost: (C(7,0) + C(7,1)) / 2**7 * 2 = 16/128
    assert sign_test(6, 1) == 0.125
    assert paired_p([1] * 6 + [-1] + [0] * 20) == 0.125


def test_all_signs_are_tried_where_sizes_differ() -> None:
    # Sums of ±1 ±2 ±4: only +7 and −7 are as far out as +7.
    assert paired_p([1.0, 2.0, 4.0]) == 0.25
    # ±1 ±2 ±4 as far out as 5 (= −2+... 1−... ): +5, +7, −5, −7 → 4 of 8
    assert paired_p([-1.0, 2.0, 4.0]) == 0.5


def test_drawn_signs_agree_with_the_exact_test() -> None:
    values = [1.0] * 12 + [-1.0] * 4
    exact = sign_test(12, 4)
    # A tiny spread in size forbids the exact route; the p-value can't move by much.
    drawn = paired_p([value * (1 + 1e-9 * place) for place, value in enumerate(values)])
    assert drawn == pytest.approx(exact, abs=0.01)


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]), max_size=12))
def test_p_is_a_probability_and_does_not_care_which_run_is_first(values: list[float]) -> None:
    p = paired_p(values)
    assert 0 < p <= 1
    assert p == paired_p([-value for value in values])


def test_equal_runs_give_p_near_uniform() -> None:
    generator = np.random.default_rng(3)
    ps = [paired_p(list(generator.normal(size=12))) for _ in range(200)]
    assert np.mean([p < 0.1 for p in ps]) == pytest.approx(0.1, abs=0.06)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.02, 0.5]) == pytest.approx([0.03, 0.04, 0.5])
    assert holm([0.6, 0.6]) == [1.0, 1.0]


def test_the_auroc_difference_of_a_run_with_itself_is_nothing() -> None:
    scores, labels = [0.9, 0.4, 0.6, 0.2], [True, True, False, False]
    one, other, gap = auroc_difference(scores, scores, labels)
    assert one == other == 0.75
    assert (gap.value, gap.low, gap.high) == (0, 0, 0)
