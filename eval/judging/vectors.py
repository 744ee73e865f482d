"""Cases as the judge sees them: token vectors, centred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from eval.judging.cases import Case
from index.encoder import Encoder, unit
from index.text import arabic_dates, arabic_years, plain

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Of all cases' ``questions`` and ``passages``, in order, the token vectors (tokens, dim): of unit length
    less their mean ``centre`` (dim,), of unit length again. ``nearest`` lists for each question the passages,
    most similar first."""

    centre: Floats
    questions: list[torch.Tensor]
    passages: list[torch.Tensor]
    nearest: list[list[int]]


NEAREST = 12
"""Passages listed for a question."""


def vectors_of(cases: Sequence[Case], encoder: Encoder) -> Vectors:
    """Encode ``cases`` as the index and the search do."""
    shown = [f"{arabic_dates(p.head)}\n{arabic_years(p.text)}" for case in cases for p in case.passages]
    passages = encoder.encode_passages(shown)
    questions = [encoder.encode_query(plain(q.text)) for case in cases for q in case.questions]
    tokens = [item.tokens for item in passages]
    centre = np.concatenate(tokens).mean(axis=0, dtype=np.float32)
    pooled = np.stack([item.pooled for item in passages])
    order = np.argsort(-(np.stack([item.pooled for item in questions]) @ pooled.T), axis=1)
    return Vectors(
        centre,
        [_centred(item.tokens, centre) for item in questions],
        [_centred(item, centre) for item in tokens],
        order[:, :NEAREST].tolist(),
    )


def _centred(tokens: Floats, centre: Floats) -> torch.Tensor:
    return torch.from_numpy(unit(tokens - centre))
