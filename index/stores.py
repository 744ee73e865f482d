"""Writing a generation's stores: what the current one has of a passage is taken over, the rest is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.late import LateIndex
from index.layout import Names
from index.lexical import LexicalIndex
from index.passage_text import Indexed
from index.ragged import ragged, starts_of
from index.reused_rows import ReusedRows
from index.text import bigrams, fold, number_tokens, words
from index.token_cache import LexicalTokens, load_tokens, save_tokens
from index.token_rows import TokenRows
from index.vectors import PassageVectors


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the passages of a new generation come from.

    ``keys`` name the passages in order; ``fresh`` are the vectors of those that ``old`` lacks.
    """

    keys: Sequence[str]
    fresh: Mapping[str, PassageVectors]
    old: ReusedRows | None

    def vectors(self) -> list[PassageVectors]:
        """The fresh ones, in the order of their rows."""
        return list(self.fresh.values())

    def numbers(self) -> NDArray[np.int64]:
        """The row of each passage: one of ``old``'s, or behind them one of :meth:`vectors`."""
        known = self.old.row if self.old else {}
        behind = len(self.old.late) if self.old else 0
        new = {key: behind + number for number, key in enumerate(self.fresh)}
        return np.array([new[key] if key in new else known[key] for key in self.keys], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written: sentences and tokens with a vector; ``fitted``, the passages that the codes'
    quantiser was fitted to."""

    sentences: int
    tokens: int
    fitted: int


def write_lexical(folder: Path, home: Path, texts: Sequence[Indexed], keys: Sequence[str]) -> None:
    """Write the two lexical legs of ``texts``; only passages that the last build did not have are cut."""
    tokens = _tokens(home, texts, keys)
    LexicalIndex.of_rows(tokens.words).save(folder / Names.WORDS)
    LexicalIndex.of_rows(tokens.bigrams).save(folder / Names.BIGRAMS)


def _tokens(home: Path, texts: Sequence[Indexed], keys: Sequence[str]) -> LexicalTokens:
    row, kept = load_tokens(home) or ({}, _cut([]))
    new = {key: item for key, item in zip(keys, texts, strict=True) if key not in row}
    place = row | {key: len(row) + number for number, key in enumerate(new)}
    order = np.array([place[key] for key in keys], dtype=np.int64)
    tokens = kept.joined(_cut([item.text for item in new.values()])).take(order)
    if new or len(row) != len(set(keys)):
        distinct = {key: number for number, key in enumerate(keys)}
        rows = np.array(list(distinct.values()), dtype=np.int64)
        save_tokens(home, list(distinct), tokens.take(rows))
    return tokens


def _cut(texts: Sequence[str]) -> LexicalTokens:
    folded = [fold(text) for text in texts]
    cut = TokenRows.of([words(text) + number_tokens(text) for text in folded])
    return LexicalTokens(cut, TokenRows.of([bigrams(text) for text in folded]))


def write_dense(folder: Path, rows: Rows) -> int:
    """Write passage and sentence vectors and the sentences' spans; return the number of sentences."""
    fresh, numbers, old = rows.vectors(), rows.numbers(), rows.old
    pooled = _stack([item.pooled[None, :] for item in fresh], old)
    DenseIndex.build(_gathered(old.dense if old else None, pooled, numbers)).save(folder / Names.PASSAGES)
    starts = starts_of([len(item.spans) for item in fresh])
    spans = np.concatenate([np.empty((0, 2), np.int32), *(item.spans for item in fresh)])
    if old:
        starts = np.concatenate([old.first_span, old.first_span[-1] + starts[1:]])
        spans = np.concatenate([old.spans[:, 1:], spans])
    places = ragged(starts, numbers)
    sentences = _stack([item.sentences for item in fresh], old)
    DenseIndex.build(_gathered(old.sentences if old else None, sentences, places)).save(
        folder / Names.SENTENCES
    )
    owners = np.repeat(np.arange(len(numbers)), starts[numbers + 1] - starts[numbers])
    table = np.column_stack([owners, spans[places]]).astype(np.int32)
    np.save(folder / Names.SPANS, table, allow_pickle=False)
    return len(table)


def _stack(parts: list[NDArray[np.float32]], old: ReusedRows | None) -> NDArray[np.float32]:
    if parts:
        return np.concatenate(parts)
    assert old is not None, "a generation has at least one passage"
    return np.empty((0, old.dense.dim), dtype=np.float32)


def _gathered(
    old: DenseIndex | None, fresh: NDArray[np.float32], places: NDArray[np.int64]
) -> NDArray[np.float32]:
    if old is None:
        return fresh[places]
    result = np.empty((len(places), fresh.shape[1]), dtype=np.float32)
    kept = places < len(old)
    result[kept] = old.vectors(places[kept])
    result[~kept] = fresh[places[~kept] - len(old)]
    return result


def write_late(folder: Path, rows: Rows) -> LateIndex:
    """Write the token codes."""
    codes = [item.codes for item in rows.vectors()]
    if rows.old is None:
        numbers = rows.numbers()
        late = LateIndex.build([codes[number] for number in numbers.tolist()])
    else:
        late = rows.old.late.with_rows(codes, rows.numbers())
    late.save(folder / Names.LATE)
    return late
