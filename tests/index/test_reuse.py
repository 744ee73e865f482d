"""What a build takes over instead of making it anew: rows, words, readings."""

from __future__ import annotations

import random
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import readings as readings_module
from index.bm25_arrays import bm25_of
from index.ragged import picked, ragged, starts_of
from index.readings import Readings, at_path
from index.token_cache import LexicalTokens, load_tokens, save_tokens
from index.token_rows import TokenRows
from index.vector_cache import text_key
from ingest.errors import UnreadableFile

LISTS = st.lists(st.lists(st.sampled_from("甲乙丙丁戊"), max_size=6), min_size=1, max_size=8)


def lists_of(rows: TokenRows) -> list[list[str]]:
    bounds = zip(rows.starts[:-1], rows.starts[1:], strict=True)
    return [[rows.vocabulary[i] for i in rows.ids[a:b]] for a, b in bounds]


@given(LISTS, LISTS, st.randoms())
def test_rows_kept_and_joined_say_the_same_as_rows_made_anew(
    one: list[list[str]], other: list[list[str]], drawn: random.Random
) -> None:
    joined = TokenRows.of(one).joined(TokenRows.of(other))
    assert lists_of(joined) == one + other
    order = [drawn.randrange(len(joined)) for _ in range(5)]
    taken = joined.take(np.array(order, dtype=np.int64))
    wanted = [(one + other)[number] for number in order]
    made = TokenRows.of(wanted)
    assert lists_of(taken) == wanted
    assert taken.vocabulary == made.vocabulary
    assert np.array_equal(taken.ids, made.ids)


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=6), st.data())
def test_ragged_rows_are_picked_from_two_arrays_as_from_one(
    rows: list[list[int]], data: st.DataObject
) -> None:
    flat = np.array([item for row in rows for item in row], dtype=np.int64)
    starts = starts_of([len(row) for row in rows])
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=6))
    cut = data.draw(st.integers(0, len(flat)))
    found = picked(flat[:cut], flat[cut:], ragged(starts, np.array(wanted, dtype=np.int64)))
    assert found.tolist() == [item for number in wanted for item in rows[number]]


def test_scores_are_those_of_the_library_to_the_last_bit() -> None:
    drawn = random.Random(7)
    words = [f"词{n}" for n in range(400)]
    lists = [
        [drawn.choice(words[: drawn.choice([5, 60, 400])]) for _ in range(drawn.randrange(120))]
        for _ in range(150)
    ]
    lists[3] = []
    rows = TokenRows.of(lists)
    number = {token: i for i, token in enumerate(rows.vocabulary)}
    for method in ("lucene", "robertson", "atire"):
        own = bm25_of(rows, 1.2, 0.6, method)
        theirs = bm25s.BM25(k1=1.2, b=0.6, method=method, backend="numpy")
        ids = [[number[token] for token in row] for row in lists]
        theirs.index((ids, number), create_empty_token=False, show_progress=False)
        for name in ("data", "indices", "indptr"):
            assert own.scores[name].dtype == theirs.scores[name].dtype, (method, name)
            assert np.array_equal(own.scores[name], theirs.scores[name]), (method, name)
        assert own.vocab_dict == theirs.vocab_dict


def test_words_come_back_as_they_were_kept_and_torn_ones_do_not(tmp_path: Path) -> None:
    tokens = LexicalTokens(TokenRows.of([["养老", "床位"], []]), TokenRows.of([["养老"], ["床"]]))
    keys = [text_key("一"), text_key("二")]
    assert load_tokens(tmp_path) is None
    save_tokens(tmp_path, keys, tokens)
    found = load_tokens(tmp_path)
    assert found
    assert found[0] == {keys[0]: 0, keys[1]: 1}
    assert lists_of(found[1].words) == [["养老", "床位"], []]
    assert lists_of(found[1].bigrams) == [["养老"], ["床"]]
    path = tmp_path / "cache" / "tokens.bin"
    path.write_bytes(path.read_bytes()[:-1])
    assert load_tokens(tmp_path) is None


def test_a_file_is_read_once_wherever_it_stands(tmp_path: Path) -> None:
    readings = Readings(tmp_path / "home")
    first, second = tmp_path / "a" / "通知.txt", tmp_path / "b" / "通知.txt"
    for path in (first, second):
        path.parent.mkdir()
        path.write_text("关于路灯的通知\n\n一、范围\n覆盖滨河路。\n", encoding="utf-8")
    read = readings.read(first)
    again = readings.read(second)
    assert (read.again, again.again) == (False, True)
    assert again.report == at_path(read.report, second)
    assert again.report.documents[0].source.path == str(second)
    assert again.coverage == read.coverage
    first.write_text("关于雨污分流的通知\n\n一、范围\n覆盖澄江路。\n", encoding="utf-8")
    assert not readings.read(first).again


def test_readings_of_other_code_or_with_damage_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("关于路灯的通知\n\n一、范围\n覆盖滨河路。\n", encoding="utf-8")
    home = tmp_path / "home"
    read = Readings(home).read(path)
    kept = next((home / "cache" / "readings").glob("*/*/documents.jsonl"))
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    anew = Readings(home).read(path)
    assert not anew.again
    assert anew.report.documents == read.report.documents
    assert Readings(home).read(path).again
    monkeypatch.setattr(readings_module, "code_version", lambda *names: "other")
    assert not Readings(home).read(path).again


def test_readings_that_nothing_refers_to_are_forgotten(tmp_path: Path) -> None:
    readings = Readings(tmp_path / "home")
    digests = {}
    for name in ("一.txt", "二.txt"):
        path = tmp_path / name
        path.write_text(f"关于{name}的通知\n\n一、范围\n覆盖滨河路。\n", encoding="utf-8")
        digests[name] = readings.read(path).report.source.sha256
    readings.keep_only({("二.txt", digests["二.txt"])})
    assert readings.get("一.txt", digests["一.txt"]) is None
    assert readings.get("二.txt", digests["二.txt"])
    assert readings.get("别名.txt", digests["二.txt"]) is None, "documents' ids hold the file's name"


def test_an_unreadable_file_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(UnreadableFile):
            Readings(tmp_path / "home").read(path)
