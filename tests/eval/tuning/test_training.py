"""Training: additions that are nothing at first, are learnt, and come back from their file."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.tuning.adapters import KEPT, Adapter, keep, save_adapters
from eval.tuning.extent import extents
from eval.tuning.inputs import MOST_TOKENS, Staged, Text, stage
from eval.tuning.scenes import load_scenes
from eval.tuning.training import SMALLEST, Settings, batches, train
from index.bundled import UNTUNED, bundled_folder
from index.model_folder import TOKENIZER
from index.pieces import PieceTokenizer
from index.tuning import read_most, read_tuning


def test_an_adapter_is_nothing_at_first_and_its_file_says_what_it_adds(tmp_path: Path) -> None:
    layer = torch.nn.Linear(6, 4)
    adapter = Adapter(layer, rank=2)
    states = torch.randn(3, 6)
    assert torch.equal(adapter(states), layer(states))
    with torch.no_grad():
        adapter.b.copy_(torch.randn(4, 2))
    whole = (adapter(states) - layer(states)).detach().numpy()
    name, most = "encoder.layer.0.output.dense", np.array([0.5, 3.0], np.float32)
    keep({name: adapter})
    save_adapters({name: adapter}, {name: most}, tmp_path / "t.safetensors")
    added = read_tuning(tmp_path / "t.safetensors")[f"{name}.weight"]
    np.testing.assert_allclose(states.numpy() @ added.T, KEPT * whole, atol=0.02)
    assert read_most(tmp_path / "t.safetensors")[name].tolist() == most.tolist()


def staged(area: str) -> Staged:
    text = Text(torch.zeros(1, dtype=torch.long), 0, 1)
    return Staged(area, text, text, (), ())


def test_half_of_the_batches_are_of_one_area() -> None:
    scenes = [staged(area) for area in ("a", "b") for _ in range(100)]
    found = list(batches(scenes, 10, random.Random(1)))
    assert all(SMALLEST <= len(batch) <= 10 for batch in found)
    taught = [id(scene) for batch in found for scene in batch]
    assert len(set(taught)) == len(taught) >= 180
    of_one = [batch for batch in found if len({scene.area for scene in batch}) == 1]
    assert 8 <= len(of_one) <= 12


@pytest.mark.slow
def test_the_shipped_extents_are_those_of_the_shipped_model(model_folder: Path) -> None:
    from transformers import BertModel

    model = BertModel.from_pretrained(model_folder, add_pooling_layer=False, attn_implementation="eager")
    tokenizer = PieceTokenizer.open(model_folder / TOKENIZER, MOST_TOKENS)
    found, shipped = extents(model, stage(load_scenes()[:12], tokenizer)), read_most()
    assert found.keys() == shipped.keys()
    # A few of the texts reach a good part of what all reach, and hardly ever go beyond.
    shares = np.concatenate([found[name] / np.maximum(shipped[name], 1e-3) for name in found])
    assert np.median(shares) > 0.5
    assert (shares > 1.2).mean() < 0.01


@pytest.mark.slow
def test_a_few_steps_make_the_losses_smaller(model_home: Path) -> None:
    scenes = load_scenes()[::50]  # too few of one area for a batch of theirs: one batch a pass
    rows: list[float] = []
    trained = train(
        scenes,
        bundled_folder(model_home, UNTUNED),
        Settings(epochs=20, batch=20, aside=0.0, rate=2e-3),
        lambda row: rows.append(float(row["passage loss"])) if "step" in row else None,
    )
    assert len(trained.adapters) == 72
    assert len(rows) == 2  # told of every tenth step
    assert rows[1] < 0.5 * rows[0]
