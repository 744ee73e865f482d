"""A BERT encoder as an OpenVINO graph, built straight from its weights: no torch, no exporter.

The graph takes the *sum of the embeddings* rather than token ids. Word embeddings are four fifths of a
small multilingual model; looked up from a memory-mapped file they cost the few pages that a text
touches instead of 384 MB of RAM.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .packed import Shape

Weights = Callable[[str], NDArray[np.float32]]
"""Returns the tensor of a name in the transformers library's BERT layout."""


def build_graph(shape: Shape, weights: Weights) -> Any:
    """Return an ``openvino.Model``: (``embedded`` (B, T, H) f32, ``bias`` (B, 1, 1, T) f32) → the states
    behind the last layer and those before it, (B, T, H) each.

    ``bias`` is added to the attention scores: 0 for a real token, a large negative number for padding.
    """
    import openvino as ov
    import openvino.opset15 as op

    embedded = op.parameter([-1, -1, shape.hidden], np.float32, name="embedded")
    bias = op.parameter([-1, 1, 1, -1], np.float32, name="bias")
    state = _norm(op, embedded, weights, "embeddings.LayerNorm", shape.epsilon)
    before = state
    for number in range(shape.layers):
        before, state = state, _layer(op, state, bias, weights, f"encoder.layer.{number}", shape)
    state.output(0).set_names({"last_hidden_state"})
    before.output(0).set_names({"hidden_state_before"})
    return ov.Model([op.result(state), op.result(before)], [embedded, bias], "bert_encoder")


def _layer(op: Any, state: Any, bias: Any, weights: Weights, name: str, shape: Shape) -> Any:
    attended = _attention(op, state, bias, weights, f"{name}.attention.self", shape)
    attended = _dense(op, attended, weights, f"{name}.attention.output.dense")
    state = _norm(op, op.add(state, attended), weights, f"{name}.attention.output.LayerNorm", shape.epsilon)
    wide = op.gelu(_dense(op, state, weights, f"{name}.intermediate.dense"), "erf")
    narrow = _dense(op, wide, weights, f"{name}.output.dense")
    return _norm(op, op.add(state, narrow), weights, f"{name}.output.LayerNorm", shape.epsilon)


def _attention(op: Any, state: Any, bias: Any, weights: Weights, name: str, shape: Shape) -> Any:
    heads, size = shape.heads, shape.hidden // shape.heads

    def split(part: str) -> Any:
        wide = op.reshape(
            _dense(op, state, weights, f"{name}.{part}"), np.array([0, 0, heads, size], np.int64), True
        )
        return op.transpose(wide, np.array([0, 2, 1, 3], np.int64))

    mixed = op.scaled_dot_product_attention(split("query"), split("key"), split("value"), bias)
    back = op.transpose(mixed, np.array([0, 2, 1, 3], np.int64))
    return op.reshape(back, np.array([0, 0, shape.hidden], np.int64), True)


def _dense(op: Any, state: Any, weights: Weights, name: str) -> Any:
    product = op.matmul(state, op.constant(weights(f"{name}.weight")), False, True)
    return op.add(product, op.constant(weights(f"{name}.bias").reshape(1, 1, -1)))


def _norm(op: Any, state: Any, weights: Weights, name: str, epsilon: float) -> Any:
    centred = op.mvn(state, np.array([2], np.int64), True, max(epsilon, 1e-12), "INSIDE_SQRT")
    scaled = op.multiply(centred, op.constant(weights(f"{name}.weight").reshape(1, 1, -1)))
    return op.add(scaled, op.constant(weights(f"{name}.bias").reshape(1, 1, -1)))
