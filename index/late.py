"""Late interaction: each question token meets its most similar passage token (MaxSim), on two-bit codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.code_products import Passages, products_beside
from index.ragged import picked, ragged, starts_of

SEED = 20260101
"""Seed of the random rotation. It is part of the format: other codes, other numbers."""

SCALE = 127.0 * 4.0
"""Token vectors are kept in the cache as signed bytes: the largest component of a unit token vector of the
default model is about .25, so four times finer steps than ±1 needs are free."""

STEP = 0.996
"""Step of the best uniform four-level quantiser of a normal variable, in standard deviations (Max 1960). A
random rotation makes the components close to normal."""

BACKGROUND = 48
"""Passages, drawn once, whose scores tell how high a question scores on nothing in particular."""


Comparison = Callable[[NDArray[np.float32], NDArray[np.int64]], NDArray[np.float32]]
"""Takes a question's token vectors (q, dim) and passage numbers; returns best similarities (rows, q)."""

_SMALL = ("starts", "centre", "step", "turn")


def to_bytes(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return unit token vectors (n, dim) as signed bytes; components beyond ±.25 are clipped.

    >>> to_bytes(np.array([[0.1, -0.2]], dtype=np.float32)).tolist()
    [[51, -102]]
    """
    scaled: NDArray[np.int8] = np.clip(np.rint(vectors * SCALE), -127, 127).astype(np.int8)
    return scaled


def rotation(dim: int) -> NDArray[np.float32]:
    """Return the random rotation (dim, dim) that spreads a vector's weight over all components.

    It is stored with the codes: computing it anew takes longer than opening the rest.
    """
    noise = np.random.default_rng(SEED).normal(size=(dim, dim))
    return np.asarray(np.linalg.qr(noise)[0], dtype=np.float32)


@dataclass(slots=True)
class LateIndex:
    """Token codes of all passages, one after the other.

    ``codes`` is (tokens, dim / 4) uint8, four components a byte, and may be a memory map; ``starts``
    (passages + 1,) gives each passage's first row; a component is ``level · step`` on the rotated
    vectors less their mean ``centre`` (dim,); ``step`` (dim,) is its quantiser's step; ``turn`` (dim, dim)
    is the rotation.
    """

    codes: NDArray[np.uint8]
    starts: NDArray[np.int64]
    centre: NDArray[np.float32]
    step: NDArray[np.float32]
    turn: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def build(cls, tokens: Sequence[NDArray[np.int8]]) -> LateIndex:
        """Quantise the passages' token vectors; each item is (tokens, dim) from :func:`to_bytes`, none
        empty, ``dim`` a multiple of four."""
        lengths = np.array([len(item) for item in tokens], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        dim = tokens[0].shape[1]
        sample = np.concatenate(list(tokens[:: max(1, len(tokens) // 400)])).astype(np.float32) / SCALE
        centre = sample.mean(axis=0)
        turn = rotation(dim)
        step = ((sample - centre) @ turn).std(axis=0) * np.float32(STEP)
        step = np.maximum(step, 1e-6).astype(np.float32)
        codes = np.empty((int(starts[-1]), dim // 4), dtype=np.uint8)
        for item, start in zip(tokens, starts, strict=False):
            codes[start : start + len(item)] = _quantised(item, centre, step, turn)
        return cls(codes, starts, centre, step, turn)

    def with_rows(self, fresh: Sequence[NDArray[np.int8]], rows: NDArray[np.int64]) -> LateIndex:
        """Return an index of the passages ``rows``.

        They number this index's passages and, from ``len(self)`` on, those of ``fresh``, which are quantised
        as the others are (by this index's mean and steps).
        """
        new = [_quantised(item, self.centre, self.step, self.turn) for item in fresh]
        added = np.concatenate([np.empty((0, self.codes.shape[1]), np.uint8), *new])
        ends = self.starts[-1] + starts_of([len(item) for item in fresh])
        starts = np.concatenate([self.starts, ends[1:]])
        codes = picked(self.codes, added, ragged(starts, rows))
        lengths = (starts[rows + 1] - starts[rows]).tolist()
        return LateIndex(codes, starts_of(lengths), self.centre, self.step, self.turn)

    def save(self, folder: Path) -> None:
        """Write the arrays and a small JSON that names the scheme."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("codes", *_SMALL):
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        (folder / "scheme.json").write_text(json.dumps({"bits": 2, "seed": SEED}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LateIndex:
        """Open the codes as a memory map."""
        codes = np.load(folder / "codes.npy", mmap_mode="r", allow_pickle=False)
        rest = [np.load(folder / f"{name}.npy", allow_pickle=False) for name in _SMALL]
        return cls(codes, *rest)

    def best(self, question: NDArray[np.float32], passages: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the best similarity (passages, question tokens) of each question token."""
        return self.beside(np.empty(0, dtype=np.int64))(question, passages)

    def beside(self, kept: NDArray[np.int64]) -> Comparison:
        """Return :meth:`best` for many questions; what it returns has rows for the passages ``kept`` behind
        those asked for. These stay unpacked in memory, 58 kB for one of 150 tokens."""
        products = products_beside(self._codes_of(kept))

        def best(question: NDArray[np.float32], passages: NDArray[np.int64]) -> NDArray[np.float32]:
            turned = np.ascontiguousarray(((question @ self.turn) * self.step).T)
            return products(self._codes_of(passages), turned) + question @ self.centre

        return best

    def _codes_of(self, passages: NDArray[np.int64]) -> Passages:
        begins, ends = self.starts[passages], self.starts[passages + 1]
        plain = np.asarray(self.codes)  # a slice of a memory map costs as much as copying a passage
        parts = [plain[a:b] for a, b in zip(begins.tolist(), ends.tolist(), strict=True)]
        firsts = starts_of((ends - begins).tolist())[:-1]
        return Passages(np.concatenate([plain[:0], *parts]), firsts)


def _quantised(
    tokens: NDArray[np.int8],
    centre: NDArray[np.float32],
    step: NDArray[np.float32],
    turn: NDArray[np.float32],
) -> NDArray[np.uint8]:
    rotated = np.asarray((tokens.astype(np.float32) / SCALE - centre) @ turn, dtype=np.float32)
    return _pack(rotated / step)


def _pack(scaled: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Four components a byte, the first one in the lowest bits; code ``c`` stands for ``c - 1.5`` steps."""
    codes = np.clip(np.floor(scaled) + 2, 0, 3).astype(np.uint8).reshape(len(scaled), -1, 4)
    packed: NDArray[np.uint8] = codes[..., 0] | codes[..., 1] << 2 | codes[..., 2] << 4 | codes[..., 3] << 6
    return packed
