"""Does a passage answer the question, or only speak of the same matter? A small network's opinion.

It reads the token vectors that late interaction compares: each token of the question looks at the passage
and compares what it finds there with itself, twice over. It learnt from made-up cases (``eval/judging``) and
is one signal of the confidence among others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import unit

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("judge.safetensors")
"""Written by ``python -m eval.judging``, in 16 bits."""

HEADS = 4

UNDECIDED = -0.5
"""Logit where there is nothing to judge: half-way between the means of answered and unanswered questions."""

_EPSILON = 1e-5


class Judge:
    """Safe to use from any number of threads.

    >>> judge = shipped_judge()
    >>> question, passage = np.eye(384, dtype="f4")[:5], np.eye(384, dtype="f4")[:40]
    >>> judge.logits(question, [passage, passage[:3]]).shape
    (2,)
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights
        self._centre = weights["centre"]
        self.dim = len(self._centre)
        self._layers = sum(name.endswith(".compare.weight") for name in weights)
        self._products = _products(weights, self._layers)
        self._read(np.eye(self.dim, dtype=np.float32), np.zeros(self.dim, dtype=np.float32))

    def reading(self, turn: Floats, centre: Floats) -> Judge:
        """Return a judge of passages that are given by their components (tokens, k): their vectors are the
        components times ``turn`` (dim, k) transposed, whose columns are orthonormal, plus ``centre`` (dim,).

        Nothing of length ``dim`` is then made for each of the passages' tokens.
        """
        other = copy(self)
        other._read(turn, centre)
        return other

    def _read(self, turn: Floats, centre: Floats) -> None:
        self._turn, self._shift = turn, centre - self._centre
        inwards = self._weights["passage.weight"].T * np.float32(math.sqrt(self.dim))
        self._inwards = np.concatenate([turn.T @ inwards, (turn.T @ self._shift)[:, None]], axis=1)
        self._inwards_shift = self._shift @ inwards

    def logits(self, question: Floats, passages: Sequence[Floats]) -> Floats:
        """Return for each passage the logit, (passages,), that it answers the question. ``question`` (q, dim)
        are token vectors of unit length, so are the ``passages`` (tokens, dim), if not :meth:`reading`."""
        if not len(question) or not passages:
            return np.full(len(passages), UNDECIDED, dtype=np.float32)
        asked = unit(question - self._centre)
        onto = np.concatenate([self._inwards, self._turn.T @ asked.T], axis=1)
        read = [self._tokens(passage @ onto, passage, asked @ self._shift) for passage in passages]
        best = np.stack([similar for _, similar in read])
        y, hidden = _padded([inner for inner, _ in read])
        y = self._norm(y, "passage_norm")
        x = self._norm(self._linear(asked * np.float32(math.sqrt(self.dim)), "question"), "question_norm")
        x = np.broadcast_to(x, (len(passages), *x.shape))
        # What the layers' looks take from the passage, made at once: the calls cost more than the sums.
        looks = np.split(self._linear(y, "looks"), 2 * self._layers, axis=-1)
        for number in range(self._layers):
            key, value = looks[2 * number : 2 * number + 2]
            x = self._layer(f"layers.{number}", x, key, value, hidden, 3 * best[..., None])
        ends = (4 * best.mean(axis=1, keepdims=True), 4 * best.min(axis=1, keepdims=True))
        told = np.concatenate([x.mean(axis=1), x.max(axis=1), *ends], axis=1)
        return np.asarray(self._linear(_relu(self._linear(told, "summary")), "verdict")[:, 0], np.float32)

    def _tokens(self, products: Floats, passage: Floats, asked: Floats) -> tuple[Floats, Floats]:
        """A passage's tokens within the network, (tokens, width), and the best similarity (q,) of each of
        the question's tokens among them, out of the ``products`` of its components."""
        width = self._inwards.shape[1] - 1
        inner, along, similar = products[:, :width], products[:, width], products[:, width + 1 :]
        length = np.einsum("tk,tk->t", passage, passage) + 2 * along + self._shift @ self._shift
        scale = (1 / np.sqrt(np.maximum(length, np.float32(1e-12))))[:, None]
        states = (inner + self._inwards_shift) * scale + self._weights["passage.bias"]
        return states, ((similar + asked) * scale).max(axis=0)

    def _layer(
        self, name: str, x: Floats, key: Floats, value: Floats, hidden: NDArray[np.bool_], best: Floats
    ) -> Floats:
        query = self._linear(x, f"{name}.look.query")
        found = self._linear(_attention(query, key, value, hidden), f"{name}.look.out")
        both = np.concatenate([x, found, x * found, np.abs(x - found), best], axis=-1)
        x = self._norm(x + self._two(both, f"{name}.compare", f"{name}.compared"), f"{name}.norms.0")
        query, key, value = np.split(self._linear(x, f"{name}.own"), 3, axis=-1)
        among = self._linear(_attention(query, key, value), f"{name}.own.out")
        x = self._norm(x + among, f"{name}.norms.1")
        return self._norm(x + self._two(x, f"{name}.wide", f"{name}.narrow"), f"{name}.norms.2")

    def _two(self, states: Floats, first: str, second: str) -> Floats:
        return self._linear(_relu(self._linear(states, first)), second)

    def _linear(self, states: Floats, name: str) -> Floats:
        matrix, shift = self._products[name]
        result = states.reshape(-1, len(matrix)) @ matrix
        result += shift
        return result.reshape(*states.shape[:-1], -1)

    def _norm(self, states: Floats, name: str) -> Floats:
        width = states.shape[-1]
        mean = np.add.reduce(states, axis=-1, keepdims=True) / np.float32(width)
        centred = np.asarray(states - mean, dtype=np.float32)
        spread = np.einsum("...d,...d->...", centred, centred)[..., None] / np.float32(width)
        centred *= self._weights[f"{name}.weight"] / np.sqrt(spread + np.float32(_EPSILON))
        centred += self._weights[f"{name}.bias"]
        return centred


def _products(weights: Mapping[str, Floats], layers: int) -> dict[str, tuple[Floats, Floats]]:
    """The matrices (in, out) and shifts (out,) by name; those that are taken of the same states side by
    side: ``looks`` are key and value of every layer's look at the passage, ``layers.N.own`` query, key and
    value of its look at the question."""
    joined = {"looks": [f"layers.{n}.look.{part}" for n in range(layers) for part in ("key", "value")]}
    for n in range(layers):
        joined[f"layers.{n}.own"] = [f"layers.{n}.own.{part}" for part in ("query", "key", "value")]
    taken = {part for parts in joined.values() for part in parts}
    names = [name.removesuffix(".weight") for name, part in weights.items() if part.ndim == 2]
    joined |= {name: [name] for name in names if name not in taken}
    return {
        name: (
            np.ascontiguousarray(np.concatenate([weights[f"{part}.weight"] for part in parts]).T),
            np.concatenate([weights[f"{part}.bias"] for part in parts]),
        )
        for name, parts in joined.items()
    }


def _attention(query: Floats, key: Floats, value: Floats, hidden: NDArray[np.bool_] | None = None) -> Floats:
    """Attention of ``query`` (n, q, width) to ``key`` and ``value`` (n, t, width), to none ``hidden``."""
    asked, keys, values = _split(query), _split(key), _split(value)
    scores = asked @ keys.transpose(0, 1, 3, 2)
    scores *= np.float32(1 / math.sqrt(asked.shape[-1]))
    if hidden is not None:
        scores += np.where(hidden, np.float32(-1e4), np.float32(0))[:, None, None, :]
    scores -= scores.max(axis=-1, keepdims=True)
    shares = np.exp(scores, out=scores)
    shares /= np.add.reduce(shares, axis=-1, keepdims=True)
    mixed: Floats = (shares @ values).transpose(0, 2, 1, 3).reshape(query.shape)
    return mixed


@lru_cache(maxsize=1)
def shipped_judge() -> Judge:
    """Return the judge that ships with this version, for the default model."""
    return read_judge(WEIGHTS)


def read_judge(path: Path) -> Judge:
    """Read a judge from its file."""
    from safetensors.numpy import load_file

    return Judge({name: part.astype(np.float32) for name, part in load_file(path).items()})


def _padded(passages: Sequence[Floats]) -> tuple[Floats, NDArray[np.bool_]]:
    """The passages as one array (n, longest, dim), and where it is padding."""
    lengths = np.array([len(passage) for passage in passages])
    shown = np.zeros((len(passages), int(lengths.max()), passages[0].shape[1]), dtype=np.float32)
    for row, passage in enumerate(passages):
        shown[row, : len(passage)] = passage
    return shown, np.arange(shown.shape[1]) >= lengths[:, None]


def _split(states: Floats) -> Floats:
    """(n, tokens, width) to (n, heads, tokens, width / heads)."""
    n, tokens, width = states.shape
    return states.reshape(n, tokens, HEADS, width // HEADS).transpose(0, 2, 1, 3)


def _relu(states: Floats) -> Floats:
    result: Floats = np.maximum(states, np.float32(0))
    return result
