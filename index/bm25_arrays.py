"""bm25s's own formula over whole arrays: the library counts token by token in Python, which takes half a
second for 1,500 passages and holds the interpreter's lock from the questions all the while."""

from __future__ import annotations

from typing import Any

import bm25s
import numpy as np
from bm25s.scoring import _select_idf_scorer, _select_tfc_scorer
from numpy.typing import NDArray

from index.token_rows import TokenRows


def bm25_of(rows: TokenRows, k1: float, b: float, method: str) -> bm25s.BM25:
    """Return the engine that ``bm25s.BM25.index`` makes of the same tokens, to the last bit.

    The scorers are the library's own (``bm25s.scoring``), given arrays instead of one token at a time.
    """
    engine = bm25s.BM25(k1=k1, b=b, method=method, backend="numpy")
    engine.scores = _scores(rows, engine)
    engine.vocab_dict = {token: number for number, token in enumerate(rows.vocabulary)}
    engine.unique_token_ids_set = set(range(len(rows.vocabulary)))
    engine.nonoccurrence_array = None
    return engine


def _scores(rows: TokenRows, engine: bm25s.BM25) -> dict[str, Any]:
    count, width = len(rows), len(rows.vocabulary)
    lengths = np.diff(rows.starts)
    owner = np.repeat(np.arange(count, dtype=np.int64), lengths)
    # Sorted by token, then by passage: the order of the matrix's columns.
    pairs, frequency = np.unique((rows.ids.astype(np.int64) << 32) | owner, return_counts=True)
    tokens, passages = pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32)
    found = np.bincount(tokens, minlength=width)
    data = _idf(found, count, engine)[tokens] * _saturation(frequency, lengths, passages, engine)
    indptr = np.zeros(width + 1, dtype=np.int64)
    np.cumsum(found, out=indptr[1:])
    return {"data": data.astype(engine.dtype), "indices": passages, "indptr": indptr, "num_docs": count}


def _idf(found: NDArray[np.int64], count: int, engine: bm25s.BM25) -> NDArray[np.float32]:
    # One number of passages, one value: a few hundred calls in place of one a token.
    scorer = _select_idf_scorer(engine.idf_method)
    values, where = np.unique(found, return_inverse=True)
    each = [scorer(int(value), N=count) if value else 0.0 for value in values]
    return np.array(each, dtype=engine.dtype)[where]


def _saturation(
    frequency: NDArray[np.int64], lengths: NDArray[np.int64], passages: NDArray[np.int32], engine: bm25s.BM25
) -> NDArray[np.float64]:
    scorer = _select_tfc_scorer(engine.method)
    # In double precision, rounded once at the end: as the library does it, length by length.
    saturated: NDArray[np.float64] = scorer(
        tf_array=frequency.astype(engine.dtype),
        l_d=lengths[passages],
        l_avg=lengths.mean(),
        k1=engine.k1,
        b=engine.b,
        delta=engine.delta,
    )
    return saturated
