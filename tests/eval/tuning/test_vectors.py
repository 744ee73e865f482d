"""What training compares is what the search compares."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from eval.tuning.inputs import MOST_TOKENS, Text, stage
from eval.tuning.scenes import Asked, Scene
from eval.tuning.vectors import Vectors, late_interaction, sentence_similarities, vectors_of
from index.bundled import UNTUNED, bundled_folder
from index.graph import GraphEncoder
from index.model_folder import TOKENIZER
from index.passage_text import Indexed
from index.pieces import PieceTokenizer
from index.vectors import passage_vectors

PASSAGE = "建成口袋公园十二处。补贴标准为每人每年一百元，由区财政承担。期限三年。"
SCENE = Scene(
    id="city-1",
    title="《云溪区公园建设方案》",
    heading="二、任务 > （一）公园",
    passage=PASSAGE,
    sibling="公园的养护由绿化部门负责。",
    questions=(Asked("能拿到多少钱？", "colloquial", "每人每年一百元"),),
    near=("2030年补贴多少？",),
)


def random_units(*shape: int, seed: int) -> torch.Tensor:
    drawn = torch.randn(*shape, generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.normalize(drawn, dim=-1)


def test_late_interaction_is_the_sum_written_out() -> None:
    tokens = [random_units(count, 8, seed=count) for count in (3, 5, 2)]
    asked = [random_units(count, 8, seed=10 + count) for count in (4, 1)]
    weights = [torch.tensor([0.1, 0.2, 0.3, 0.4]), torch.tensor([1.0])]
    texts = [Text(torch.zeros(0), 0, 0, weights=each) for each in weights]
    none = torch.zeros(0, 8)
    found = late_interaction(texts, Vectors(none, asked, []), Vectors(torch.zeros(3, 8), tokens, []))
    for row, (own, weight) in enumerate(zip(asked, weights, strict=True)):
        for column, other in enumerate(tokens):
            expected = sum(float(w * (token @ other.T).max()) for w, token in zip(weight, own, strict=True))
            assert float(found[row, column]) == pytest.approx(expected, abs=1e-5)


def test_sentence_similarities_come_by_passage() -> None:
    sentences = [random_units(2, 8, seed=1), random_units(3, 8, seed=2)]
    pooled = random_units(4, 8, seed=3)
    found = sentence_similarities(Vectors(pooled, [], []), Vectors(pooled, [], sentences))
    assert [item.shape for item in found] == [(4, 2), (4, 3)]
    assert torch.allclose(found[1], pooled @ sentences[1].T)


@pytest.mark.slow
def test_the_vectors_are_those_of_the_index(model_home: Path) -> None:
    from transformers import BertModel

    folder = bundled_folder(model_home, UNTUNED)
    tokenizer = PieceTokenizer.open(folder / TOKENIZER, MOST_TOKENS)
    staged = stage([SCENE], tokenizer)[0]
    model = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    with torch.no_grad():
        found = vectors_of(model, [staged.passage, staged.questions[0].text])
    head = "云溪区公园建设方案 二、任务 （一）公园"
    encoder = GraphEncoder(folder, "f32")
    text = f"{head}\n{PASSAGE}"
    encoded = encoder.encode_passages([text])[0]
    expected = passage_vectors(Indexed(text, len(head) + 1), encoded)
    # bfloat16 is what keeps them apart.
    assert float(found.pooled[0].numpy() @ encoded.pooled) > 0.998
    assert np.sum(found.sentences[0].numpy() * expected.sentences, axis=1).min() > 0.995
    assert np.sum(found.tokens[0].numpy() * encoded.tokens, axis=1).min() > 0.98
    assert float(found.pooled[1].numpy() @ encoder.encode_query("能拿到多少钱？").pooled) > 0.998
    assert staged.questions[0].answered_by == (1,)
