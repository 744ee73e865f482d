"""The training of the judge, and how it fares on cases kept aside."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from eval.judging.cases import Case, Pair, pairs
from eval.judging.network import JudgeNetwork
from eval.judging.vectors import Vectors
from eval.metrics import auroc
from eval.training_command import Told

COUNTS: Final = {"answer": 1.5, "near": 1.0, "other": 1.0, "far": 0.5}
"""What a pair of each kind counts."""

FAR: Final = 1
"""Passages of other cases for each question."""

WARM_UP: Final = 60
LIKE: Final = 60
"""Passages whose lengths differ by less than some tens of tokens come into one batch."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``epochs`` passes over the pairs, ``batch`` pairs a step, ``rate`` of learning at its highest,
    ``aside`` the share of cases that is kept for judging."""

    epochs: int = 2
    batch: int = 96
    rate: float = 1e-3
    aside: float = 0.08
    seed: int = 1


def train(
    cases: Sequence[Case], vectors: Vectors, settings: Settings, told: Told = lambda row: None
) -> tuple[JudgeNetwork, dict[str, Any]]:
    """Train a judge on ``cases``, whose ``vectors`` are given; returns it and its figures after each pass:
    AUROC of passages that answer against those of each other kind, on the cases kept aside."""
    torch.manual_seed(settings.seed)
    draw = random.Random(settings.seed)
    taught, judged_by = split(cases, vectors, settings.aside, draw)
    network = JudgeNetwork(len(vectors.centre))
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=0.05)
    planned, taken, passes = settings.epochs * -(-len(taught) // settings.batch), 0, []
    for number in range(1, settings.epochs + 1):
        network.train()
        for batch in batches(taught, vectors, settings.batch, draw):
            taken += 1
            rising, falling = min(1.0, taken / WARM_UP), max(0.02, 1 - taken / planned)
            optimiser.param_groups[0]["lr"] = settings.rate * rising * falling
            loss = _loss(network, batch, vectors)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
        passes.append({"pass": number, **judged(network, judged_by, vectors)})
        told(passes[-1])
    about = {"cases": len(cases), "pairs": len(taught), "aside": len(judged_by), "settings": asdict(settings)}
    return network, {**about, "passes": passes}


def split(
    cases: Sequence[Case], vectors: Vectors, share: float, draw: random.Random
) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of the cases to learn from, and those of the ``share`` kept aside. No passage stands
    on both sides."""
    owner_of_question = [n for n, case in enumerate(cases) for _ in case.questions]
    owner_of_passage = [n for n, case in enumerate(cases) for _ in case.passages]
    kept = aside(len(cases), share, draw)
    taught: list[Pair] = []
    judged_by: list[Pair] = []
    for pair in pairs(cases, vectors.nearest, FAR):
        sides = {owner_of_question[pair.question] in kept, owner_of_passage[pair.passage] in kept}
        if len(sides) == 1:
            (judged_by if sides.pop() else taught).append(pair)
    return taught, judged_by


def aside(count: int, share: float, draw: random.Random) -> set[int]:
    """Return which of ``count`` cases are kept aside."""
    return set(draw.sample(range(count), int(count * share)))


def batches(found: Sequence[Pair], vectors: Vectors, size: int, draw: random.Random) -> Iterator[list[Pair]]:
    """Yield one pass over the pairs, in batches of passages of like length."""
    order = sorted(found, key=lambda pair: len(vectors.passages[pair.passage]) + draw.random() * LIKE)
    parts = [order[n : n + size] for n in range(0, len(order), size)]
    draw.shuffle(parts)
    yield from parts


def judged(network: JudgeNetwork, found: Sequence[Pair], vectors: Vectors) -> dict[str, float | None]:
    """Return the AUROC of ``answer`` against each other kind; nothing for no pairs."""
    network.eval()
    logits: dict[str, list[float]] = {kind: [] for kind in COUNTS}
    with torch.no_grad():
        for start in range(0, len(found), 128):
            part = found[start : start + 128]
            for pair, logit in zip(part, logits_of(network, part, vectors).tolist(), strict=True):
                logits[pair.kind].append(logit)
    right = logits.pop("answer")
    return {kind: auroc(right, wrong) for kind, wrong in logits.items() if right and wrong}


def logits_of(network: JudgeNetwork, batch: Sequence[Pair], vectors: Vectors) -> torch.Tensor:
    """Return the network's logits for a batch of pairs."""
    questions = padded([vectors.questions[pair.question] for pair in batch])
    passages = padded([vectors.passages[pair.passage] for pair in batch])
    logits: torch.Tensor = network(*questions, *passages)
    return logits


def padded(items: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ``items`` (tokens, dim) as one tensor, and where it is padding."""
    whole = nn.utils.rnn.pad_sequence(list(items), batch_first=True)
    lengths = torch.tensor([len(item) for item in items])
    return whole, torch.arange(whole.shape[1]) >= lengths[:, None]


def _loss(network: JudgeNetwork, batch: Sequence[Pair], vectors: Vectors) -> torch.Tensor:
    right = torch.tensor([float(pair.kind == "answer") for pair in batch])
    counts = torch.tensor([COUNTS[pair.kind] for pair in batch])
    return binary_cross_entropy_with_logits(logits_of(network, batch, vectors), right, weight=counts)
