"""Matrix products of a model in whole numbers of eight bits, for the questions.

A product takes half of the memory of bf16, and memory is what a single question waits for: its few tokens
meet every weight of the model once. Rounding is kept small by two means. Each output channel has its own
scale. And each input channel is divided by about the most that it takes, its weights multiplied by it
(SmoothQuant: Xiao et al. 2023), for a few channels of a BERT are a hundred times as large as the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.code_products import TOP, whole

Floats = NDArray[np.float32]

SHARE = 0.8
"""How much of the spread of an input's channels moves into the weights (SmoothQuant's alpha). Mean cosine of
questions' vectors with those of 32-bit floats: .965 with .5, .996 with .65, .998 with .8."""

_LEAST = 1e-3


def smoothing(weight: Floats, most: Floats) -> Floats:
    """Return what each input channel is divided by, (in,), for ``weight`` (out, in) and the largest
    magnitudes ``most`` (in,) of the inputs.

    >>> smoothing(np.ones((1, 2), "f4"), np.array([1.0, 32.0], "f4")).tolist()
    [1.0, 16.0]
    """
    widest = np.maximum(np.abs(weight).max(axis=0), _LEAST)
    return np.asarray(np.maximum(most, _LEAST) ** SHARE / widest ** (1 - SHARE), dtype=np.float32)


def rounded(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return ``weight`` (out, in) in whole numbers of -127 to 127, and the scale (out, 1) of each row.

    >>> digits, scale = rounded(np.array([[0.5, -1.0]], dtype=np.float32))
    >>> digits.tolist(), (scale * 127).round(3).tolist()
    ([[64, -127]], [[1.0]])
    """
    digits, unit = whole(weight.T)
    return np.ascontiguousarray(digits.T, dtype=np.int8), unit[:, None]


def byte_product(op: Any, state: Any, weight: Floats, most: Floats) -> Any:
    """Return the node of ``state`` (B, T, in) times ``weight`` (out, in) transposed, in eight bits.

    ``most`` (in,) are the largest magnitudes that the channels of ``state`` take; beyond they are clipped.
    ``op`` is OpenVINO's operation set. Its CPU plugin turns the pattern (FakeQuantize, weights in i8 times a
    scale) into whole-number products. Without VNNI their sums are cut off at sixteen bits, which is off by a
    few per cent in the worst case; :mod:`index.graph_choice` compares before it lets questions through.
    """
    smooth = smoothing(weight, most)
    top = np.float32((np.maximum(most, _LEAST) / smooth).max())
    # One range for all channels: a range for each is not supported wherever this pattern may stand.
    even = op.multiply(state, op.constant((1 / smooth).reshape(1, 1, -1)))
    low, high = (op.constant(np.array(sign * top, np.float32)) for sign in (-1, 1))
    inputs = op.fake_quantize(even, low, high, low, high, 2 * TOP + 1)
    digits, scale = rounded(weight * smooth)
    factors = op.multiply(op.convert(op.constant(digits), "f32"), op.constant(scale))
    return op.matmul(inputs, factors, False, True)
