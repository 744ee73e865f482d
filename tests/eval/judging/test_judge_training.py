"""The judge learns, and is judged by cases it hasn't seen."""

from __future__ import annotations

import random

import numpy as np
import pytest

from eval.judging.cases import load_cases
from eval.judging.training import Settings, batches, judged, split, train
from eval.judging.vectors import Vectors, vectors_of
from index.encoder import Encoder


@pytest.fixture(scope="module")
def few(encoder: Encoder) -> Vectors:
    return vectors_of(load_cases()[:12], encoder)


def test_vectors_are_centred_and_of_unit_length(few: Vectors) -> None:
    assert all(np.allclose(item.norm(dim=1), 1, atol=1e-4) for item in (*few.questions, *few.passages))
    assert abs(np.concatenate([item.numpy() for item in few.passages]).mean()) < 0.01
    assert len(few.nearest) == len(few.questions) and len(few.passages) == 24


def test_no_passage_stands_on_both_sides(few: Vectors) -> None:
    cases = load_cases()[:12]
    taught, aside = split(cases, few, 0.25, random.Random(1))
    assert taught and aside
    assert not {pair.passage for pair in taught} & {pair.passage for pair in aside}
    assert not {pair.question for pair in taught} & {pair.question for pair in aside}


def test_a_pass_takes_every_pair_once(few: Vectors) -> None:
    taught, _ = split(load_cases()[:12], few, 0.0, random.Random(1))
    seen = [pair for batch in batches(taught, few, 10, random.Random(2)) for pair in batch]
    assert sorted(seen, key=repr) == sorted(taught, key=repr)


@pytest.mark.slow
def test_thirty_passes_learn_a_few_cases_by_heart(few: Vectors) -> None:
    cases = load_cases()[:12]
    network, figures = train(cases, few, Settings(epochs=30, aside=0.0, batch=64))
    taught, _ = split(cases, few, 0.0, random.Random(1))
    shares = judged(network, taught, few)
    assert figures["pairs"] == len(taught)
    assert all(share is not None and share > 0.9 for share in shares.values())
