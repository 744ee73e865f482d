"""Abstention, draft checking and confidence intervals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from eval.abstention import abstention, draft_check
from eval.intervals import auroc_figure, mean_figure, wilson
from eval.judgement import Judgement, judge
from eval.metrics import auroc
from eval.questions import Question
from eval.runs import RunRecord
from eval.summary import latency

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=20)


def _answer(
    kind: str,
    confidence: float = 0.5,
    answerable: bool = True,
    flags: tuple[str, ...] = (),
    altered: str = "",
) -> Judgement:
    question = Question("q", "问", kind, quotes=("原文一句",), altered=altered)
    record = RunRecord("q", answerable=answerable, confidence=confidence, flags=flags)
    return judge(question, record)


def test_hand_counted_auroc() -> None:
    assert auroc([0.9, 0.4], [0.4, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert auroc([], [0.1]) is None


@given(SCORES, SCORES)
def test_auroc_agrees_with_scikit_learn_ties_and_all(positive: list[float], negative: list[float]) -> None:
    labels = [1] * len(positive) + [0] * len(negative)
    assert auroc(positive, negative) == pytest.approx(roc_auc_score(labels, positive + negative))


def test_drafts_are_left_out_of_abstention() -> None:
    asked = [
        _answer("number", 0.9),
        _answer("list", 0.6, answerable=False),
        _answer("unanswerable", 0.7, answerable=False),
        _answer("unanswerable", 0.1),
    ]
    drafts = [_answer("cite", 0.0, answerable=False), _answer("misquote", 0.0, answerable=False)]
    alone, both = abstention(asked), abstention([*asked, *drafts])
    assert alone == both
    assert (alone.auroc.value, alone.auroc.n) == (0.75, 4)
    assert (alone.refused.value, alone.refused.n) == (0.5, 2)
    assert (alone.wrongly_refused.value, alone.wrongly_refused.n) == (0.5, 2)


def test_a_flag_must_name_the_altered_fact() -> None:
    figures = draft_check(
        [
            _answer("misquote", flags=("“63公顷”应为“36公顷”",), altered="63公顷 -> 原文36公顷"),
            _answer("misquote", flags=("“2025年”存疑",), altered="63公顷 -> 原文36公顷"),
            _answer("misquote", altered="63公顷 -> 原文36公顷"),
            _answer("cite", flags=("“2025年”存疑",)),
            _answer("cite"),
            _answer("number", flags=("不计",)),
        ]
    )
    assert figures.named.value == pytest.approx(1 / 3)
    assert figures.flagged.value == pytest.approx(2 / 3)
    assert (figures.false_alarms.value, figures.false_alarms.n) == (0.5, 2)


def test_a_set_without_such_items_has_no_such_figures() -> None:
    assert draft_check([_answer("number")]).named.value is None
    assert abstention([_answer("number")]).auroc.value is None


def test_latency_skips_what_was_not_timed() -> None:
    records = [RunRecord(str(ms), ms=ms) for ms in (1.0, 2.0, 3.0, None)]
    assert latency(records) == {"median": 2.0, "p95": pytest.approx(2.9), "n": 3}
    assert latency([RunRecord("a")]) == {"median": None, "p95": None, "n": 0}


@given(st.integers(1, 300), st.data())
def test_wilson_agrees_with_scipy(trials: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, trials))
    theirs = binomtest(hits, trials).proportion_ci(method="wilson")
    assert wilson(hits / trials, trials) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_the_bootstrap_comes_near_the_normal_interval() -> None:
    values = np.random.default_rng(1).uniform(size=400).tolist()
    figure = mean_figure(values)
    half = 1.96 * np.std(values) / 20
    assert figure.low == pytest.approx(figure.value - half, abs=0.004)
    assert figure.high == pytest.approx(figure.value + half, abs=0.004)


def test_the_same_run_gives_the_same_interval() -> None:
    values = [0.0, 0.5, 1.0, 0.25]
    assert mean_figure(values) == mean_figure(values)
    assert auroc_figure([0.5, 0.9], [0.1, 0.6]) == auroc_figure([0.5, 0.9], [0.1, 0.6])


@given(SCORES, SCORES)
def test_intervals_hold_their_figure_and_stay_in_range(one: list[float], other: list[float]) -> None:
    for figure in (mean_figure(one, resamples=200), auroc_figure(one, other, resamples=200)):
        assert 0 <= figure.low <= figure.high <= 1
    proportion = mean_figure([float(value > 0.3) for value in one])
    assert proportion.low <= proportion.value + 1e-12
    assert proportion.high >= proportion.value - 1e-12
