"""Products of codes in whole numbers of eight bits, by OpenVINO.

A code is 0 to 15 and a component of a question's vectors -127 to 127: eight bits hold both exactly, and the
sums, whole numbers, come out exact in 32-bit floats.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.code_products import TOP, Passages, largest
from index.cores import cores
from index.processor import number_formats

ROWS = 2048
"""Rows of a product come in multiples of this, and question columns in multiples of :data:`COLUMNS`: few
shapes, since OpenVINO prepares itself for each new one."""

COLUMNS = 16

log = logging.getLogger("planqa.late")


class ByteProducts:
    """See :class:`index.code_products.Products`. The kept passages lie unpacked, a byte a component."""

    def __init__(self, graph: Any, kept: Passages) -> None:
        self._kept = kept
        self._free: queue.LifoQueue[_Slot] = queue.LifoQueue()
        for _ in range(cores()):
            self._free.put(_Slot(graph.create_infer_request(), kept.codes))

    def __call__(self, passages: Passages, digits: NDArray[np.float32]) -> NDArray[np.float32]:
        """See :class:`index.code_products.Products`."""
        firsts = np.concatenate([self._kept.firsts, passages.firsts + len(self._kept.codes)])
        count = digits.shape[1]
        filled = np.zeros((len(digits), _up_to(count, COLUMNS)), dtype=np.float32)
        half = len(digits) // 2
        filled[:half, :count], filled[half:, :count] = digits[0::2], digits[1::2]
        with self._slot() as slot:
            best = largest(slot.multiply(passages.codes, filled), firsts)[:, :count]
        return np.concatenate([best[len(self._kept) :], best[: len(self._kept)]])

    @contextmanager
    def _slot(self) -> Iterator[_Slot]:
        slot = self._free.get()
        try:
            yield slot
        finally:
            self._free.put(slot)


class _Slot:
    """One request and the memory it multiplies from: the kept codes, then room for others, as :func:`unpack`
    writes them."""

    def __init__(self, request: Any, kept: NDArray[np.uint8]) -> None:
        self._request = request
        self._kept = len(kept)
        self._values = np.zeros((0, kept.shape[1] * 2), dtype=np.uint8)
        self._grow(self._kept)
        unpack(kept, self._values[: self._kept])

    def multiply(self, codes: NDArray[np.uint8], digits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Products (kept + n, columns) of the kept codes and of ``codes`` (n, dim / 2) with ``digits``, their
        even rows first; the request's own memory."""
        end = self._kept + len(codes)
        self._grow(end)
        unpack(codes, self._values[self._kept : end])
        used = self._values[: _up_to(end, ROWS)]
        self._request.infer([used, digits], share_inputs=True)
        products: NDArray[np.float32] = self._request.get_output_tensor(0).data
        return products[:end]

    def _grow(self, rows: int) -> None:
        if rows > len(self._values):
            more = np.zeros((_up_to(rows, ROWS), self._values.shape[1]), dtype=np.uint8)
            more[: len(self._values)] = self._values
            self._values = more


def unpack(codes: NDArray[np.uint8], out: NDArray[np.uint8]) -> None:
    """Write codes (n, dim / 2) into ``out`` (n, dim), a byte each: the first of every pair, then the second.

    So both halves are made by plain byte operations, in half of the time that looking the pairs up in their
    order takes.

    >>> out = np.zeros((1, 4), dtype=np.uint8)
    >>> unpack(np.array([[0x21, 0x43]], dtype=np.uint8), out)
    >>> out.tolist()
    [[1, 3, 2, 4]]
    """
    half = codes.shape[1]
    np.bitwise_and(codes, 15, out=out[:, :half])
    np.right_shift(codes, 4, out=out[:, half:])


@lru_cache(maxsize=4)
def compiled(dim: int) -> Any:
    """Return the compiled graph for ``dim`` components, or ``None`` where it would not be fast or not run."""
    try:
        import openvino as ov

        from index.graph import first_use

        core: Any = ov.Core()
        if dim % 4 or "INT8" not in number_formats():
            return None
        settings = {
            "INFERENCE_PRECISION_HINT": "f32",
            "NUM_STREAMS": str(cores()),
            "INFERENCE_NUM_THREADS": cores(),
            "ENABLE_CPU_PINNING": False,
        }
        with first_use():
            graph = core.compile_model(_graph(dim), "CPU", settings)
            none = np.zeros((ROWS, dim), np.uint8), np.zeros((dim, COLUMNS), np.float32)
            graph.create_infer_request().infer(list(none), share_inputs=True)
        return graph
    except (ImportError, RuntimeError) as error:
        log.info("no 8-bit products here: %s", error)
        return None


def _graph(dim: int) -> Any:
    """``values`` (n, dim) u8 times ``digits`` (dim, columns), which are whole numbers already: the
    quantisation, which rounds nothing here, is how OpenVINO is told that eight bits suffice."""
    import openvino as ov
    import openvino.opset15 as op

    values = op.parameter([-1, dim], np.uint8, name="values")
    digits = op.parameter([dim, -1], np.float32, name="digits")
    low, high = (op.constant(np.array(bound, dtype=np.float32)) for bound in (-TOP, TOP))
    bytes_ = op.fake_quantize(digits, low, high, low, high, 2 * TOP + 1)
    one = op.constant(np.ones((1, 1), dtype=np.float32))
    factors = op.multiply(op.convert(values, "f32"), one)
    return ov.Model([op.result(op.matmul(factors, bytes_, False, False))], [values, digits], "codes")


def _up_to(count: int, step: int) -> int:
    return -(-count // step) * step
