"""Low-rank additions to a model's weights (LoRA: Hu et al. 2021), the only thing that training changes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

RANK: Final = 16
"""Rank of an addition: 1.3 million numbers for the default model, 2.7 MB in 16 bits."""

GAIN: Final = 2.0
"""What an addition is multiplied by while it is learnt: a larger step for the same rate."""

KEPT: Final = 0.4
"""Share of what was learnt that is added in the end (Wortsman et al. 2022 mix weights so). All of it finds
everyday questions as well but loses formal ones, which the model knew before: first places of the development
questions by sentence vectors are .55 with none of it, .65 with .35, .62 with half and .53 with all."""


class Adapter(nn.Module):
    """A linear layer with an addition of rank ``rank``, which is nothing at first."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.layer = layer
        noise = torch.randn(rank, layer.in_features) / math.sqrt(layer.in_features)
        self.a = nn.Parameter(noise)
        self.b = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return the layer's output and the addition's."""
        added = nn.functional.linear(nn.functional.linear(states, self.a), self.b)
        whole: torch.Tensor = self.layer(states) + added * GAIN
        return whole


def adapt(model: Any, rank: int = RANK) -> dict[str, Adapter]:
    """Freeze a BERT ``model`` of the transformers library and give every matrix of its layers an addition.

    Returns the adapters by the name of the weight they add to, without its ``.weight``.
    """
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    adapters = {}
    for number, layer in enumerate(model.encoder.layer):
        for name, owner, part in _matrices(layer):
            adapter = Adapter(getattr(owner, part), rank)
            setattr(owner, part, adapter)
            adapters[f"encoder.layer.{number}.{name}"] = adapter
    return adapters


def _matrices(layer: Any) -> Iterator[tuple[str, Any, str]]:
    for part in ("query", "key", "value"):
        yield f"attention.self.{part}", layer.attention.self, part
    yield "attention.output.dense", layer.attention.output, "dense"
    yield "intermediate.dense", layer.intermediate, "dense"
    yield "output.dense", layer.output, "dense"


def keep(adapters: Mapping[str, Adapter], share: float = KEPT) -> None:
    """Reduce the additions to ``share`` of what was learnt."""
    with torch.no_grad():
        for adapter in adapters.values():
            adapter.b.mul_(share)


def save_adapters(
    adapters: Mapping[str, Adapter], most: Mapping[str, NDArray[np.float32]], path: Path
) -> None:
    """Write the additions and the extents ``most`` as :mod:`index.tuning` reads them, in 16 bits."""
    from safetensors.torch import save_file

    parts = {}
    for name, adapter in adapters.items():
        parts[f"{name}.a"] = adapter.a.detach().half().contiguous()
        parts[f"{name}.b"] = (adapter.b.detach() * GAIN).half().contiguous()
    for name, values in most.items():
        parts[f"{name}.most"] = torch.from_numpy(values).half()
    save_file(parts, path)
    path.chmod(0o644)
