"""What the search compares, made of the model's states as the index makes it, but open to gradients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch.nn.functional import normalize

from eval.tuning.inputs import Text
from index.processor import number_formats

BATCH_TOKENS: Final = 4096
"""Tokens, padding included, in one forward pass."""

NEVER: Final = -2.0
"""Added to the similarity of a padded token: below every cosine."""

States = tuple[torch.Tensor, torch.Tensor]
"""Of one text: (tokens, dim) behind the last layer, and before it."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Of some texts: ``pooled`` (texts, dim), and for each ``tokens`` (own tokens, dim) and ``sentences``
    (sentences, dim). All of unit length."""

    pooled: torch.Tensor
    tokens: list[torch.Tensor]
    sentences: list[torch.Tensor]


def states_of(model: Any, texts: Sequence[Text]) -> list[States]:
    """Run ``texts`` in batches of like length, in bfloat16 where the processor has it; states in the
    order given."""
    order = sorted(range(len(texts)), key=lambda n: -len(texts[n].ids))
    found: dict[int, States] = {}
    while order:
        width = len(texts[order[0]].ids)
        count = max(1, BATCH_TOKENS // width)
        part, order = order[:count], order[count:]
        ids = torch.ones(len(part), width, dtype=torch.long)
        mask = torch.zeros(len(part), width)
        for row, n in enumerate(part):
            ids[row, : len(texts[n].ids)] = texts[n].ids
            mask[row, : len(texts[n].ids)] = 1
        with torch.autocast("cpu", torch.bfloat16, enabled="BF16" in number_formats()):
            output = model(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        last, before = output.last_hidden_state.float(), output.hidden_states[-2].float()
        for row, n in enumerate(part):
            own = len(texts[n].ids)
            found[n] = last[row, :own], before[row, :own]
    return [found[n] for n in range(len(texts))]


def vectors_of(model: Any, texts: Sequence[Text]) -> Vectors:
    """Return the vectors of ``texts``; token vectors come from before the last layer (see
    :attr:`index.encoder.Encoded.tokens`)."""
    states = states_of(model, texts)
    tokens, sentences = [], []
    for text, (last, before) in zip(texts, states, strict=True):
        tokens.append(normalize(before[text.first : text.last], dim=-1))
        own = last[text.first : text.last]
        means = [own[places].mean(0) for places in text.sentences]
        sentences.append(normalize(torch.stack(means), dim=-1) if means else own[:0])
    return Vectors(normalize(torch.stack([last.mean(0) for last, _ in states]), dim=-1), tokens, sentences)


def sentence_similarities(questions: Vectors, passages: Vectors) -> list[torch.Tensor]:
    """Return for each passage the cosines (questions, sentences)."""
    every = questions.pooled @ torch.cat(passages.sentences).T
    return list(torch.split(every, [len(item) for item in passages.sentences], 1))


def late_interaction(texts: Sequence[Text], questions: Vectors, passages: Vectors) -> torch.Tensor:
    """Return (questions, passages): the weighted mean, over a question's tokens, of the similarity of each
    one's most similar token in the passage. ``texts`` are the questions."""
    longest = max(len(item) for item in passages.tokens)
    padded = torch.zeros(len(passages.tokens), longest, passages.pooled.shape[1])
    blank = torch.full((len(passages.tokens), longest), NEVER)
    for row, item in enumerate(passages.tokens):
        padded[row, : len(item)] = item
        blank[row, : len(item)] = 0
    similarities = torch.einsum("qd,pwd->qpw", torch.cat(questions.tokens), padded) + blank
    best = similarities.max(2).values * torch.cat([text.weights for text in texts])[:, None]
    parts = torch.split(best, [len(item) for item in questions.tokens])
    return torch.stack([part.sum(0) for part in parts])
