"""What the default model learnt for this work: low-rank additions to its weights.

They were trained on scenes of our own (``eval/tuning``): passages in the manner of plans, notices and
bulletins, and the questions that residents and civil servants ask about them. The same texts tell how large
the inputs of the model's matrix products get, which products in eight bits have to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TUNING = Path(__file__).with_name("tuning.safetensors")
"""``NAME.a`` (rank, in) and ``NAME.b`` (out, rank), float16, for each weight that ``b @ a`` is added to, and
``NAME.most`` (in,) for each product of :data:`index.bert_graph.PRODUCTS` in each layer."""


def read_tuning(path: Path = TUNING) -> dict[str, NDArray[np.float32]]:
    """Return what is added to each weight, by the weight's name in the transformers library's layout.

    >>> additions = read_tuning()
    >>> additions["encoder.layer.0.attention.self.query.weight"].shape
    (384, 384)
    """
    from safetensors.numpy import load_file

    parts = {name: part.astype(np.float32) for name, part in load_file(path).items()}
    names = [name.removesuffix(".a") for name in parts if name.endswith(".a")]
    return {f"{name}.weight": parts[f"{name}.b"] @ parts[f"{name}.a"] for name in names}


def read_most(path: Path = TUNING) -> dict[str, NDArray[np.float32]]:
    """Return the largest magnitude that each channel of a product's input took, by the product's name.

    >>> read_most()["encoder.layer.0.output.dense"].shape
    (1536,)
    """
    from safetensors.numpy import load_file

    end = ".most"
    parts = load_file(path).items()
    return {name.removesuffix(end): part.astype(np.float32) for name, part in parts if name.endswith(end)}


def tuned(
    weights: Mapping[str, NDArray[np.float32]], additions: Mapping[str, NDArray[np.float32]]
) -> dict[str, NDArray[np.float32]]:
    """Return ``weights`` with ``additions`` to some of them.

    Raises ``KeyError`` for an addition to a weight that isn't there, ``ValueError`` for one of another shape.

    >>> base = {"w": np.ones((1, 2), "f4"), "bias": np.zeros(1, "f4")}
    >>> tuned(base, {"w": np.array([[0.5, 0.0]], "f4")})["w"].tolist()
    [[1.5, 1.0]]
    """
    result = dict(weights)
    for name, addition in additions.items():
        if result[name].shape != addition.shape:
            raise ValueError(f"{name} is {result[name].shape}, the addition {addition.shape}")
        result[name] = np.asarray(result[name] + addition, dtype=np.float32)
    return result
