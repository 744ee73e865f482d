"""Products in eight bits: what they stand for, and how near they come."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.byte_dense import TOP, byte_product, rounded, smoothing
from index.graph import GRAPH, QUESTIONS, GraphEncoder
from index.graph_choice import QUESTIONS_MIN_COSINE, choose_questions
from index.processor import number_formats
from index.tuning import read_most

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=50, deadline=None)
@given(seed=SEEDS)
def test_a_rounded_weight_is_off_by_half_a_step_at_most(seed: int) -> None:
    weight = np.random.default_rng(seed).normal(size=(5, 8)).astype(np.float32)
    whole, scale = rounded(weight)
    assert whole.min() >= -TOP and whole.max() <= TOP
    assert (np.abs(whole * scale - weight) <= scale * 0.5001).all()


@settings(max_examples=50, deadline=None)
@given(seed=SEEDS)
def test_smoothing_changes_no_product_and_evens_out_the_inputs(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weight = draw.normal(size=(5, 8)).astype(np.float32)
    inputs = draw.normal(size=(20, 8)).astype(np.float32) * np.geomspace(0.1, 100, 8, dtype=np.float32)
    most = np.abs(inputs).max(axis=0)
    smooth = smoothing(weight, most)
    np.testing.assert_allclose(
        (inputs / smooth) @ (weight * smooth).T, inputs @ weight.T, rtol=1e-3, atol=1e-3
    )
    after = np.abs(inputs / smooth).max(axis=0)
    assert after.max() / after.min() < most.max() / most.min()


def test_channels_that_differ_a_hundredfold_still_give_the_product() -> None:
    import openvino as ov
    import openvino.opset15 as op

    draw = np.random.default_rng(7)
    weight = draw.normal(size=(16, 32)).astype(np.float32)
    size = np.geomspace(0.1, 30, 32, dtype=np.float32)
    inputs = (draw.normal(size=(1, 9, 32)) * size).astype(np.float32)
    state = op.parameter([1, -1, 32], np.float32)
    product = byte_product(op, state, weight, np.abs(inputs).max(axis=(0, 1)))
    run = ov.Core().compile_model(ov.Model([op.result(product)], [state], "product"), "CPU")
    found, expected = next(iter(run([inputs]).values())), inputs @ weight.T
    error = np.linalg.norm(found - expected) / np.linalg.norm(expected)
    # Without VNNI sums are cut off at sixteen bits; processors that have bf16 have VNNI, too.
    whole_sums = "BF16" in number_formats()
    assert 0 < error < (0.03 if whole_sums else 0.1)


def test_every_product_of_the_model_has_its_extents() -> None:
    most = read_most()
    assert len(most) == 48  # four products in each of twelve layers
    assert all((values > 0).all() and np.isfinite(values).all() for values in most.values())


TEXTS = ("静远区养老床位有多少张？", "孩子放学没人接，街道管不管", "第十二条 申请人应当年满十八周岁。")


def test_questions_in_eight_bits_are_close_to_those_in_full(model_folder: Path) -> None:
    full, small = (GraphEncoder(model_folder, questions=file) for file in (GRAPH, QUESTIONS))
    for text in TEXTS:
        one, other = full.encode_query(text), small.encode_query(text)
        assert float(one.pooled @ other.pooled) >= QUESTIONS_MIN_COSINE
        assert float((one.tokens * other.tokens).sum(axis=1).min()) > 0.95
    # Passages are made by the same graph whatever the questions go through.
    for one, other in zip(full.encode_passages(TEXTS), small.encode_passages(TEXTS), strict=True):
        assert np.array_equal(one.pooled, other.pooled)


def test_without_such_products_questions_go_through_the_common_graph(
    model_folder: Path, tmp_path: Path
) -> None:
    assert choose_questions(model_folder, "f32", capable=False) == {"questions": GRAPH}
    assert choose_questions(tmp_path, "f32", capable=True) == {"questions": GRAPH}  # none was written


@pytest.mark.slow
def test_what_says_something_else_is_not_taken(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.graph_choice.QUESTIONS_MIN_COSINE", 1.1)
    assert choose_questions(model_folder, "f32", capable=True)["questions"] == GRAPH
