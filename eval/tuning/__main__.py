"""``python -m eval.tuning -o index/tuning.safetensors``: train, write the additions and their figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.tuning.adapters import keep, save_adapters
from eval.tuning.extent import extents
from eval.tuning.inputs import MOST_TOKENS, stage
from eval.tuning.scenes import SCENES, load_scenes
from eval.tuning.training import Settings, train
from index.bundled import UNTUNED, bundled_folder
from index.model_folder import TOKENIZER
from index.pieces import PieceTokenizer
from ingest.errors import PlanqaError

SEEN = 200
"""Scenes, evenly spread, whose texts tell how large the inputs of the model's products get."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the training; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.tuning", description=__doc__)
    parser.add_argument("scenes", nargs="?", type=Path, default=SCENES, help="folder of .jsonl files")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the additions (.safetensors)")
    parser.add_argument("--figures", type=Path, help="figures of the scenes kept aside (.json)")
    parser.add_argument("--home", type=Path, default=Path(".planqa"), help="where the model is unpacked")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    given = parser.parse_args(arguments)
    try:
        scenes = load_scenes(given.scenes)
        folder = bundled_folder(given.home, UNTUNED)
        trained = train(scenes, folder, Settings(epochs=given.epochs), _tell)
    except PlanqaError as error:
        print(f"{error.message}\n{error.remedy}", file=sys.stderr)
        return 2
    keep(trained.adapters)
    seen = stage(scenes[:: -(-len(scenes) // SEEN)], PieceTokenizer.open(folder / TOKENIZER, MOST_TOKENS))
    save_adapters(trained.adapters, extents(trained.model, seen), given.output)
    if given.figures:
        given.figures.write_text(json.dumps(trained.figures, indent=2) + "\n", encoding="utf-8")
    return 0


def _tell(row: Mapping[str, Any]) -> None:
    print(json.dumps(row), file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
