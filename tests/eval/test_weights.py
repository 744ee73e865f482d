"""Fitting the second pass's weights, on made-up candidates whose true weights are known."""

from __future__ import annotations

import numpy as np

from eval.weights import NAMES, Candidates, cross_validated, figures, fit_weights, held_out_ranks, weigh

TRUE = np.array([1.0 if name in ("late", "coverage") else 0.0 for name in NAMES])


def made(count: int, noise: float, seed: int = 1) -> list[Candidates]:
    random = np.random.default_rng(seed)
    examples = []
    for _ in range(count):
        values = random.normal(size=(30, len(NAMES)))
        scores = values @ TRUE + noise * random.normal(size=30)
        examples.append(Candidates(values, np.zeros(30), scores == scores.max()))
    return examples


def test_the_fit_finds_what_matters() -> None:
    weights = dict(zip(NAMES, fit_weights(made(80, noise=0.2), penalty=1.0), strict=True))
    rest = max(abs(weight) for name, weight in weights.items() if name not in ("late", "coverage"))
    assert min(weights["late"], weights["coverage"]) > 5 * rest


def test_held_out_figures_do_not_flatter_noise() -> None:
    random = np.random.default_rng(3)
    chance = [
        Candidates(random.normal(size=(30, len(NAMES))), np.zeros(30), np.arange(30) == random.integers(30))
        for _ in range(40)
    ]
    told = figures(chance, fit_weights(chance, penalty=0.1))
    held_out = cross_validated(held_out_ranks(chance, penalty=0.1))
    assert held_out["MRR@10"] < told["MRR@10"]
    assert held_out["R@1"] < 0.2


def test_figures_count_places() -> None:
    values = np.zeros((3, len(NAMES)))
    values[:, NAMES.index("late")] = [3.0, 2.0, 1.0]
    second = Candidates(values, np.zeros(3), np.array([False, True, False]))
    none = Candidates(values, np.zeros(3), np.zeros(3, dtype=bool))
    assert figures([second, none], TRUE) == {"R@1": 0.0, "R@5": 0.5, "MRR@10": 0.25}


def test_a_bonus_counts_beside_the_weights() -> None:
    values = np.zeros((2, len(NAMES)))
    values[0, NAMES.index("late")] = 1.0
    named = Candidates(values, np.array([0.0, 5.0]), np.array([False, True]))
    assert figures([named], TRUE)["R@1"] == 1.0


def test_a_value_without_spread_gets_no_weight() -> None:
    examples = made(20, noise=0.1)
    for item in examples:
        item.values[:, 0] = 7.0
    assert fit_weights(examples, penalty=1.0)[0] == 0.0


def test_each_set_is_told_apart() -> None:
    sets = {"easy": made(40, noise=0.1), "hard": made(40, noise=3.0, seed=2)}
    found = weigh(sets, 1.0, lambda: None)
    easy, hard = (found["by_set"][name]["cross_validated"]["R@1"] for name in sets)
    assert hard < found["cross_validated"]["R@1"] < easy
    assert weigh({"easy": sets["easy"]}, 1.0, lambda: None)["by_set"] == {}
