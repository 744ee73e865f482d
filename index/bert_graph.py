"""A BERT encoder as an OpenVINO graph, built straight from its weights: no torch, no exporter.

The graph takes the *sum of the embeddings* rather than token ids. Word embeddings are four fifths of a
small multilingual model; looked up from a memory-mapped file they cost the few pages that a text
touches instead of 384 MB of RAM.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .byte_dense import byte_product
from .packed import Shape

Weights = Callable[[str], NDArray[np.float32]]
"""Returns the tensor of a name in the transformers library's BERT layout."""


Most = Mapping[str, NDArray[np.float32]]
"""The largest magnitude that each channel of a product's input takes, by the name of :data:`PRODUCTS`."""

PRODUCTS = ("attention.self", "attention.output.dense", "intermediate.dense", "output.dense")
"""The matrix products of a layer, by the names of their weights; query, key and value are one product."""


def build_graph(shape: Shape, weights: Weights, most: Most | None = None) -> Any:
    """Return an ``openvino.Model``: (``embedded`` (B, T, H) f32, ``bias`` (B, 1, 1, T) f32) → the states
    behind the last layer and those before it, (B, T, H) each.

    ``bias`` is added to the attention scores: 0 for a real token, a large negative number for padding. With
    ``most`` the matrix products are in whole numbers of eight bits (:mod:`index.byte_dense`).
    """
    import openvino as ov
    import openvino.opset15 as op

    embedded = op.parameter([-1, -1, shape.hidden], np.float32, name="embedded")
    bias = op.parameter([-1, 1, 1, -1], np.float32, name="bias")
    build = _Builder(op, shape, weights, most)
    state = build.norm(embedded, "embeddings.LayerNorm")
    before = state
    for number in range(shape.layers):
        before, state = state, build.layer(state, bias, f"encoder.layer.{number}")
    state.output(0).set_names({"last_hidden_state"})
    before.output(0).set_names({"hidden_state_before"})
    return ov.Model([op.result(state), op.result(before)], [embedded, bias], "bert_encoder")


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the nodes of a layer; ``op`` is OpenVINO's operation set."""

    op: Any
    shape: Shape
    weights: Weights
    most: Most | None

    def layer(self, state: Any, bias: Any, name: str) -> Any:
        attended = self.dense(self.attention(state, bias, name), f"{name}.attention.output.dense")
        state = self.norm(self.op.add(state, attended), f"{name}.attention.output.LayerNorm")
        wide = self.op.gelu(self.dense(state, f"{name}.intermediate.dense"), "erf")
        narrow = self.dense(wide, f"{name}.output.dense")
        return self.norm(self.op.add(state, narrow), f"{name}.output.LayerNorm")

    def attention(self, state: Any, bias: Any, name: str) -> Any:
        op, heads, size = self.op, self.shape.heads, self.shape.hidden // self.shape.heads
        parts = ("query", "key", "value")
        wide = self.dense(state, f"{name}.attention.self", [f"{name}.attention.self.{p}" for p in parts])
        split = op.reshape(wide, np.array([0, 0, len(parts), heads, size], np.int64), True)
        turned = op.transpose(split, np.array([2, 0, 3, 1, 4], np.int64))
        each = [
            op.squeeze(part, np.array([0], np.int64))
            for part in op.split(turned, np.int64(0), len(parts)).outputs()
        ]
        mixed = op.scaled_dot_product_attention(*each, bias)
        back = op.transpose(mixed, np.array([0, 2, 1, 3], np.int64))
        return op.reshape(back, np.array([0, 0, self.shape.hidden], np.int64), True)

    def dense(self, state: Any, name: str, parts: Sequence[str] = ()) -> Any:
        """The product ``name``, of one matrix or of several ``parts`` on top of each other."""
        op, stacked = self.op, parts or (name,)
        weight = np.concatenate([self.weights(f"{part}.weight") for part in stacked])
        shift = np.concatenate([self.weights(f"{part}.bias") for part in stacked])
        if self.most is None:
            product = op.matmul(state, op.constant(weight), False, True)
        else:
            product = byte_product(op, state, weight, self.most[name])
        return op.add(product, op.constant(shift.reshape(1, 1, -1)))

    def norm(self, state: Any, name: str) -> Any:
        op, weights = self.op, self.weights
        epsilon = max(self.shape.epsilon, 1e-12)
        centred = op.mvn(state, np.array([2], np.int64), True, epsilon, "INSIDE_SQRT")
        scaled = op.multiply(centred, op.constant(weights(f"{name}.weight").reshape(1, 1, -1)))
        return op.add(scaled, op.constant(weights(f"{name}.bias").reshape(1, 1, -1)))
