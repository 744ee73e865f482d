"""The embeddings cache: nothing wrong ever comes out, whatever happened to the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from index.array_record import pack, unpack
from index.record_log import FIRST_RECORD, HEADER_BYTES
from index.vector_cache import VectorCache, text_key

ROOT = Path(__file__).parents[2]
DTYPES = hnp.integer_dtypes() | hnp.floating_dtypes() | hnp.boolean_dtypes()
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0, max_side=4))


def embedding(seed: int) -> dict[str, NDArray[Any]]:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 9))
    return {
        "tokens": rng.normal(size=(n, 8)).astype(np.float16),
        "offsets": rng.integers(0, 99, size=(n, 2)).astype(np.int32),
        "pooled": rng.normal(size=8).astype(np.float32),
    }


def assert_same(got: dict[str, NDArray[Any]], expected: dict[str, NDArray[Any]]) -> None:
    assert got.keys() == expected.keys()
    for name, array in expected.items():
        assert got[name].dtype == array.dtype
        np.testing.assert_array_equal(got[name], array)


def items(*seeds: int) -> dict[str, dict[str, NDArray[Any]]]:
    return {text_key(f"passage: {seed}"): embedding(seed) for seed in seeds}


def assert_holds(cache: VectorCache, *seeds: int) -> None:
    expected = items(*seeds)
    found = cache.get(expected)
    assert found.keys() == expected.keys()
    for key, arrays in expected.items():
        assert_same(found[key], arrays)


@settings(max_examples=100, deadline=None)
@given(arrays=st.dictionaries(st.text(max_size=5), ARRAYS, max_size=4))
def test_arrays_come_back_equal(arrays: dict[str, NDArray[Any]]) -> None:
    assert_same(unpack(pack(arrays)), arrays)
    with pytest.raises(ValueError, match="record"):
        unpack(pack(arrays) + b"x")


@pytest.mark.parametrize("array", [np.array([object()]), np.array(["甲"]), np.array([1j])])
def test_only_numbers_are_kept(tmp_path: Path, array: NDArray[Any]) -> None:
    cache = VectorCache(tmp_path, "e5")
    with pytest.raises(ValueError, match="dtype"):
        cache.put({**items(1), text_key("x"): {"a": array}})
    assert cache.get(items(1)) == {}


def test_a_second_build_finds_what_the_first_put(tmp_path: Path) -> None:
    with VectorCache(tmp_path, "e5") as cache:
        assert cache.get(items(1, 2)) == {}
        cache.put(items(1, 2))
        cache.put(items(3))
        assert_holds(cache, 1, 2, 3)
    with VectorCache(tmp_path, "e5") as again:
        assert_holds(again, 1, 2, 3)
        assert len(again) == 3
        assert again.get([*items(9), *items(2)]).keys() == items(2).keys()


def test_another_encoder_or_text_finds_nothing(tmp_path: Path) -> None:
    VectorCache(tmp_path, "e5").put(items(1))
    assert VectorCache(tmp_path, "e5 bf16").get(items(1)) == {}
    assert text_key("passage: 甲") != text_key("query: 甲")


def test_a_key_put_again_has_its_new_value(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, "e5")
    cache.put(items(1, 2))
    (key,) = items(1)
    cache.put({key: embedding(5)})
    for reader in (cache, VectorCache(tmp_path, "e5")):
        assert_same(reader.get([key])[key], embedding(5))
        assert len(reader) == 2


def test_results_outlive_the_cache_and_cannot_be_written(tmp_path: Path) -> None:
    with VectorCache(tmp_path, "e5") as cache:
        cache.put(items(1))
        (arrays,) = cache.get(items(1)).values()
    assert_same(arrays, embedding(1))
    with pytest.raises(ValueError, match="read-only"):
        arrays["pooled"][0] = 1


@pytest.mark.parametrize("key", ["", "00", "x" * 64, "0" * 66])
def test_keys_are_sha256(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match=r"hex|key"):
        VectorCache(tmp_path, "e5").put({key: embedding(1)})


def test_a_file_cut_anywhere_loses_only_what_was_cut(tmp_path: Path) -> None:
    """Lengths that the file can be left with (each third byte); then the cache must take new items again."""
    cache = VectorCache(tmp_path, "e5")
    ends = []
    path = cache.folder / cache.FILE_NAME
    for seed in (1, 2, 3):
        cache.put(items(seed))
        ends.append(path.stat().st_size)
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 3), len(whole)]:
        path.unlink()
        path.write_bytes(whole[:length])
        kept = [seed for seed, end in zip((1, 2, 3), ends, strict=True) if end <= length]
        with VectorCache(tmp_path, "e5") as reader:
            assert len(reader) == len(kept)
            assert_holds(reader, *kept)
        with VectorCache(tmp_path, "e5") as writer:
            writer.put(items(4))
        assert_holds(VectorCache(tmp_path, "e5"), *kept, 4)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_flipped_bytes_never_give_wrong_arrays(data: st.DataObject) -> None:
    with TemporaryDirectory() as home:
        cache = VectorCache(Path(home), "e5")
        cache.put(items(1, 2, 3))
        path = cache.folder / cache.FILE_NAME
        raw = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] ^= data.draw(st.integers(1, 255))
        cache.close()
        path.write_bytes(raw)
        with VectorCache(Path(home), "e5") as again:
            for key, arrays in again.get(items(1, 2, 3)).items():
                assert_same(arrays, items(1, 2, 3)[key])
            again.put(items(1, 2, 3))
            assert_holds(again, 1, 2, 3)


def test_records_behind_a_damaged_one_do_not_come_back(tmp_path: Path) -> None:
    """The record put next takes exactly the damaged one's place: what stood behind it must be gone."""
    (key,) = items(1)
    cache = VectorCache(tmp_path, "e5")
    cache.put({text_key("damaged"): {"a": np.zeros(3)}})
    cache.put({key: {"a": np.ones(3)}})
    path = cache.folder / cache.FILE_NAME
    raw = bytearray(path.read_bytes())
    raw[FIRST_RECORD] ^= 1
    cache.close()
    path.write_bytes(raw)
    VectorCache(tmp_path, "e5").put({key: {"a": np.full(3, 2.0)}})
    assert VectorCache(tmp_path, "e5").get([key])[key]["a"].tolist() == [2, 2, 2]


def test_a_payload_of_zeros_is_as_if_never_written(tmp_path: Path) -> None:
    """What a power cut leaves: the file has its length, its last pages don't have their bytes."""
    cache = VectorCache(tmp_path, "e5")
    cache.put(items(1))
    path = cache.folder / cache.FILE_NAME
    raw = path.read_bytes()
    cache.close()
    head = FIRST_RECORD + HEADER_BYTES
    path.write_bytes(raw[:head] + bytes(len(raw) - head))
    with VectorCache(tmp_path, "e5") as again:
        assert again.get(items(1)) == {}
        again.put(items(1))
        assert_holds(again, 1)


def test_two_caches_see_each_others_items(tmp_path: Path) -> None:
    one, two = VectorCache(tmp_path, "e5"), VectorCache(tmp_path, "e5")
    one.put(items(1))
    assert_holds(two, 1)
    two.put(items(2))
    one.put(items(3))
    for cache in (one, two):
        assert_holds(cache, 1, 2, 3)


def test_pruning_keeps_what_it_is_told_to(tmp_path: Path) -> None:
    one, two = VectorCache(tmp_path, "e5"), VectorCache(tmp_path, "e5")
    assert one.prune([]) == 0
    one.put(items(1, 2, 3))
    one.put(items(1))
    assert_holds(two, 1, 2, 3)
    size = (one.folder / one.FILE_NAME).stat().st_size
    assert one.prune(items(1, 3).keys() | items(9).keys()) == 1
    assert (one.folder / one.FILE_NAME).stat().st_size < size
    for cache in (one, two, VectorCache(tmp_path, "e5")):
        assert_holds(cache, 1, 3)
        assert cache.get(items(2)) == {}
    two.put(items(4))  # to the new file, not to the one that was swapped away
    assert_holds(one, 1, 3, 4)
    assert one.prune([]) == 3
    assert VectorCache(tmp_path, "e5").get(items(1, 3, 4)) == {}


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_vector_cache import items
from index.vector_cache import VectorCache
cache = VectorCache(Path(sys.argv[1]), "e5")
for seed in range(int(sys.argv[2]), int(sys.argv[2]) + 5000):
    cache.put(items(seed))
    print(seed, flush=True)
"""


def start_writer(home: Path, first: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, str(home), str(first), str(Path(__file__).parent)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)


def test_two_writers_killed_at_work_lose_nothing_they_had_put(tmp_path: Path) -> None:
    """kill -9 at no chosen moment: every put that returned is there, and the file takes more."""
    writers = [start_writer(tmp_path, first) for first in (0, 100_000)]
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.readline()
    time.sleep(0.3)
    done: list[int] = []
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        done += [int(line) for line in writer.communicate()[0].splitlines()]
    assert len(done) > 10
    cache = VectorCache(tmp_path, "e5")
    assert_holds(cache, 0, 100_000, *done)
    cache.put(items(7_000_000))
    assert_holds(VectorCache(tmp_path, "e5"), 7_000_000, *done)
