"""Late interaction on four-bit codes against the exact computation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.late import LateIndex, rotation, to_bytes


def _tokens(seed: int, counts: tuple[int, ...], dim: int = 384) -> list[np.ndarray]:
    """Vectors as a model gives them: a common part, and variance that falls off from component to component
    (here in a basis of its own: the quantiser has to find it)."""
    noise = np.random.default_rng(seed)
    basis = np.linalg.qr(np.random.default_rng(0).normal(size=(dim, dim)))[0]
    falling = np.arange(1, dim + 1) ** -0.6 * np.sqrt(dim) / 4
    common = noise.normal(size=dim)
    made = [(noise.normal(size=(n, dim)) * falling) @ basis + common for n in counts]
    return [(m / np.linalg.norm(m, axis=1, keepdims=True)).astype(np.float32) for m in made]


def _exact(question: np.ndarray, passage: np.ndarray) -> np.ndarray:
    return (passage @ question.T).max(axis=0)


def test_rotation_is_orthogonal() -> None:
    turn = rotation(64)
    assert np.allclose(turn @ turn.T, np.eye(64), atol=1e-5)


def test_ranks_as_the_exact_computation_does() -> None:
    passages = _tokens(1, tuple(np.random.default_rng(2).integers(5, 60, size=120)))
    question = _tokens(3, (12,))[0]
    index = LateIndex.build([to_bytes(p) for p in passages])
    exact = np.array([_exact(question, p).mean() for p in passages])
    coded = index.best(question, np.arange(len(passages))).mean(axis=1)
    assert np.corrcoef(exact, coded)[0, 1] > 0.9


def test_a_passage_holding_the_question_itself_scores_highest() -> None:
    passages = _tokens(4, (30,) * 50)
    question = passages[17][:8]
    index = LateIndex.build([to_bytes(p) for p in passages])
    best = index.best(question, np.arange(50))
    assert int(best.mean(axis=1).argmax()) == 17


def test_candidates_are_scored_alone_as_in_company() -> None:
    passages = _tokens(5, (3, 700, 41, 1))
    question = _tokens(6, (5,))[0]
    index = LateIndex.build([to_bytes(p) for p in passages])
    together = index.best(question, np.arange(4))
    for number in range(4):
        alone = index.best(question, np.array([number]))
        assert np.allclose(alone[0], together[number], atol=1e-4)


def test_saves_and_opens_unchanged(tmp_path: Path) -> None:
    passages = _tokens(7, (4, 9, 2))
    question = _tokens(8, (6,))[0]
    index = LateIndex.build([to_bytes(p) for p in passages])
    index.save(tmp_path / "late")
    opened = LateIndex.load(tmp_path / "late")
    assert len(opened) == 3
    assert np.array_equal(opened.best(question, np.arange(3)), index.best(question, np.arange(3)))


@pytest.mark.parametrize("dim", [128, 384])
def test_codes_take_a_quarter_byte_a_component(dim: int) -> None:
    index = LateIndex.build([to_bytes(p) for p in _tokens(9, (10, 20), dim)])
    assert index.codes.nbytes == 30 * dim // 4
