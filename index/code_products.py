"""Inner products of four-bit token codes with a question's token vectors: what late interaction costs.

Two ways to the same numbers: whole numbers of eight bits through OpenVINO where the processor multiplies
them (VNNI, AMX), plain numpy everywhere else.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

LOWEST = -7.5
"""What code 0 stands for, in steps; code ``c`` stands for ``c - 7.5``."""

MOST_DIFFERENCE = 1e-4
"""How far the two ways may be apart (cosine units) before the fast one is put aside: a processor or a library
version that saturates or rounds would be off by far more, sound ones agree to 1e-5."""

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

    def __call__(self, passages: Passages, turned: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the largest inner products with the columns of ``turned`` (dim, q): (rows, q).

        There is a row for each of ``passages``, then one for each passage kept ready for every question.
        """
        ...


class PlainProducts:
    """In 32-bit floats by numpy, unpacked in chunks that stay in the processor's cache.

    >>> passages = Passages(np.array([[0x10, 0xF8], [0x00, 0x00]], dtype=np.uint8), np.array([0, 1]))
    >>> PlainProducts(passages)(passages, np.eye(4, 3, dtype=np.float32)).tolist()[:2]
    [[-7.5, -6.5, 0.5], [-7.5, -7.5, -7.5]]
    """

    rows = 512
    """Codes unpacked at once (0.4 MB of values for 192 components)."""

    def __init__(self, kept: Passages) -> None:
        self._kept = kept

    def __call__(self, passages: Passages, turned: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :class:`Products`."""
        return np.concatenate([self._largest(passages, turned), self._largest(self._kept, turned)])

    def _largest(self, passages: Passages, turned: NDArray[np.float32]) -> NDArray[np.float32]:
        products = np.empty((len(passages.codes), turned.shape[1]), dtype=np.float32)
        pairs = in_pairs(passages.codes)
        values = np.empty((min(self.rows, len(pairs)), pairs.shape[1], 4), dtype=np.float32)
        for start in range(0, len(pairs), self.rows):
            part = pairs[start : start + self.rows]
            np.take(_floats(), part, axis=0, out=values[: len(part)], mode="clip")
            flat = values[: len(part)].reshape(len(part), -1)[:, : len(turned)]
            np.matmul(flat, turned, out=products[start : start + len(part)])
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
    turned = (noise.normal(size=(dim, 7)) / dim).astype(np.float32)
    apart = float(np.abs(fast(sample, turned) - plain(sample, turned)).max())
    if apart <= MOST_DIFFERENCE:
        return fast
    log.warning("8-bit products are off by %g on this machine; put aside", apart)
    return plain


def largest(products: NDArray[np.float32], firsts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the largest of ``products`` (n, q) in each passage, (passages, q)."""
    if not len(firsts):
        return np.empty((0, products.shape[1]), dtype=np.float32)
    best: NDArray[np.float32] = np.maximum.reduceat(products, firsts, axis=0)
    return best


def in_pairs(codes: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Two code bytes as one number: one look-up gives four components. An odd byte gets a partner."""
    if codes.shape[1] % 2:
        codes = np.pad(codes, ((0, 0), (0, 1)))
    pairs: NDArray[np.uint16] = np.ascontiguousarray(codes).view("<u2")
    return pairs


@lru_cache(maxsize=1)
def codes_of_pairs() -> NDArray[np.uint8]:
    """The four codes (0 to 15) of each pair of bytes, (65536, 4)."""
    pair = np.arange(1 << 16)
    return np.stack([(pair >> shift & 15).astype(np.uint8) for shift in range(0, 16, 4)], axis=1)


@lru_cache(maxsize=1)
def _floats() -> NDArray[np.float32]:
    values: NDArray[np.float32] = codes_of_pairs() + np.float32(LOWEST)
    return values
