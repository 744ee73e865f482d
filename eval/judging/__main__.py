"""``python -m eval.judging -o qa_service/judge.safetensors``: train the judge, write it and its figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from eval.judging.cases import SCENES, load_cases
from eval.judging.network import JudgeNetwork
from eval.judging.training import Settings, train
from eval.judging.vectors import vectors_of
from index.encoder import open_encoder
from ingest.errors import PlanqaError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the training; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.judging", description=__doc__)
    parser.add_argument("scenes", nargs="?", type=Path, default=SCENES, help="folder of .jsonl files")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the judge (.safetensors)")
    parser.add_argument("--figures", type=Path, help="figures of the cases kept aside (.json)")
    parser.add_argument("--home", type=Path, default=Path(".planqa"), help="where the model is unpacked")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    given = parser.parse_args(arguments)
    try:
        cases = load_cases(given.scenes)
        vectors = vectors_of(cases, open_encoder(None, given.home))
    except PlanqaError as error:
        print(f"{error.message}\n{error.remedy}", file=sys.stderr)
        return 2
    network, figures = train(cases, vectors, Settings(epochs=given.epochs), _tell)
    save(network, torch.from_numpy(vectors.centre), given.output)
    if given.figures:
        given.figures.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def save(network: JudgeNetwork, centre: torch.Tensor, path: Path) -> None:
    """Write ``network`` and the mean ``centre`` of the vectors as :func:`qa_service.judge.read_judge` reads
    them, in 16 bits."""
    from safetensors.torch import save_file

    parts = {name: value.half().contiguous() for name, value in network.state_dict().items()}
    save_file({**parts, "centre": centre.half()}, path)
    path.chmod(0o644)


def _tell(row: Mapping[str, Any]) -> None:
    print(json.dumps(row), file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
