"""The lexical leg: BM25 over ready-made tokens, by bm25s.

Tokens are strings, whatever made them. Scores are computed for every passage, so that a fusion can
standardise them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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

    def __init__(self, engine: bm25s.BM25, size: int) -> None:
        self._engine = engine
        self._size = size

    def __len__(self) -> int:
        """Return the number of passages."""
        return self._size

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
        return cls(bm25_of(rows, chosen.k1, chosen.b, chosen.method), len(rows))

    def save(self, folder: Path) -> None:
        """Write :data:`FILES` into ``folder`` (made where it is missing)."""
        self._engine.save(folder, allow_pickle=False, show_progress=False)

    @classmethod
    def load(cls, folder: Path, *, mmap: bool = True) -> LexicalIndex:
        """Read what :meth:`save` wrote; with ``mmap`` the arrays stay on disk until they are used.

        Raises :class:`DamagedIndex` where a file is missing or the arrays do not fit each other.
        """
        import bm25s

        try:
            engine = bm25s.BM25.load(folder, mmap=mmap, allow_pickle=False, show_progress=False)
            size = _checked_size(engine)
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise DamagedIndex(
                f"词法索引 {folder} 缺失或已损坏",
                remedy="运行 `planqa rollback` 回到上一代完好的索引，或运行 `planqa build` 重建",
            ) from error
        return cls(engine, size)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every passage, shape ``(len(self),)``, 0 where no token occurs.

        Unknown tokens are ignored; a token given twice counts twice.
        """
        known = self._engine.get_tokens_ids(list(tokens))
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: NDArray[np.float32] = self._engine.get_scores_from_ids(known)
        return scores


def _checked_size(engine: bm25s.BM25) -> int:
    scores = engine.scores
    size = int(scores["num_docs"])
    entries = int(scores["indptr"][-1])
    fits = len(scores["indptr"]) == len(engine.vocab_dict) + 1
    if not fits or entries != len(scores["data"]) or entries != len(scores["indices"]):
        raise ValueError("arrays of different lengths")
    if entries and int(scores["indices"].max()) >= size:
        raise ValueError("a passage number out of range")
    return size
