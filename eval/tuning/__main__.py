"""``python -m eval.tuning -o index/tuning.safetensors``: train, write the additions and their figures."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from eval.training_command import run_training, tell
from eval.tuning.adapters import keep, save_adapters
from eval.tuning.extent import extents
from eval.tuning.inputs import MOST_TOKENS, stage
from eval.tuning.scenes import SCENES, load_scenes
from eval.tuning.training import Settings, train
from index.bundled import UNTUNED, bundled_folder
from index.model_folder import TOKENIZER
from index.pieces import PieceTokenizer

SEEN = 200
"""Scenes, evenly spread, whose texts tell how large the inputs of the model's products get."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the training; returns the exit status."""
    return run_training(("python -m eval.tuning", __doc__), SCENES, Settings().epochs, _work, arguments)


def _work(given: argparse.Namespace) -> Mapping[str, Any]:
    scenes = load_scenes(given.scenes)
    folder = bundled_folder(given.home, UNTUNED)
    trained = train(scenes, folder, Settings(epochs=given.epochs), tell)
    keep(trained.adapters)
    seen = stage(scenes[:: -(-len(scenes) // SEEN)], PieceTokenizer.open(folder / TOKENIZER, MOST_TOKENS))
    save_adapters(trained.adapters, extents(trained.model, seen), given.output)
    return trained.figures


if __name__ == "__main__":
    raise SystemExit(main())
