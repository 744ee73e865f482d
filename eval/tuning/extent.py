"""How large the inputs of the model's products get: what their eight bits have to span."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from eval.tuning.inputs import Staged
from eval.tuning.vectors import states_of
from index.bert_graph import PRODUCTS


def extents(model: Any, scenes: Sequence[Staged]) -> dict[str, NDArray[np.float32]]:
    """Return the largest magnitude of each channel of the inputs of every product, by the names that
    :func:`index.tuning.read_most` gives them, over the questions and passages of ``scenes``.

    ``model`` is a BERT model of the transformers library with the weights that are shipped.
    """
    texts = [posed.text for scene in scenes for posed in scene.questions]
    texts += [scene.passage for scene in scenes]
    most: dict[str, torch.Tensor] = {}
    hooks = [_watch(module, name, most) for name, module in _products(model)]
    model.eval()
    with torch.no_grad():
        for text in texts:  # one at a time: the states of padding can be larger than any word's
            states_of(model, [text])
    for hook in hooks:
        hook.remove()
    return {name: value.float().numpy() for name, value in most.items()}


def _products(model: Any) -> list[tuple[str, Any]]:
    modules = dict(model.named_modules())
    found = []
    for number in range(len(model.encoder.layer)):
        for product in PRODUCTS:
            name = f"encoder.layer.{number}.{product}"
            # Query, key and value have the same inputs.
            found.append((name, modules[f"{name}.query" if product == "attention.self" else name]))
    return found


def _watch(module: Any, name: str, most: dict[str, torch.Tensor]) -> Any:
    def note(_: Any, given: tuple[torch.Tensor, ...]) -> None:
        largest = given[0].detach().abs().flatten(0, -2).amax(0)
        most[name] = torch.maximum(most[name], largest) if name in most else largest

    return module.register_forward_pre_hook(note)
