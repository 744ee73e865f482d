"""Fitting the confidence: what is found in made-up signals whose truth is known."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from typer.testing import Result

from eval.calibration import Example, Plan, _gather, calibrate
from eval.logistic import FitSettings, Logistic, fit, folds, held_out
from eval.thresholds import balanced_threshold, errors_at
from ingest.errors import BadInput
from qa_service.confidence import Signals, read_calibration

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
QUICK = Plan(folds=5, repeats=2)


def _examples(count: int, shift: float, seed: int = 1) -> list[Example]:
    """``telling`` stands ``shift`` standard deviations higher for answerable questions; ``noise`` doesn't."""
    generator = np.random.default_rng(seed)
    return [
        Example(
            f"q{place}",
            "number" if place % 3 else "unanswerable",
            bool(place % 3),
            {
                "telling": float(generator.normal() + shift * bool(place % 3)),
                "noise": float(generator.normal()),
            },
        )
        for place in range(count)
    ]


def test_a_telling_signal_is_found_and_noise_is_not() -> None:
    figures = calibrate(_examples(120, 3.0), QUICK)
    assert figures["cross_validated"]["auroc"]["value"] > 0.95
    weights = figures["coefficients"]["evidence"]["weights"]
    assert weights["telling"] > 2 * abs(weights["noise"])
    assert figures["signals"]["telling"]["auroc_without"] < 0.7


def test_signals_that_say_nothing_get_no_credit() -> None:
    """Cross-validation must not report what the fit merely remembered."""
    areas = [
        calibrate(_examples(60, 0.0, seed), QUICK)["cross_validated"]["auroc"]["value"] for seed in range(6)
    ]
    assert np.mean(areas) == pytest.approx(0.5, abs=0.12)


def test_the_coefficients_are_in_the_signals_own_units() -> None:
    generator = np.random.default_rng(2)
    signals = generator.normal(size=(80, 2)) * [100.0, 0.01] + [500.0, 3.0]
    labels = signals[:, 0] > 500
    model = fit(signals, labels, FitSettings())
    by_hand = 1 / (1 + np.exp(-(model.intercept + signals @ model.weights)))
    assert model.probabilities(signals) == pytest.approx(by_hand)
    assert ((by_hand > 0.5) == labels).mean() > 0.9


def test_a_constant_signal_gets_no_weight() -> None:
    signals = np.column_stack([np.linspace(0, 1, 20), np.ones(20)])
    assert fit(signals, signals[:, 0] > 0.5, FitSettings()).weights[1] == pytest.approx(0)


@given(st.integers(4, 40), st.integers(4, 40), st.integers(2, 4))
def test_folds_hold_both_classes_evenly(right: int, wrong: int, count: int) -> None:
    labels = np.array([True] * right + [False] * wrong)
    fold = folds(labels, count, 7)
    for label in (True, False):
        sizes = np.bincount(fold[labels == label], minlength=count)
        assert sizes.max() - sizes.min() <= 1


def test_held_out_means_held_out() -> None:
    """An example whose label is a lie is judged by the others, so the lie doesn't help it."""
    signals = np.array([[float(place)] for place in range(20)])
    labels = signals[:, 0] >= 10
    labels[0] = True
    out = held_out(signals, np.arange(20), lambda places: fit(signals[places], labels[places], FitSettings()))
    assert out[0] < 0.5


def test_examples_outside_all_folds_are_neither_learnt_from_nor_judged() -> None:
    signals = np.array([[float(place)] for place in range(8)])
    seen: list[int] = []

    def train(places: NDArray[np.int64]) -> Logistic:
        seen.extend(places.tolist())
        return fit(signals[places], places >= 4, FitSettings())

    out = held_out(signals, np.array([-1, 0, 1, 0, 1, 0, 1, -1]), train)
    assert np.isnan(out[[0, 7]]).all()
    assert not np.isnan(out[1:7]).any()
    assert not {0, 7} & set(seen)


def test_weights_count_within_the_class() -> None:
    """Ten light examples on the wrong side of a class don't outweigh two heavy ones."""
    signals = np.array([[0.0]] * 2 + [[2.0]] * 10 + [[1.0]] * 6)
    labels = np.array([False] * 12 + [True] * 6)
    light = np.array([1.0] * 2 + [0.01] * 10 + [1.0] * 6)
    assert (
        fit(signals, labels, FitSettings()).weights[0]
        < 0
        < fit(signals, labels, FitSettings(), light).weights[0]
    )


def test_errors_by_hand() -> None:
    errors = errors_at(0.5, [0.2, 0.6, 0.7, 0.9], [0.1, 0.8])
    assert (errors.false_refusals.value, errors.false_answers.value) == (0.25, 0.5)


@given(
    st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=12),
    st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=12),
)
def test_no_threshold_has_a_smaller_worse_error(positive: list[float], negative: list[float]) -> None:
    def worse(limit: float) -> float:
        errors = errors_at(limit, positive, negative)
        return max(errors.false_answers.value or 0.0, errors.false_refusals.value or 0.0)

    chosen = worse(balanced_threshold(positive, negative))
    inside = sorted({0.0, 1.0, *positive, *negative})
    middles = [(low + high) / 2 for low, high in zip(inside, inside[1:], strict=False)]
    assert all(chosen <= worse(limit) + 1e-9 for limit in middles)


def test_questions_from_elsewhere_are_told_by_the_topic() -> None:
    """``telling`` is what foreign questions lack; the evidence part never sees them."""
    own = _examples(90, 2.0)
    far = [
        replace(item, answerable=False, foreign=True, signals={"telling": -6.0, "noise": 0.1})
        for item in own[:20]
    ]
    with_far = calibrate([*own, *far], replace(QUICK, topic=("telling",)))
    without = calibrate(own, QUICK)
    assert with_far["cross_validated"]["foreign"]["false_answers"]["value"] == 0
    assert without["cross_validated"]["foreign"] is None
    assert with_far["coefficients"]["evidence"] == without["coefficients"]["evidence"]
    assert set(with_far["coefficients"]["topic"]["weights"]) == {"telling"}
    assert with_far["examples"] == {
        "answerable": 60,
        "unanswerable": 30,
        "foreign": 20,
        "left_out": 0,
        "beside": 0,
    }


def _with_left_out(own: list[Example], weight: float) -> list[Example]:
    """Each answerable example followed by itself without evidence: ``noise`` gives it away, nothing else."""
    result = []
    for item in own:
        result.append(item)
        if item.answerable:
            signals = item.signals | {"noise": item.signals["noise"] - 8}
            result.append(replace(item, answerable=False, left_out=True, signals=signals, weight=weight))
    return result


def test_questions_without_their_evidence_are_learnt_from_but_not_judged() -> None:
    own = _examples(90, 2.0)
    figures = calibrate(_with_left_out(own, 1.0), QUICK)
    assert figures["examples"] == {
        "answerable": 60,
        "unanswerable": 30,
        "foreign": 0,
        "left_out": 60,
        "beside": 0,
    }
    assert figures["coefficients"]["evidence"]["weights"]["noise"] > 0.5
    assert figures["cross_validated"]["at_threshold"]["false_answers"]["n"] == 30
    assert set(figures["cross_validated"]["by_type"]) == {"number", "unanswerable"}


def test_a_question_without_its_evidence_goes_into_the_fold_of_the_question() -> None:
    examples = _with_left_out(_examples(60, 1.0), 0.5)
    dealt = _gather(examples, QUICK).folds(5, 3)
    assert dealt.min() == 0
    assert all(dealt[place] == dealt[place - 1] for place, item in enumerate(examples) if item.left_out)


def test_a_set_beside_counts_in_the_fit_of_the_evidence_alone() -> None:
    own = _examples(90, 2.0)
    far = [
        replace(own[0], id="far", answerable=False, foreign=True, signals={"telling": -6.0, "noise": 0.1})
    ] * 10
    beside = [
        replace(item, signals=item.signals | {"noise": 4.0 * item.answerable}, beside=True, weight=0.3)
        for item in _examples(200, 0.0, 3)
    ]
    plan = replace(QUICK, topic=("telling",))
    figures, without = calibrate([*own, *far, *beside], plan), calibrate([*own, *far], plan)
    assert figures["coefficients"]["evidence"]["weights"]["noise"] > 0.5
    assert figures["coefficients"]["topic"] == without["coefficients"]["topic"]
    assert figures["cross_validated"]["auroc"]["n"] == 90
    assert figures["examples"]["beside"] == 200
    assert figures["cross_validated"]["auroc"]["value"] != without["cross_validated"]["auroc"]["value"]


def test_the_share_of_false_refusals_is_kept_in_every_large_set() -> None:
    easy = [replace(item, source="easy") for item in _examples(300, 4.0, 1)]
    hard = [replace(item, source="hard", id=f"h{item.id}") for item in _examples(300, 1.5, 2)]
    figures = calibrate([*easy, *hard], replace(QUICK, false_refusals=0.05))
    errors = {name: row["at_threshold"] for name, row in figures["cross_validated"]["by_set"].items()}
    assert errors["easy"]["false_refusals"]["value"] < errors["hard"]["false_refusals"]["value"] <= 0.05
    assert errors["hard"]["false_refusals"]["value"] > 0.02


def test_the_engine_reads_what_is_written() -> None:
    names = [item.name for item in fields(Signals)]
    generator = np.random.default_rng(4)
    examples = [
        Example(f"q{place}", "number", place % 2 == 0, {name: float(generator.normal()) for name in names})
        for place in range(40)
    ]
    written = calibrate(examples, QUICK)["coefficients"]
    read = read_calibration(written)
    assert read.threshold == written["threshold"]
    signals = Signals(**examples[0].signals)
    by_hand = written["evidence"]["intercept"] + sum(
        written["evidence"]["weights"][name] * examples[0].signals[name] for name in names
    )
    assert read.confidence(signals) == pytest.approx(1 / (1 + np.exp(-by_hand)), abs=1e-6)


def test_too_few_questions_are_bad_input() -> None:
    with pytest.raises(BadInput, match="至少"):
        calibrate(_examples(9, 1.0), QUICK)


@pytest.mark.slow
def test_the_samples_from_end_to_end(
    sample_home: Path, tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    target = tmp_path / "calibration.json"
    pair = f"{SAMPLES / 'questions.jsonl'}={sample_home}"
    result = invoke("calibrate", pair, "-o", target, "--repeats", 1, "--folds", 3, "--left-out", 0.5)
    assert result.exit_code == 0, result.output
    assert "有答案 36 题，无答案 7 题" in result.output
    assert json.loads(target.read_text(encoding="utf-8"))["examples"]["left_out"] == 36
    assert invoke("calibrate", pair, "--only", "charm").exit_code == 2
