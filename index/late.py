"""Late interaction: each question token meets its most similar passage token (MaxSim), on two-bit codes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.ragged import picked, ragged, starts_of

SEED = 20260101
"""Seed of the random rotation. It is part of the format: other codes, other numbers."""

SCALE = 127.0 * 4.0
"""Token vectors are kept in the cache as signed bytes: the largest component of a unit token vector of the
default model is about .25, so four times finer steps than ±1 needs are free."""

LEVELS = np.array([-1.5, -0.5, 0.5, 1.5], dtype=np.float32)
"""The four values that a two-bit code stands for, in units of :data:`STEP` standard deviations."""

STEP = 0.996
"""Step of the best uniform four-level quantiser of a normal variable, in standard deviations (Max 1960). A
random rotation makes the components close to normal."""

CHUNK = 1024
"""Token codes that are unpacked at once (rows; 1.5 MB of values for 384 dimensions)."""

BACKGROUND = 48
"""Passages, drawn once, whose scores tell how high a question scores on nothing in particular."""


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
        codes = np.concatenate([self.codes[self.starts[p] : self.starts[p + 1]] for p in passages])
        lengths = self.starts[passages + 1] - self.starts[passages]
        firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        turned = np.ascontiguousarray(((question @ self.turn) * self.step).T)
        best: NDArray[np.float32] = np.maximum.reduceat(_similarities(codes, turned), firsts, axis=0)
        return best + (question @ self.centre)


def _quantised(
    tokens: NDArray[np.int8],
    centre: NDArray[np.float32],
    step: NDArray[np.float32],
    turn: NDArray[np.float32],
) -> NDArray[np.uint8]:
    rotated = np.asarray((tokens.astype(np.float32) / SCALE - centre) @ turn, dtype=np.float32)
    return _pack(rotated / step)


def _similarities(codes: NDArray[np.uint8], turned: NDArray[np.float32]) -> NDArray[np.float32]:
    """Inner products (tokens, question tokens). Unpacked in chunks that stay in the processor's cache: four
    times as fast as all at once."""
    result = np.empty((len(codes), turned.shape[1]), dtype=np.float32)
    values = np.empty((CHUNK, codes.shape[1], 4), dtype=np.float32)
    for start in range(0, len(codes), CHUNK):
        part = codes[start : start + CHUNK]
        unpacked = values[: len(part)]
        np.take(_unpacking(), part, axis=0, out=unpacked, mode="clip")
        np.matmul(unpacked.reshape(len(part), -1), turned, out=result[start : start + len(part)])
    return result


def _pack(scaled: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Four components a byte, the first one in the lowest bits."""
    codes = np.clip(np.floor(scaled) + 2, 0, 3).astype(np.uint8).reshape(len(scaled), -1, 4)
    packed: NDArray[np.uint8] = codes[..., 0] | codes[..., 1] << 2 | codes[..., 2] << 4 | codes[..., 3] << 6
    return packed


@lru_cache(maxsize=1)
def _unpacking() -> NDArray[np.float32]:
    """The four values of each byte, (256, 4)."""
    byte = np.arange(256)
    return np.stack([LEVELS[(byte >> shift) & 3] for shift in (0, 2, 4, 6)], axis=1)
