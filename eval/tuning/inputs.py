"""Scenes as the model sees them: token ids, and which tokens are a sentence or the text's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from eval.scene_files import head_of
from eval.tuning.scenes import Asked, Scene
from index.model_folder import PROMPTS
from index.pieces import Pieces, PieceTokenizer
from index.search import token_weights
from ingest.sentences import sentence_spans

MOST_TOKENS = 320
"""Longer passages are cut: their states must all be kept for the way back."""


@dataclass(frozen=True, slots=True)
class Text:
    """``ids`` (tokens,) with prompt and specials; ``first:last`` are the text's own. A passage has
    ``sentences``, the places of each one's tokens among its own; a question ``weights`` (own tokens,), which
    sum to one."""

    ids: torch.Tensor
    first: int
    last: int
    sentences: tuple[torch.Tensor, ...] = ()
    weights: torch.Tensor = torch.zeros(0)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question, its style, and the sentences of its passage that hold the evidence."""

    text: Text
    style: str
    answered_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Staged:
    """One scene."""

    area: str
    passage: Text
    sibling: Text
    questions: tuple[Posed, ...]
    near: tuple[Text, ...]


def stage(scenes: Sequence[Scene], tokenizer: PieceTokenizer) -> list[Staged]:
    """Return the scenes whose passages have at least one sentence within :data:`MOST_TOKENS`."""
    staged = [_staged(scene, tokenizer) for scene in scenes]
    return [item for item in staged if item.passage.sentences and item.sibling.sentences]


def _staged(scene: Scene, tokenizer: PieceTokenizer) -> Staged:
    head = head_of(scene.title, scene.heading)
    passage, spans = _passage(head, scene.passage, tokenizer)
    # The sibling goes without a heading path: its own is not known, and the passage's would be wrong.
    sibling, _ = _passage(head.partition(" ")[0], scene.sibling, tokenizer)
    posed = [_posed(question, scene.passage, spans, tokenizer) for question in scene.questions]
    near = tuple(_question(text, tokenizer) for text in scene.near)
    return Staged(scene.area, passage, sibling, tuple(p for p in posed if p.answered_by), near)


def _passage(head: str, body: str, tokenizer: PieceTokenizer) -> tuple[Text, list[tuple[int, int]]]:
    """The passage as it is indexed, and the spans of its sentences in ``body``."""
    pieces = tokenizer(PROMPTS["passage"], [f"{head}\n{body}"])[0]
    offset, spans, places = len(head) + 1, [], []
    for start, end in sentence_spans(body):
        inside = (pieces.offsets[:, 0] < end + offset) & (pieces.offsets[:, 1] > start + offset)
        if inside.any():
            spans.append((start, end))
            places.append(torch.from_numpy(np.flatnonzero(inside)))
    return Text(_ids(pieces), pieces.first, pieces.last, tuple(places)), spans


def _posed(
    question: Asked, passage: str, spans: Sequence[tuple[int, int]], tokenizer: PieceTokenizer
) -> Posed:
    start = passage.find(question.evidence)
    end = start + len(question.evidence)
    holding = tuple(n for n, (first, last) in enumerate(spans) if first < end and last > start)
    return Posed(_question(question.text, tokenizer), question.style, holding)


def _question(text: str, tokenizer: PieceTokenizer) -> Text:
    pieces = tokenizer(PROMPTS["query"], [text])[0]
    weights = torch.from_numpy(token_weights(text, pieces.offsets))
    return Text(_ids(pieces), pieces.first, pieces.last, weights=weights / weights.sum())


def _ids(pieces: Pieces) -> torch.Tensor:
    return torch.from_numpy(pieces.ids.astype(np.int64))
