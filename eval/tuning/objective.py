"""What training makes small, over a batch of scenes in which every passage is wrong for all other scenes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import nn
from torch.nn.functional import cross_entropy, softplus

from eval.tuning.inputs import Staged
from eval.tuning.vectors import late_interaction, sentence_similarities, vectors_of

LEGS: Final = {"passage": 40.0, "sentence": 40.0, "late": 60.0}
"""The legs that are trained, and what their cosines are multiplied by at first (it is learnt, too)."""

PICK: Final = 0.5
"""Weight of finding the right sentence within the right passage."""

NEAR: Final = 0.2
"""Weight of keeping questions that nothing answers away from the passage on their topic. Small: the topic's
passage is still the nearest there is."""


@dataclass(frozen=True, slots=True)
class Judged:
    """``losses`` by name; ``first``: the share of questions whose passage each leg ranks first, of all and,
    as ``LEG colloquial``, of the colloquial ones."""

    losses: dict[str, torch.Tensor]
    first: dict[str, float]


class Objective(nn.Module):
    """The losses of a batch; its only parameters are the legs' scales."""

    def __init__(self) -> None:
        super().__init__()
        logs = {leg: nn.Parameter(torch.tensor(math.log(scale))) for leg, scale in LEGS.items()}
        self.logs = nn.ParameterDict(logs)

    def scale(self, leg: str) -> torch.Tensor:
        """What the cosines of ``leg`` are multiplied by."""
        return torch.as_tensor(self.logs[leg]).exp()

    def forward(self, model: Any, batch: Sequence[Staged]) -> Judged:
        """Judge ``model`` on ``batch``."""
        owners = [n for n, scene in enumerate(batch) for _ in scene.questions]
        near_owners = [n for n, scene in enumerate(batch) for _ in scene.near]
        texts = [posed.text for scene in batch for posed in scene.questions]
        texts += [text for scene in batch for text in scene.near]
        shown = [scene.passage for scene in batch] + [scene.sibling for scene in batch]
        questions, passages = vectors_of(model, texts), vectors_of(model, shown)
        by_sentence = sentence_similarities(questions, passages)
        legs = {
            "passage": questions.pooled @ passages.pooled.T,
            "sentence": torch.stack([item.max(1).values for item in by_sentence], 1),
            "late": late_interaction(texts, questions, passages),
        }
        right, count = torch.tensor(owners), len(owners)
        losses = {leg: cross_entropy(legs[leg][:count] * self.scale(leg), right) for leg in LEGS}
        losses["pick"] = PICK * self._pick(batch, owners, by_sentence)
        losses["near"] = NEAR * self._near(legs, owners, near_owners)
        return Judged(losses, _first(batch, legs, right))

    def _pick(
        self, batch: Sequence[Staged], owners: Sequence[int], by_sentence: Sequence[torch.Tensor]
    ) -> torch.Tensor:
        """Cross entropy of the sentences with evidence among those of their passage."""
        terms = []
        posed = [question for scene in batch for question in scene.questions]
        for row, (question, owner) in enumerate(zip(posed, owners, strict=True)):
            scores = by_sentence[owner][row] * self.scale("sentence")
            if len(scores) > 1:
                terms.append(scores.logsumexp(0) - scores[list(question.answered_by)].logsumexp(0))
        return torch.stack(terms).mean() if terms else torch.zeros(())

    def _near(
        self, legs: dict[str, torch.Tensor], owners: Sequence[int], near_owners: Sequence[int]
    ) -> torch.Tensor:
        """How much nearer than the scene's own questions those come that nothing answers."""
        terms = []
        for leg in ("sentence", "late"):
            for row, owner in enumerate(near_owners, len(owners)):
                own = [n for n, other in enumerate(owners) if other == owner]
                apart = legs[leg][row, owner] - legs[leg][own, owner].mean()
                terms.append(softplus(apart * self.scale(leg) / 4))
        return torch.stack(terms).mean() if terms else torch.zeros(())


def _first(batch: Sequence[Staged], legs: dict[str, torch.Tensor], right: torch.Tensor) -> dict[str, float]:
    styles = [question.style for scene in batch for question in scene.questions]
    everyday = torch.tensor([style == "colloquial" for style in styles])
    shares = {}
    for leg, scores in legs.items():
        hits = (scores[: len(right)].argmax(1) == right).float()
        shares[leg] = float(hits.mean())
        shares[f"{leg} colloquial"] = float(hits[everyday].mean())
    return shares
