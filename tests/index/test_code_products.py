"""Both ways of multiplying four-bit codes against the sum written out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import byte_products
from index.byte_products import ByteProducts, compiled
from index.code_products import TOP, Passages, PlainProducts, products_beside, whole

DIMS = (64, 192)


def passages(seed: int, lengths: list[int], dim: int) -> Passages:
    codes = np.random.default_rng(seed).integers(0, 256, (sum(lengths), dim // 2), dtype=np.uint8)
    return Passages(codes, np.array([0, *np.cumsum(lengths)][: len(lengths)], dtype=np.int64))


def digits(seed: int, dim: int, count: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).integers(-TOP, TOP, (dim, count), endpoint=True)
    return drawn.astype(np.float32)


def written_out(given: Passages, columns: NDArray[np.float32]) -> NDArray[np.int64]:
    """The definition: component ``2 j + i`` is bits ``4 i`` to ``4 i + 3`` of byte ``j``."""
    shifts = np.array([0, 4])
    values = ((given.codes[:, :, None] >> shifts) & 15).reshape(len(given.codes), -1).astype(np.int64)
    products = values @ columns.astype(np.int64)
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
def test_both_ways_give_exactly_the_sum_written_out(
    lengths: list[int], kept: list[int], count: int, seed: int, dim: int
) -> None:
    asked, ready = passages(seed, lengths, dim), passages(seed + 1, kept, dim)
    columns = digits(seed, dim, count)
    expected = np.concatenate([written_out(asked, columns), written_out(ready, columns)])
    np.testing.assert_array_equal(PlainProducts(ready)(asked, columns), expected)
    np.testing.assert_array_equal(fast_or_skip(dim, ready)(asked, columns), expected)


@pytest.mark.parametrize("rows", [1, byte_products.ROWS, byte_products.ROWS + 1])
def test_rows_that_fill_a_product_up_are_never_counted(rows: int) -> None:
    nothing = Passages(np.empty((0, 96), np.uint8), np.empty(0, np.int64))
    way = fast_or_skip(192, nothing)
    high = Passages(np.full((3 * byte_products.ROWS, 96), 255, np.uint8), np.array([0]))
    low = Passages(np.zeros((rows, 96), np.uint8), np.array([0]))
    columns = np.full((192, 2), -3, np.float32)
    assert (way(high, columns) == -3 * 15 * 192).all()
    assert (way(low, columns) == 0).all()
    assert (way(high, columns) == -3 * 15 * 192).all()


@given(seed=st.integers(0, 999), count=st.integers(1, 30))
def test_whole_numbers_lose_half_a_unit_at_most(seed: int, count: int) -> None:
    noise = np.random.default_rng(seed)
    vectors = (noise.normal(size=(64, count)) * np.exp(noise.normal(size=(64, 1)))).astype(np.float32)
    written, unit = whole(vectors)
    assert (written == np.rint(written)).all()
    assert np.abs(written).max() == TOP
    assert (np.abs(unit * written - vectors) <= unit * 0.501).all()


def test_a_column_of_zeros_gives_zero() -> None:
    written, unit = whole(np.zeros((192, 3), np.float32))
    assert not written.any()
    assert (unit > 0).all()


def test_many_threads_get_what_one_gets() -> None:
    ready = passages(2, [40] * 10, 192)
    way = products_beside(ready)
    work = [(passages(n, [30 + n] * (20 + 9 * n), 192), digits(n, 192, 5 + n)) for n in range(16)]
    alone = [way(*item) for item in work]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda item: way(*item), work))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_way_that_is_off_is_put_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = passages(3, [4], 192)
    fast_or_skip(192, ready)
    assert isinstance(products_beside(ready), ByteProducts)
    sound = ByteProducts.__call__
    # As a processor would be whose sums of eight bits overflow.
    monkeypatch.setattr(ByteProducts, "__call__", lambda *given: np.minimum(sound(*given), 999))
    assert isinstance(products_beside(ready), PlainProducts)


def test_without_openvino_numpy_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_products, "compiled", lambda dim: None)
    ready = passages(4, [9, 3], 192)
    way = products_beside(ready)
    assert isinstance(way, PlainProducts)
    columns = digits(5, 192, 6)
    np.testing.assert_array_equal(way(ready, columns)[:2], written_out(ready, columns))
