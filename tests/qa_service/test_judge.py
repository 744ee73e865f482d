"""The judge computes what was learnt, passage by passage."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.judging.__main__ import save
from eval.judging.network import JudgeNetwork
from eval.judging.training import padded
from index.encoder import Encoder, unit
from index.late import LateIndex, to_bytes
from qa_service.judge import UNDECIDED, Judge, read_judge, shipped_judge

DIM = 24


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> tuple[JudgeNetwork, torch.Tensor, Judge]:
    torch.manual_seed(3)
    network, centre = JudgeNetwork(DIM).eval(), torch.randn(DIM) / 10
    path = tmp_path_factory.mktemp("judge") / "judge.safetensors"
    save(network, centre, path)
    return network, centre.half().float(), read_judge(path)


def tokens(seed: int, count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return unit(np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32))


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    asked=st.integers(1, 12),
    lengths=st.lists(st.integers(1, 30), min_size=1, max_size=4),
)
def test_numpy_says_what_torch_learnt(
    learnt: tuple[JudgeNetwork, torch.Tensor, Judge], seed: int, asked: int, lengths: list[int]
) -> None:
    network, centre, judge = learnt
    question = tokens(seed, asked)
    passages = [tokens(seed + n + 1, length) for n, length in enumerate(lengths)]
    centred = [torch.from_numpy(unit(item - centre.numpy())) for item in (question, *passages)]
    with torch.no_grad():
        expected = network(*padded(centred[:1] * len(passages)), *padded(centred[1:])).numpy()
    found = judge.logits(question, passages)
    np.testing.assert_allclose(found, expected, atol=0.02)  # the file keeps 16 bits


def test_a_passage_is_judged_by_itself(learnt: tuple[JudgeNetwork, torch.Tensor, Judge]) -> None:
    judge = learnt[2]
    question, short, long = tokens(1, 7), tokens(2, 5), tokens(3, 60)
    both = judge.logits(question, [short, long])
    alone = [judge.logits(question, [passage])[0] for passage in (short, long)]
    np.testing.assert_allclose(both, alone, atol=1e-4)


def test_nothing_to_judge_is_undecided(learnt: tuple[JudgeNetwork, torch.Tensor, Judge]) -> None:
    judge = learnt[2]
    assert judge.logits(tokens(1, 3), []).tolist() == []
    assert judge.logits(np.empty((0, DIM), np.float32), [tokens(2, 5)]).tolist() == [UNDECIDED]


PASSAGE = "静远区社区食堂由街道办事处负责运营，六十周岁以上老年人用餐每餐补贴三元，补贴由区财政承担。"
ANSWERED = (
    "静远区社区食堂由谁负责运营？",
    "老年人在社区食堂用餐每餐补贴多少？",
    "上了六十的去社区食堂吃饭，一顿能少几块",
)
NOT = ("静远区哪里可以办理港澳通行证？", "小学生课后服务几点结束？", "轨道交通八号线什么时候通车")


def test_the_shipped_judge_tells_an_answer_from_other_matters(encoder: Encoder) -> None:
    passage = encoder.encode_passages([PASSAGE])[0].tokens
    judge = shipped_judge()

    def opinion(question: str) -> float:
        return float(judge.logits(encoder.encode_query(question).tokens, [passage])[0])

    assert min(map(opinion, ANSWERED)) > max(map(opinion, NOT))


def test_it_says_nearly_the_same_of_vectors_from_their_codes(encoder: Encoder) -> None:
    passages = [item.tokens for item in encoder.encode_passages([PASSAGE, *ANSWERED, *NOT])]
    late = LateIndex.build([to_bytes(item) for item in passages])
    question = encoder.encode_query(ANSWERED[0]).tokens
    judge = shipped_judge()
    whole = judge.logits(question, passages)
    coded = judge.reading(late.turn, late.centre).logits(question, [late.components(n) for n in range(7)])
    assert np.corrcoef(whole, coded)[0, 1] > 0.9


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), kept=st.integers(1, DIM))
def test_components_are_read_as_the_vectors_that_they_stand_for(
    learnt: tuple[JudgeNetwork, torch.Tensor, Judge], seed: int, kept: int
) -> None:
    draw, judge = np.random.default_rng(seed), learnt[2]
    turn = np.linalg.qr(draw.normal(size=(DIM, DIM)))[0][:, :kept].astype(np.float32)
    centre = draw.normal(size=DIM).astype(np.float32) / 5
    components = [draw.normal(size=(length, kept)).astype(np.float32) for length in (3, 9)]
    question, vectors = tokens(seed, 6), [part @ turn.T + centre for part in components]
    found = judge.reading(turn, centre).logits(question, components)
    np.testing.assert_allclose(found, judge.logits(question, vectors), atol=1e-3)
