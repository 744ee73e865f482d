"""The lexical leg: BM25 over ready-made tokens, made by bm25s.

Tokens are strings, whatever made them. Scores are computed for every passage, so that a fusion can
standardise them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.token_rows import TokenRows
from ingest.errors import BadInput, DamagedIndex

if TYPE_CHECKING:
    import bm25s

FILES = (
    "data.csc.index.npy",
    "indices.csc.index.npy",
    "indptr.csc.index.npy",
    "vocab.index.json",
    "params.index.json",
)
"""What :meth:`LexicalIndex.save` writes: arrays and JSON, nothing that could execute code on loading."""


@dataclass(frozen=True, slots=True)
class BM25Settings:
    """BM25's two numbers, and the variant of the formula.

    ``k1`` says how soon a repeated token stops adding; ``b`` how much length counts (0 not at all, 1 in
    full). The defaults are the ones customary since Robertson's; they are not tuned to any question set.
    """

    k1: float = 1.5
    b: float = 0.75
    method: str = "lucene"


class LexicalIndex:
    """BM25 over the passages of a generation; passage ``i`` is the ``i``-th token list.

    >>> index = LexicalIndex.build([["养老", "床位"], ["床位", "床位", "医院"], ["公园"]])
    >>> int(index.scores(["养老"]).argmax()), index.scores(["公园", "没有"]).argsort()[-1:].tolist()
    (0, [2])
    """

    def __init__(self, columns: Columns, engine: bm25s.BM25 | None = None) -> None:
        self._columns = columns
        self._engine = engine

    def __len__(self) -> int:
        """Return the number of passages."""
        return self._columns.size

    @classmethod
    def build(
        cls, token_lists: Sequence[Sequence[str]], settings: BM25Settings | None = None
    ) -> LexicalIndex:
        """Index ``token_lists``, one a passage. The same lists give the same files, byte for byte.

        Raises :class:`BadInput` where there is no token at all to be found.
        """
        return cls.of_rows(TokenRows.of(token_lists), settings)

    @classmethod
    def of_rows(cls, rows: TokenRows, settings: BM25Settings | None = None) -> LexicalIndex:
        """Index tokens that are numbered already; raises as :meth:`build` does."""
        if not rows.vocabulary:
            raise BadInput("没有可以建立索引的文字", remedy="检查文件是否含有文字（扫描件需要先识别）")
        from index.bm25_arrays import bm25_of  # bm25s and scipy come with it: 0.3 s and more

        chosen = settings or BM25Settings()
        engine = bm25_of(rows, chosen.k1, chosen.b, chosen.method)
        return cls(_columns_of(engine.scores, engine.vocab_dict), engine)

    def save(self, folder: Path) -> None:
        """Write :data:`FILES` into ``folder`` (made where it is missing). Only what was built is saved."""
        assert self._engine is not None, "an index that was loaded is on the disk already"
        self._engine.save(folder, allow_pickle=False, show_progress=False)

    @classmethod
    def load(cls, folder: Path, *, mmap: bool = True) -> LexicalIndex:
        """Read what :meth:`save` wrote; with ``mmap`` the arrays stay on disk until they are used.

        Raises :class:`DamagedIndex` where a file is missing or the arrays do not fit each other.
        """
        try:
            return cls(_read_columns(folder, mmap))
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise DamagedIndex(
                f"词法索引 {folder} 缺失或已损坏",
                remedy="运行 `planqa rollback` 回到上一代完好的索引，或运行 `planqa build` 重建",
            ) from error

    @property
    def tokens(self) -> Collection[str]:
        """All tokens that some passage holds."""
        return self._columns.numbers.keys()

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every passage, shape ``(len(self),)``, 0 where no token occurs.

        Unknown tokens are ignored; a token given twice counts twice.
        """
        columns = self._columns
        scores = np.zeros(columns.size, dtype=np.float32)
        for token in tokens:
            place = columns.of(token)
            scores[columns.passages[place]] += columns.weights[place]
        return scores

    def holders(self, token: str) -> NDArray[np.int32]:
        """Return the numbers of the passages that hold ``token``, ascending.

        >>> LexicalIndex.build([["养老"], ["床位"], ["养老", "床位"]]).holders("养老").tolist()
        [0, 2]
        """
        return self._columns.passages[self._columns.of(token)]


@dataclass(frozen=True, slots=True)
class Columns:
    """BM25's matrix by tokens.

    Token ``t`` scores ``weights[i]`` in the passage ``passages[i]``, for ``i`` from ``starts[t]`` to
    ``starts[t + 1]``; no passage comes twice. ``numbers`` are the tokens' numbers, ``size`` is the number of
    passages.
    """

    weights: NDArray[np.float32]
    passages: NDArray[np.int32]
    starts: NDArray[np.int64]
    numbers: Mapping[str, int]
    size: int

    def of(self, token: str) -> slice:
        """Where the token's passages stand; an empty slice for a token that none holds."""
        number = self.numbers.get(token)
        return slice(0) if number is None else slice(int(self.starts[number]), int(self.starts[number + 1]))


def _read_columns(folder: Path, mmap: bool) -> Columns:
    """Read what bm25s writes. Adding up a few columns needs no library, and importing this one costs a
    question that is asked in a process of its own a quarter of a second (scipy comes with it)."""
    mode: Literal["r"] | None = "r" if mmap else None
    arrays = [np.load(folder / name, mmap_mode=mode, allow_pickle=False) for name in FILES[:3]]
    vocabulary, parameters = (json.loads((folder / name).read_text(encoding="utf-8")) for name in FILES[3:])
    scores = dict(zip(("data", "indices", "indptr"), arrays, strict=True))
    return _columns_of(scores | {"num_docs": parameters["num_docs"]}, vocabulary)


def _columns_of(scores: Mapping[str, Any], vocabulary: Mapping[str, int]) -> Columns:
    weights, passages, starts = (np.asarray(scores[name]) for name in ("data", "indices", "indptr"))
    size, entries = int(scores["num_docs"]), int(starts[-1])
    if len(starts) != len(vocabulary) + 1 or not entries == len(weights) == len(passages):
        raise ValueError("arrays of different lengths")
    if entries and int(passages.max()) >= size:
        raise ValueError("a passage number out of range")
    return Columns(weights, passages, starts, vocabulary, size)
