"""Named numpy arrays as bytes, without pickle: a JSON header, then each array's raw bytes.

::

    4 bytes  length of the header, little-endian
    header   [[name, dtype, shape], …] as JSON
    arrays   C order, one after the other
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
"""Arrays by name: ``tokens`` (n, dim) float16, ``offsets`` (n, 2) int32, ``pooled`` (dim,) float32, say."""

_LENGTH = struct.Struct("<I")
_KINDS = frozenset("biuf")


def pack(arrays: Arrays) -> bytes:
    """Return ``arrays`` as bytes. Raises ``ValueError`` for a dtype other than bool, integer or float.

    >>> unpack(pack({"pooled": np.array([0.5, 1], dtype=np.float32)}))["pooled"].tolist()
    [0.5, 1.0]
    """
    for name, array in arrays.items():
        if array.dtype.kind not in _KINDS:
            raise ValueError(
                f"array {name!r} has dtype {array.dtype}: only bool, integers and floats are kept"
            )
    header = json.dumps(
        [[name, array.dtype.str, list(array.shape)] for name, array in arrays.items()],
        separators=(",", ":"),
    ).encode()
    return b"".join([_LENGTH.pack(len(header)), header, *(array.tobytes() for array in arrays.values())])


def unpack(data: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays in ``data``: read-only, sharing its memory. Raises ``ValueError`` where ``data``
    isn't what :func:`pack` made."""
    if len(data) < _LENGTH.size:
        raise ValueError("too short for a record of arrays")
    (length,) = _LENGTH.unpack_from(data)
    position = _LENGTH.size + length
    arrays: dict[str, NDArray[Any]] = {}
    for name, spelled, shape in json.loads(data[_LENGTH.size : position]):
        dtype = np.dtype(spelled)
        count = math.prod(shape)
        arrays[name] = np.frombuffer(data, dtype=dtype, count=count, offset=position).reshape(shape)
        position += count * dtype.itemsize
    if position != len(data):
        raise ValueError("a record of arrays with bytes left over")
    return arrays
