"""The training itself: batches of scenes, a few passes over them, and how the scenes kept aside fare."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import nn

from eval.training_command import Told
from eval.tuning.adapters import Adapter, adapt
from eval.tuning.inputs import MOST_TOKENS, Staged, stage
from eval.tuning.objective import Judged, Objective
from eval.tuning.scenes import Scene
from index.model_folder import TOKENIZER
from index.pieces import PieceTokenizer

SMALLEST: Final = 8
"""A batch of fewer scenes has too few wrong passages to learn from and is left out of the pass."""

WARM_UP: Final = 20
"""Steps until the full learning rate."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``epochs`` passes over the scenes, ``batch`` scenes a step, ``rate`` of learning at its highest,
    ``aside`` the share of scenes that is kept for judging."""

    epochs: int = 4
    batch: int = 28
    rate: float = 4e-4
    aside: float = 0.06
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Trained:
    """The ``model`` with its additions, and the figures of the scenes kept aside before training and after
    each pass."""

    model: Any
    adapters: dict[str, Adapter]
    figures: dict[str, Any]


def train(
    scenes: Sequence[Scene], folder: Path, settings: Settings, told: Told = lambda row: None
) -> Trained:
    """Train additions to the model in ``folder`` on ``scenes``; ``told`` hears of every tenth step and of
    every pass. Four passes over 800 scenes take some 20 minutes on two cores with AMX."""
    from transformers import BertModel

    torch.manual_seed(settings.seed)
    draw = random.Random(settings.seed)
    tokenizer = PieceTokenizer.open(folder / TOKENIZER, MOST_TOKENS)
    model = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="eager",  # torch's fused attention is several times slower on the way back
        attention_probs_dropout_prob=0.0,  # drawing it took longer than all matrix products
    )
    adapters, objective = adapt(model), Objective()
    staged = stage(scenes, tokenizer)
    draw.shuffle(staged)
    kept = int(len(staged) * settings.aside)
    aside, taught = staged[:kept], staged[kept:]
    passes = [judged(model, objective, aside)]
    told({"pass": 0, **passes[0]})
    plan = [list(batches(taught, settings.batch, draw)) for _ in range(settings.epochs)]
    steps = _Steps(model, adapters, objective, settings.rate, sum(len(part) for part in plan))
    for number, part in enumerate(plan, 1):
        model.train()
        for batch in part:
            row = steps.take(batch)
            if steps.taken % 10 == 0:
                told({"step": steps.taken, "of": steps.planned, **row})
        passes.append(judged(model, objective, aside))
        told({"pass": number, **passes[-1]})
    about = {"scenes": len(taught), "aside": len(aside), "settings": asdict(settings)}
    return Trained(model, adapters, {**about, "passes": passes})


def judged(model: Any, objective: Objective, scenes: Sequence[Staged]) -> dict[str, float]:
    """Return losses and shares of first places on ``scenes``, all in one batch; nothing for none."""
    if not scenes:
        return {}
    model.eval()
    with torch.no_grad():
        return _row(objective(model, scenes))


def batches(scenes: Sequence[Staged], size: int, draw: random.Random) -> Iterator[list[Staged]]:
    """Yield one pass over ``scenes``: half of them among others of their area, whose passages are the harder
    to tell apart, half among all."""
    order = list(scenes)
    draw.shuffle(order)
    half = len(order) // 2
    areas: dict[str, list[Staged]] = {}
    for scene in order[:half]:
        areas.setdefault(scene.area, []).append(scene)
    groups = [*areas.values(), order[half:]]
    found = [group[n : n + size] for group in groups for n in range(0, len(group), size)]
    found = [batch for batch in found if len(batch) >= SMALLEST]
    draw.shuffle(found)
    yield from found


class _Steps:
    """The optimiser and its rate: rising for :data:`WARM_UP` steps, then falling along a cosine."""

    def __init__(
        self, model: Any, adapters: Mapping[str, Adapter], objective: Objective, rate: float, planned: int
    ) -> None:
        self._model, self._objective, self._rate = model, objective, rate
        self._learnt = [part for adapter in adapters.values() for part in (adapter.a, adapter.b)]
        groups = [{"params": self._learnt, "lr": rate}, {"params": list(objective.parameters()), "lr": 5e-3}]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        self.taken, self.planned = 0, planned

    def take(self, batch: Sequence[Staged]) -> dict[str, float]:
        """Learn from ``batch`` and return its figures."""
        self.taken += 1
        falling = max(0.05, 0.5 * (1 + math.cos(math.pi * min(1.0, self.taken / self.planned))))
        self._optimiser.param_groups[0]["lr"] = self._rate * min(1.0, self.taken / WARM_UP) * falling
        found: Judged = self._objective(self._model, batch)
        self._optimiser.zero_grad()
        torch.stack(list(found.losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._learnt, 1.0)
        self._optimiser.step()
        return _row(found)


def _row(found: Judged) -> dict[str, float]:
    losses = {f"{name} loss": round(float(loss.detach()), 3) for name, loss in found.losses.items()}
    return {**losses, **{name: round(share, 3) for name, share in found.first.items()}}
