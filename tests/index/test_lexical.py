"""BM25 over given tokens: the formula, the files, the silence and the speed."""

from __future__ import annotations

import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import FILES, BM25Settings, LexicalIndex
from ingest.errors import BadInput, DamagedIndex

TOKENS = st.sampled_from(["养老", "床位", "第12条", "70%", "", "a\nb", "公园"])
CORPUS = st.lists(st.lists(TOKENS, max_size=6), min_size=1, max_size=6).filter(any)


def bm25(corpus: list[list[str]], query: list[str], k1: float, b: float) -> list[float]:
    """BM25 as Lucene has it, written out: the reference that the index is held to."""
    mean = sum(map(len, corpus)) / len(corpus)
    scores = []
    for tokens in corpus:
        counts, score = Counter(tokens), 0.0
        for token in query:
            holding = sum(token in other for other in corpus)
            idf = math.log(1 + (len(corpus) - holding + 0.5) / (holding + 0.5))
            tf = counts[token]
            score += idf * tf / (tf + k1 * (1 - b + b * len(tokens) / mean)) if tf else 0.0
        scores.append(score)
    return scores


@settings(max_examples=80, deadline=None)
@given(corpus=CORPUS, query=st.lists(TOKENS | st.just("没有"), max_size=5))
def test_scores_are_bm25s_before_and_after_saving(
    corpus: list[list[str]], query: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    index = LexicalIndex.build(corpus, BM25Settings(k1=1.2, b=0.6))
    scores = index.scores(query)
    assert scores.shape == (len(corpus),)
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, bm25(corpus, query, 1.2, 0.6), rtol=1e-4, atol=1e-6)
    folder = tmp_path_factory.mktemp("lexical")
    index.save(folder)
    for mmap in (True, False):
        loaded = LexicalIndex.load(folder, mmap=mmap)
        assert len(loaded) == len(corpus)
        np.testing.assert_array_equal(loaded.scores(query), scores)


def test_unknown_tokens_and_no_tokens_give_zeros() -> None:
    index = LexicalIndex.build([["养老"], ["床位"], []])
    for query in ([], ["没有"], ("没有", "也没有"), [""]):
        assert index.scores(query).tolist() == [0, 0, 0]
        assert index.scores(query).dtype == np.float32
    assert index.scores(("没有", "床位")).argmax() == 1


def test_a_caller_may_change_the_scores_it_was_given() -> None:
    index = LexicalIndex.build([["养老"], ["床位"]])
    index.scores(["养老"])[:] = -1
    index.scores([])[:] = -1
    assert index.scores(["养老"])[0] > 0
    assert index.scores([]).tolist() == [0, 0]


@given(corpus=CORPUS, token=TOKENS | st.just("没有"))
def test_the_holders_of_a_token_are_the_passages_with_it(corpus: list[list[str]], token: str) -> None:
    index = LexicalIndex.build(corpus)
    holding = [number for number, tokens in enumerate(corpus) if token in tokens]
    assert index.holders(token).tolist() == holding
    assert np.flatnonzero(index.scores([token])).tolist() == holding


def test_the_scores_are_the_librarys_own(tmp_path: Path) -> None:
    """The columns are added up here; bm25s reads the same files."""
    import bm25s

    noise = np.random.default_rng(1)
    corpus = [[f"词{n}" for n in noise.integers(0, 40, size)] for size in noise.integers(1, 60, 80)]
    LexicalIndex.build(corpus).save(tmp_path)
    library = bm25s.BM25.load(tmp_path, allow_pickle=False)
    index = LexicalIndex.load(tmp_path)
    for _ in range(20):
        query = [f"词{n}" for n in noise.integers(0, 45, 9)]
        np.testing.assert_array_equal(
            index.scores(query), library.get_scores_from_ids(library.get_tokens_ids(query))
        )


def test_opening_and_asking_loads_no_library(tmp_path: Path) -> None:
    LexicalIndex.build([["养老"], ["床位"]]).save(tmp_path)
    script = (
        "import sys; from pathlib import Path; from index.lexical import LexicalIndex\n"
        "LexicalIndex.load(Path(sys.argv[1])).scores(['床位'])\n"
        "print([name for name in ('bm25s', 'scipy') if name in sys.modules])"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip() == "[]"


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_nothing_to_index_is_bad_input(corpus: list[list[str]]) -> None:
    with pytest.raises(BadInput) as caught:
        LexicalIndex.build(corpus)
    assert caught.value.remedy


def test_only_arrays_and_json_are_saved(tmp_path: Path) -> None:
    LexicalIndex.build([["养老"], ["床位"]]).save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for path in tmp_path.glob("*.npy"):
        assert np.load(path, allow_pickle=False).dtype.kind in "if"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["missing", "empty", "other"])
def test_damage_is_told(tmp_path: Path, name: str, harm: str) -> None:
    LexicalIndex.build([["养老", "床位"], ["床位"]]).save(tmp_path / "whole")
    LexicalIndex.build([["公园"]]).save(tmp_path / "other")
    path = tmp_path / "whole" / name
    other = (tmp_path / "other" / name).read_bytes()
    path.unlink() if harm == "missing" else path.write_bytes(b"" if harm == "empty" else other)
    with pytest.raises(DamagedIndex) as caught:
        LexicalIndex.load(tmp_path / "whole")
    assert "planqa rollback" in caught.value.remedy


def test_the_same_tokens_give_the_same_bytes_in_every_process_and_no_noise(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from index.lexical import LexicalIndex\n"
        "index = LexicalIndex.build([['养老', '床位', '公园'], ['医院', '床位']])\n"
        "index.save(Path(sys.argv[1])); LexicalIndex.load(Path(sys.argv[1])).scores(['床位'])"
    )
    for seed in "12":
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONHASHSEED": seed})
        assert (done.stdout, done.stderr) == (b"", b"")
    for name in FILES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
