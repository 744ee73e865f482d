"""Inner product over unit vectors: exactness, filters as hard constraints, files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.dense import DENSE_NAME, DenseIndex, DenseSettings
from ingest.errors import DamagedIndex

GRAPH = DenseSettings(exact_below=1)
KINDS = pytest.mark.parametrize("kind", [DenseSettings(), GRAPH], ids=["exact", "graph"])


def unit_vectors(n: int, dim: int = 32, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@settings(max_examples=80, deadline=None)
@given(
    n=st.integers(1, 70),
    k=st.integers(0, 80),
    seed=st.integers(0, 99),
    share=st.sampled_from([0, 0.1, 0.5, 1]),
)
def test_exact_search_is_the_sorted_product_of_what_is_allowed(
    n: int, k: int, seed: int, share: float
) -> None:
    given, query = unit_vectors(n, seed=seed), unit_vectors(1, seed=seed + 1000)[0]
    allowed = np.random.default_rng(seed).random(n) < share
    index = DenseIndex.build(given)
    vectors = index.vectors(np.arange(n))
    np.testing.assert_allclose(vectors, given, atol=3e-4)
    expected = [i for i in np.argsort(-(vectors @ query), kind="stable") if allowed[i]][:k]
    ids, scores = index.search(query, k, allowed)
    assert ids.tolist() == expected
    np.testing.assert_allclose(scores, (vectors @ query)[expected], atol=1e-6)
    np.testing.assert_allclose(index.scores(query), vectors @ query, atol=1e-6)
    assert index.search(query, k)[0].tolist() == np.argsort(-(vectors @ query), kind="stable")[:k].tolist()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 99), count=st.integers(0, 300), k=st.integers(1, 40))
def test_a_filtered_graph_never_returns_what_is_not_allowed(seed: int, count: int, k: int) -> None:
    index, vectors = GRAPH_INDEX, GRAPH_VECTORS
    allowed = np.zeros(len(vectors), dtype=bool)
    allowed[np.random.default_rng(seed).permutation(len(vectors))[:count]] = True
    ids, scores = index.search(unit_vectors(1, seed=seed)[0], k, allowed)
    assert allowed[ids].all()
    assert len(set(ids.tolist())) == len(ids) == min(k, count)
    assert (np.diff(scores) <= 0).all()


GRAPH_VECTORS = unit_vectors(600)
GRAPH_INDEX = DenseIndex.build(GRAPH_VECTORS, GRAPH)


def test_the_graph_finds_what_the_exact_search_finds() -> None:
    exact = DenseIndex.build(GRAPH_VECTORS)
    queries = unit_vectors(50, seed=7)
    found = sum(len({*GRAPH_INDEX.search(q, 10)[0]} & {*exact.search(q, 10)[0]}) for q in queries)
    assert not GRAPH_INDEX.exact
    assert found / 500 > 0.98
    np.testing.assert_allclose(GRAPH_INDEX.scores(queries[0]), exact.scores(queries[0]), atol=1e-3)


@KINDS
@pytest.mark.parametrize("mmap", [True, False])
def test_saving_changes_nothing(tmp_path: Path, kind: DenseSettings, mmap: bool) -> None:
    vectors = unit_vectors(50)
    index = DenseIndex.build(vectors, kind)
    index.save(tmp_path / "new")
    loaded = DenseIndex.load(tmp_path / "new", kind, mmap=mmap)
    assert (len(loaded), loaded.dim, loaded.exact) == (50, 32, kind is not GRAPH)
    allowed = np.arange(50) % 3 == 0
    for query in unit_vectors(5, seed=3):
        np.testing.assert_array_equal(loaded.scores(query), index.scores(query))
        for mask in (None, allowed):
            before, after = index.search(query, 7, mask), loaded.search(query, 7, mask)
            np.testing.assert_array_equal(before[0], after[0])
            np.testing.assert_allclose(before[1], after[1], atol=1e-6)


def test_rounding_moves_a_cosine_by_less_than_a_ten_thousandth() -> None:
    vectors, queries = unit_vectors(2000, dim=384), unit_vectors(20, dim=384, seed=9)
    index = DenseIndex.build(vectors)
    exact = vectors @ queries.T
    assert max(np.abs(index.scores(q) - exact[:, i]).max() for i, q in enumerate(queries)) < 1e-4


def test_compared_vectors_take_two_bytes_a_component_on_the_disk(tmp_path: Path) -> None:
    DenseIndex.build(unit_vectors(500, dim=384)).save(tmp_path)
    assert (tmp_path / DENSE_NAME).stat().st_size < 500 * 384 * 2 + 1000


def test_an_index_of_whole_vectors_is_still_read(tmp_path: Path) -> None:
    """What earlier versions wrote: a generation kept for a rollback may hold one."""
    vectors = unit_vectors(40)
    flat = faiss.IndexFlatIP(32)
    flat.add(vectors)
    faiss.write_index(flat, str(tmp_path / DENSE_NAME))
    query = unit_vectors(1, seed=5)[0]
    np.testing.assert_allclose(DenseIndex.load(tmp_path).scores(query), vectors @ query, atol=1e-6)


def test_rows_come_back_and_go_in_again_unchanged() -> None:
    index = DenseIndex.build(unit_vectors(1000, dim=384))
    rows = np.random.default_rng(3).permutation(1000)
    again = DenseIndex.build(index.vectors(rows))
    np.testing.assert_array_equal(again.vectors(np.arange(1000)), index.vectors(rows))


def test_a_mapped_graph_stays_on_disk(tmp_path: Path) -> None:
    DenseIndex.build(unit_vectors(50), GRAPH).save(tmp_path)
    script = (
        "import sys; from pathlib import Path; from index.dense import DenseIndex\n"
        "index = DenseIndex.load(Path(sys.argv[1]), mmap=sys.argv[2] == 'mmap')\n"
        "print('dense.faiss' in Path('/proc/self/maps').read_text())"
    )
    for mode, mapped in (("mmap", "True"), ("read", "False")):
        command = [sys.executable, "-c", script, str(tmp_path), mode]
        assert subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip() == mapped


def test_nothing_allowed_gives_nothing() -> None:
    for index in (DenseIndex.build(unit_vectors(5)), GRAPH_INDEX):
        ids, scores = index.search(unit_vectors(1)[0], 3, np.zeros(len(index), dtype=bool))
        assert (ids.tolist(), scores.tolist()) == ([], [])


def test_equal_scores_are_ordered_by_id() -> None:
    vectors = np.tile(unit_vectors(1), (6, 1))
    ids, _ = DenseIndex.build(vectors).search(vectors[0], 6)
    assert ids.tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "vectors",
    [
        np.zeros((2, 4), np.float32),
        np.full((2, 4), np.nan, np.float32),
        np.full((2, 4), 3, np.float32),
        np.eye(4),
        np.ones(1, np.float32),
        np.zeros((0, 4), np.float32),
    ],
)
def test_only_unit_vectors_of_float32_are_indexed(vectors: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="vector"):
        DenseIndex.build(vectors)


def test_queries_and_masks_of_another_shape_are_refused() -> None:
    index = DenseIndex.build(unit_vectors(5))
    with pytest.raises(ValueError, match="dimension 32"):
        index.search(np.ones(31, np.float32), 1)
    for mask in (np.ones(4, bool), np.ones(5, np.uint8)):
        with pytest.raises(ValueError, match="mask"):
            index.search(unit_vectors(1)[0], 1, mask)


@pytest.mark.parametrize("content", [None, b"", b"IxFI", b"not an index at all"])
def test_damage_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / DENSE_NAME).write_bytes(content)
    for mmap in (True, False):
        with pytest.raises(DamagedIndex, match=DENSE_NAME) as caught:
            DenseIndex.load(tmp_path, mmap=mmap)
        assert "planqa rollback" in caught.value.remedy
