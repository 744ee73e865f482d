"""Late interaction: each question token meets its most similar passage token (MaxSim).

Token vectors are kept as four-bit codes of half their components, the principal ones: as many bytes as two
bits of every component, and on the development questions MaxSim alone ranks with them as with the whole
vectors (R@1 .81 to .79), with two bits of each below that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.code_products import Passages, products_beside, whole
from index.ragged import picked, ragged, starts_of

SEED = 20260101
"""Seed of the random rotation. It is part of the format: other codes, other numbers."""

SCALE = 127.0 * 2.5
"""Token vectors are kept in the cache as signed bytes: the largest component of a unit token vector of the
default model is about .4, so two and a half times finer steps than ±1 needs are free."""

LEVELS = 16
"""Values of a code."""

LOWEST = -7.5
"""What code 0 stands for, in steps; code ``c`` stands for ``c - 7.5``."""

STEP = 0.3352
"""Step of the best uniform quantiser of sixteen levels of a normal variable, in standard deviations (Max
1960). A random rotation makes the components close to normal and alike in size."""

SAMPLE = 400
"""Passages, evenly spread, that the principal components are taken from."""

BACKGROUND = 48
"""Passages, drawn once, whose scores tell how high a question scores on nothing in particular."""


Comparison = Callable[[NDArray[np.float32], NDArray[np.int64]], NDArray[np.float32]]
"""Takes a question's token vectors (q, dim) and passage numbers; returns best similarities (rows, q)."""

_SMALL = ("starts", "centre", "step", "turn")


def to_bytes(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return unit token vectors (n, dim) as signed bytes; components beyond ±.4 are clipped.

    >>> to_bytes(np.array([[0.1, -0.2]], dtype=np.float32)).tolist()
    [[32, -64]]
    """
    scaled: NDArray[np.int8] = np.clip(np.rint(vectors * SCALE), -127, 127).astype(np.int8)
    return scaled


def rotation(dim: int) -> NDArray[np.float32]:
    """Return the random rotation (dim, dim) that spreads a vector's weight over all components."""
    noise = np.random.default_rng(SEED).normal(size=(dim, dim))
    return np.asarray(np.linalg.qr(noise)[0], dtype=np.float32)


def principal(sample: NDArray[np.float32], kept: int) -> NDArray[np.float32]:
    """Return the ``kept`` principal components of centred vectors ``sample`` (n, dim), randomly rotated among
    themselves: (dim, kept), orthonormal columns."""
    _, directions = np.linalg.eigh(sample.T @ sample)  # ascending
    turned: NDArray[np.float32] = (directions[:, ::-1][:, :kept] @ rotation(kept)).astype(np.float32)
    return turned


@dataclass(slots=True)
class LateIndex:
    """Token codes of all passages, one after the other.

    ``codes`` is (tokens, dim / 4) uint8, two components a byte, and may be a memory map; ``starts``
    (passages + 1,) gives each passage's first row; a component is ``level · step`` on the vectors less
    their mean ``centre`` (dim,), turned by ``turn`` (dim, dim / 2), the principal components; ``step``
    (dim / 2,) is its quantiser's step.
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
        empty, ``dim`` a multiple of eight."""
        lengths = np.array([len(item) for item in tokens], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        dim = tokens[0].shape[1]
        chosen = tokens[:: max(1, len(tokens) // SAMPLE)]
        sample = np.concatenate(list(chosen)).astype(np.float32) / np.float32(SCALE)
        centre = sample.mean(axis=0)
        turn = principal(sample - centre, dim // 2)
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
        (folder / "scheme.json").write_text(json.dumps({"bits": 4, "seed": SEED}), encoding="utf-8")

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
        those asked for. These stay unpacked in memory, 29 kB for one of 150 tokens."""
        products = products_beside(self._codes_of(kept))

        def best(question: NDArray[np.float32], passages: NDArray[np.int64]) -> NDArray[np.float32]:
            digits, unit = whole(((question @ self.turn) * self.step).T)
            largest = products(self._codes_of(passages), digits)
            best = (largest + np.float32(LOWEST) * digits.sum(axis=0)) * unit + question @ self.centre
            return np.asarray(best, dtype=np.float32)

        return best

    def components(self, passage: int) -> NDArray[np.float32]:
        """Return the principal components (tokens, dim / 2) of a passage's token vectors, as near as their
        codes tell: the vectors are the components times ``turn`` transposed, plus ``centre``."""
        codes = np.asarray(self.codes[self.starts[passage] : self.starts[passage + 1]])
        levels = np.stack([codes & 15, codes >> 4], axis=2).reshape(len(codes), -1)
        return (levels.astype(np.float32) + np.float32(LOWEST)) * self.step

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
    rotated = np.asarray((tokens.astype(np.float32) / np.float32(SCALE) - centre) @ turn, dtype=np.float32)
    return _pack(rotated / step)


def _pack(scaled: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Two components a byte, the first one in the lower bits; code ``c`` stands for ``c - 7.5`` steps."""
    codes = np.clip(np.floor(scaled) + LEVELS // 2, 0, LEVELS - 1).astype(np.uint8)
    packed: NDArray[np.uint8] = codes[:, 0::2] | codes[:, 1::2] << 4
    return packed
