"""Tokens of passages as arrays: one vocabulary, one number a token, so that rows are kept, dropped and joined
without touching the others' words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ragged import ragged, starts_of


@dataclass(frozen=True, slots=True)
class TokenRows:
    """``vocabulary`` is sorted and holds no word twice; ``ids`` (tokens,) int32 point into it; row ``i`` is
    ``ids[starts[i]:starts[i + 1]]``, ``starts`` (rows + 1,) int64.

    >>> rows = TokenRows.of([["养老", "床位"], [], ["床位", "医院"]])
    >>> rows.vocabulary, rows.ids.tolist(), rows.starts.tolist()
    (('养老', '医院', '床位'), [0, 2, 2, 1], [0, 2, 2, 4])
    """

    vocabulary: tuple[str, ...]
    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, lists: Sequence[Sequence[str]]) -> TokenRows:
        """Return the rows of ``lists``, one a list."""
        vocabulary = tuple(sorted({token for row in lists for token in row}))
        number = {token: i for i, token in enumerate(vocabulary)}
        ids = np.array([number[token] for row in lists for token in row], dtype=np.int32)
        return cls(vocabulary, ids, starts_of([len(row) for row in lists]))

    def take(self, rows: NDArray[np.int64]) -> TokenRows:
        """Return the rows numbered ``rows``, in that order; words that none of them has are left out."""
        ids = self.ids[ragged(self.starts, rows)]
        used, packed = np.unique(ids, return_inverse=True)
        kept = tuple(self.vocabulary[i] for i in used.tolist())
        lengths = self.starts[rows + 1] - self.starts[rows]
        return TokenRows(kept, packed.astype(np.int32), starts_of(lengths.tolist()))

    def joined(self, other: TokenRows) -> TokenRows:
        """Return these rows followed by ``other``'s.

        >>> TokenRows.of([["乙"]]).joined(TokenRows.of([["甲", "乙"]])).ids.tolist()
        [1, 0, 1]
        """
        vocabulary = tuple(sorted({*self.vocabulary, *other.vocabulary}))
        number = {token: i for i, token in enumerate(vocabulary)}
        parts = [
            np.array([number[token] for token in rows.vocabulary], dtype=np.int32)[rows.ids]
            for rows in (self, other)
        ]
        starts = np.concatenate([self.starts, other.starts[1:] + self.starts[-1]])
        return TokenRows(vocabulary, np.concatenate(parts).astype(np.int32), starts)
