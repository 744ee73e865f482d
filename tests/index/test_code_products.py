"""Both ways of multiplying four-bit codes against the sum written out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import byte_products
from index.byte_products import ByteProducts, compiled, two_digits
from index.code_products import Passages, PlainProducts, products_beside

DIMS = (64, 192)


def passages(seed: int, lengths: list[int], dim: int) -> Passages:
    codes = np.random.default_rng(seed).integers(0, 256, (sum(lengths), dim // 2), dtype=np.uint8)
    return Passages(codes, np.array([0, *np.cumsum(lengths)][: len(lengths)], dtype=np.int64))


def columns(seed: int, dim: int, count: int) -> NDArray[np.float32]:
    """Unit vectors whose components are of very different size, as a rotation that fits badly would give."""
    noise = np.random.default_rng(seed)
    made = noise.normal(size=(dim, count)) * np.exp(noise.normal(size=(dim, 1)))
    return np.asarray(made / np.linalg.norm(made, axis=0), dtype=np.float32)


def written_out(given: Passages, turned: NDArray[np.float32]) -> NDArray[np.float64]:
    """The definition: component ``2 j + i`` is bits ``4 i`` to ``4 i + 3`` of byte ``j``, less 7.5."""
    shifts = np.array([0, 4])
    values = ((given.codes[:, :, None] >> shifts) & 15).reshape(len(given.codes), -1) - 7.5
    products = values @ turned.astype(np.float64)
    ends = [*given.firsts[1:], len(products)]
    return np.array([products[a:b].max(axis=0) for a, b in zip(given.firsts, ends, strict=True)])


def fast_or_skip(dim: int, kept: Passages) -> ByteProducts:
    graph = compiled(dim)
    if graph is None:
        pytest.skip("this processor has no 8-bit products")
    return ByteProducts(graph, kept)


LENGTHS = st.lists(st.integers(1, 90), min_size=1, max_size=40)


@settings(max_examples=40)
@given(
    lengths=LENGTHS,
    kept=LENGTHS,
    count=st.integers(1, 40),
    seed=st.integers(0, 99),
    dim=st.sampled_from(DIMS),
)
def test_both_ways_give_the_sum_written_out(
    lengths: list[int], kept: list[int], count: int, seed: int, dim: int
) -> None:
    asked, ready, turned = (
        passages(seed, lengths, dim),
        passages(seed + 1, kept, dim),
        columns(seed, dim, count),
    )
    expected = np.concatenate([written_out(asked, turned), written_out(ready, turned)])
    np.testing.assert_allclose(PlainProducts(ready)(asked, turned), expected, atol=1e-4)
    # The second digit is rounded: a 1/64,516th of the largest component is the unit of what is lost.
    error = np.abs(fast_or_skip(dim, ready)(asked, turned) - expected) / np.abs(turned).max(axis=0)
    assert error.max() <= 160 / (127 * 254)


@pytest.mark.parametrize("rows", [1, byte_products.ROWS, byte_products.ROWS + 1])
def test_rows_that_fill_a_product_up_are_never_counted(rows: int) -> None:
    nothing = Passages(np.empty((0, 96), np.uint8), np.empty(0, np.int64))
    way = fast_or_skip(192, nothing)
    high = Passages(np.full((3 * byte_products.ROWS, 96), 255, np.uint8), np.array([0]))
    turned = np.full((192, 2), 0.05, np.float32)
    assert np.allclose(way(high, turned), 7.5 * 192 * 0.05, atol=1e-3)
    low = Passages(np.zeros((rows, 96), np.uint8), np.array([0]))
    assert np.allclose(way(low, turned), -7.5 * 192 * 0.05, atol=1e-3)


@given(seed=st.integers(0, 999), count=st.integers(1, 30))
def test_two_digits_are_whole_and_lose_next_to_nothing(seed: int, count: int) -> None:
    turned = columns(seed, 64, count)
    digits, unit = two_digits(turned)
    assert (digits == np.rint(digits)).all()
    assert np.abs(digits).max() <= 127
    back = unit * (digits[:, :count] + digits[:, count : 2 * count] / 254)
    assert np.abs(back - turned).max() <= np.abs(turned).max() / 127 / 500


def test_a_column_of_zeros_gives_zero() -> None:
    asked = passages(1, [5, 7], 192)
    for way in (PlainProducts(asked), fast_or_skip(192, asked)):
        assert np.abs(way(asked, np.zeros((192, 3), np.float32))).max() == 0


def test_many_threads_get_what_one_gets() -> None:
    ready = passages(2, [40] * 10, 192)
    way = products_beside(ready)
    work = [(passages(n, [30 + n] * (20 + 9 * n), 192), columns(n, 192, 5 + n)) for n in range(16)]
    alone = [way(*item) for item in work]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda item: way(*item), work))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_way_that_is_off_is_put_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = passages(3, [4], 192)
    fast_or_skip(192, ready)
    assert isinstance(products_beside(ready), ByteProducts)
    monkeypatch.setattr(byte_products, "LOW_DIGIT", 2.0)  # as a processor that saturates would be
    assert isinstance(products_beside(ready), PlainProducts)


def test_without_openvino_numpy_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_products, "compiled", lambda dim: None)
    ready = passages(4, [9, 3], 192)
    way = products_beside(ready)
    assert isinstance(way, PlainProducts)
    turned = columns(5, 192, 6)
    np.testing.assert_allclose(way(ready, turned)[:2], written_out(ready, turned), atol=1e-5)
