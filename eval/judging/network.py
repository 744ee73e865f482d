"""The judge as torch learns it; :mod:`qa_service.judge` computes the same without torch."""

from __future__ import annotations

import math
from typing import Final

import torch
from torch import nn
from torch.nn.functional import relu

from qa_service.judge import HEADS

WIDTH: Final = 96
LAYERS: Final = 2
DROPPED: Final = 0.2


class Attention(nn.Module):
    """Attention of ``x`` (B, n, width) to ``y`` (B, m, width), where ``y`` isn't ``hidden`` (B, m)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.value, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.drop = nn.Dropout(DROPPED / 2)

    def forward(self, x: torch.Tensor, y: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """Return (B, n, width)."""
        query, key, value = (_split(part) for part in (self.query(x), self.key(y), self.value(y)))
        scores = query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS)
        shares = scores.masked_fill(hidden[:, None, None, :], -1e4).softmax(-1)
        mixed = (self.drop(shares) @ value).transpose(1, 2).flatten(2)
        result: torch.Tensor = self.out(mixed)
        return result


class Layer(nn.Module):
    """Each token of the question looks at the passage, compares what it finds with itself, and with the other
    tokens."""

    def __init__(self) -> None:
        super().__init__()
        self.look, self.own = Attention(), Attention()
        self.compare, self.compared = nn.Linear(4 * WIDTH + 1, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        self.drop = nn.Dropout(DROPPED)

    def forward(
        self,
        x: torch.Tensor,
        blank: torch.Tensor,
        y: torch.Tensor,
        hidden: torch.Tensor,
        best: torch.Tensor,
    ) -> torch.Tensor:
        """``x`` (B, q, width) with padding ``blank`` (B, q), ``y`` (B, p, width) with padding ``hidden``;
        ``best`` (B, q, 1) are the question's tokens' best similarities."""
        found = self.look(x, y, hidden)
        both = torch.cat([x, found, x * found, (x - found).abs(), best], -1)
        x = self.norms[0](x + self.compared(self.drop(relu(self.compare(both)))))
        x = self.norms[1](x + self.own(x, x, blank))
        result: torch.Tensor = self.norms[2](x + self.narrow(self.drop(relu(self.wide(x)))))
        return result


class JudgeNetwork(nn.Module):
    """Question and passage tokens (unit vectors, centred) to the logit that the passage answers."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.question, self.passage = nn.Linear(dim, WIDTH), nn.Linear(dim, WIDTH)
        self.question_norm, self.passage_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.summary, self.verdict = nn.Linear(2 * WIDTH + 2, 64), nn.Linear(64, 1)
        self.drop = nn.Dropout(DROPPED)
        self.spread = math.sqrt(dim)

    def forward(
        self, question: torch.Tensor, blank: torch.Tensor, passage: torch.Tensor, hidden: torch.Tensor
    ) -> torch.Tensor:
        """Logits (B,) of ``question`` (B, q, dim) with padding ``blank`` (B, q) and ``passage`` (B, p, dim)
        with padding ``hidden`` (B, p)."""
        similar = (question @ passage.transpose(1, 2)).masked_fill(hidden[:, None, :], -1.0)
        best = similar.amax(2)
        x = self.question_norm(self.question(self.drop(question * self.spread)))
        y = self.passage_norm(self.passage(self.drop(passage * self.spread)))
        for layer in self.layers:
            x = layer(x, blank, y, hidden, 3 * best[..., None])
        there = (~blank).float()
        count = there.sum(1, keepdim=True)
        mean = (x * there[..., None]).sum(1) / count
        most = x.masked_fill(blank[..., None], -1e4).amax(1)
        middle = (best * there).sum(1, keepdim=True) / count
        least = best.masked_fill(blank, 1.0).amin(1, keepdim=True)
        told = torch.cat([mean, most, 4 * middle, 4 * least], -1)
        logits: torch.Tensor = self.verdict(relu(self.summary(told)))
        return logits[:, 0]


def _split(part: torch.Tensor) -> torch.Tensor:
    """(B, tokens, width) to (B, heads, tokens, width / heads)."""
    return part.reshape(*part.shape[:2], HEADS, WIDTH // HEADS).transpose(1, 2)
