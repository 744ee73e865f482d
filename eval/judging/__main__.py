"""``python -m eval.judging -o qa_service/judge.safetensors``: train the judge, write it and its figures."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from eval.judging.cases import SCENES, load_cases
from eval.judging.network import JudgeNetwork
from eval.judging.training import Settings, train
from eval.judging.vectors import vectors_of
from eval.training_command import run_training, tell
from index.encoder import open_encoder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the training; returns the exit status."""
    return run_training(("python -m eval.judging", __doc__), SCENES, Settings().epochs, _work, arguments)


def _work(given: argparse.Namespace) -> Mapping[str, Any]:
    cases = load_cases(given.scenes)
    vectors = vectors_of(cases, open_encoder(None, given.home))
    network, figures = train(cases, vectors, Settings(epochs=given.epochs), tell)
    save(network, torch.from_numpy(vectors.centre), given.output)
    return figures


def save(network: JudgeNetwork, centre: torch.Tensor, path: Path) -> None:
    """Write ``network`` and the mean ``centre`` of the vectors as :func:`qa_service.judge.read_judge` reads
    them, in 16 bits."""
    from safetensors.torch import save_file

    parts = {name: value.half().contiguous() for name, value in network.state_dict().items()}
    save_file({**parts, "centre": centre.half()}, path)
    path.chmod(0o644)


if __name__ == "__main__":
    raise SystemExit(main())
