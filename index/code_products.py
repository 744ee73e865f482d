"""Inner products of four-bit token codes with a question's token vectors: what late interaction costs.

The question's vectors are written in whole numbers of -127 to 127 (:func:`whole`), which its sixteen-level
counterparts make next to no difference to; so the products are whole numbers, and exact. Two ways to the same
ones: in eight bits through OpenVINO where the processor multiplies those (VNNI, AMX), plain numpy elsewhere.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

TOP = 127
"""The largest whole number that a component of a question's vector is written with."""

NARROW = 16
"""Columns up to which numpy's reduction by parts is the faster one. Beyond, its time grows eightfold (2.7 ms
for 22,000 rows of 32 columns) and one reduction for each passage takes a third of that."""

log = logging.getLogger("planqa.late")


class Passages:
    """Codes (n, dim / 2) of some passages, one after the other, and ``firsts`` (passages,), the rows at which
    they begin. None is empty."""

    __slots__ = ("codes", "firsts")

    def __init__(self, codes: NDArray[np.uint8], firsts: NDArray[np.int64]) -> None:
        self.codes = codes
        self.firsts = firsts

    def __len__(self) -> int:
        return len(self.firsts)


class Products(Protocol):
    """Finds each question token's largest inner product in each passage. Any number of threads may call at
    once."""

    def __call__(self, passages: Passages, digits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the largest inner products of codes, 0 to 15, with the columns of ``digits`` (dim, q), whole
        numbers of at most :data:`TOP`: (rows, q), exact.

        There is a row for each of ``passages``, then one for each passage kept ready for every question.
        """
        ...


class PlainProducts:
    """In 32-bit floats by numpy, unpacked in chunks that stay in the processor's cache.

    >>> passages = Passages(np.array([[0x10, 0xF8], [0x00, 0x00]], dtype=np.uint8), np.array([0, 1]))
    >>> PlainProducts(passages)(passages, np.eye(4, 3, dtype=np.float32)).tolist()[:2]
    [[0.0, 1.0, 8.0], [0.0, 0.0, 0.0]]
    """

    rows = 512
    """Codes unpacked at once (0.4 MB of values for 192 components)."""

    def __init__(self, kept: Passages) -> None:
        self._kept = kept

    def __call__(self, passages: Passages, digits: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :class:`Products`."""
        return np.concatenate([self._largest(passages, digits), self._largest(self._kept, digits)])

    def _largest(self, passages: Passages, digits: NDArray[np.float32]) -> NDArray[np.float32]:
        products = np.empty((len(passages.codes), digits.shape[1]), dtype=np.float32)
        pairs = in_pairs(passages.codes)
        values = np.empty((min(self.rows, len(pairs)), pairs.shape[1], 4), dtype=np.float32)
        for start in range(0, len(pairs), self.rows):
            part = pairs[start : start + self.rows]
            np.take(_floats(), part, axis=0, out=values[: len(part)], mode="clip")
            flat = values[: len(part)].reshape(len(part), -1)[:, : len(digits)]
            np.matmul(flat, digits, out=products[start : start + len(part)])
        return largest(products, passages.firsts)


def products_beside(kept: Passages) -> Products:
    """Return the fastest way on this machine to compare a question with passages, and with ``kept`` beside
    them each time."""
    from index.byte_products import ByteProducts, compiled

    plain = PlainProducts(kept)
    dim = kept.codes.shape[1] * 2
    graph = compiled(dim)
    if graph is None:
        return plain
    fast = ByteProducts(graph, kept)
    noise = np.random.default_rng(1)
    sample = Passages(noise.integers(0, 256, (64, dim // 2), dtype=np.uint8), np.array([0, 1, 40]))
    digits = noise.integers(-TOP, TOP, (dim, 7), endpoint=True).astype(np.float32)
    if np.array_equal(fast(sample, digits), plain(sample, digits)):
        return fast
    log.warning("8-bit products are not exact on this machine; put aside")
    return plain


def whole(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Write ``vectors`` (dim, q) as whole numbers of -127 to 127, ``digits`` (dim, q), times ``unit`` (q,).

    >>> digits, unit = whole(np.array([[1.0], [0.5]], dtype=np.float32))
    >>> digits.tolist(), round(float(unit[0]) * 127, 3)
    ([[127.0], [64.0]], 1.0)
    """
    unit = np.maximum(np.abs(vectors).max(axis=0), np.float32(1e-30)) / np.float32(TOP)
    return np.rint(vectors / unit), unit


def largest(products: NDArray[np.float32], firsts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the largest of ``products`` (n, q) in each passage, (passages, q)."""
    if not len(firsts):
        return np.empty((0, products.shape[1]), dtype=np.float32)
    best = np.empty((len(firsts), products.shape[1]), dtype=np.float32)
    if products.shape[1] <= NARROW:
        return np.maximum.reduceat(products, firsts, axis=0, out=best)
    ends = [*firsts[1:].tolist(), len(products)]
    for row, (start, end) in enumerate(zip(firsts.tolist(), ends, strict=True)):
        np.maximum.reduce(products[start:end], axis=0, out=best[row])
    return best


def in_pairs(codes: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Two code bytes as one number: one look-up gives four components. An odd byte gets a partner."""
    if codes.shape[1] % 2:
        codes = np.pad(codes, ((0, 0), (0, 1)))
    pairs: NDArray[np.uint16] = np.ascontiguousarray(codes).view("<u2")
    return pairs


@lru_cache(maxsize=1)
def _floats() -> NDArray[np.float32]:
    """The four codes (0 to 15) of each pair of bytes, (65536, 4)."""
    pair = np.arange(1 << 16)
    return np.stack([(pair >> shift & 15).astype(np.float32) for shift in range(0, 16, 4)], axis=1)
