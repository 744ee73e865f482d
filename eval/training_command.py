"""The command line of a training: scenes in, weights and figures out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.errors import PlanqaError

Work = Callable[[argparse.Namespace], Mapping[str, Any]]
"""Trains with ``scenes``, ``home`` and ``epochs``, writes to ``output``, returns the figures."""

Told = Callable[[Mapping[str, Any]], None]
"""Hears how a training goes; :func:`tell` for one."""


def run_training(
    about: tuple[str, str | None], scenes: Path, epochs: int, work: Work, arguments: Sequence[str] | None
) -> int:
    """Read ``arguments``, let ``work`` train, write its figures where they are asked for; returns the exit
    status, 2 for bad input. ``about`` is the command and what it does, ``scenes`` and ``epochs`` what is
    taken unless others are given."""
    parser = argparse.ArgumentParser(prog=about[0], description=about[1])
    parser.add_argument("scenes", nargs="?", type=Path, default=scenes, help="folder of .jsonl files")
    parser.add_argument("-o", "--output", type=Path, required=True, help="what was learnt (.safetensors)")
    parser.add_argument("--figures", type=Path, help="figures of the scenes kept aside (.json)")
    parser.add_argument("--home", type=Path, default=Path(".planqa"), help="where the model is unpacked")
    parser.add_argument("--epochs", type=int, default=epochs)
    given = parser.parse_args(arguments)
    try:
        figures = work(given)
    except PlanqaError as error:
        print(f"{error.message}\n{error.remedy}", file=sys.stderr)
        return 2
    if given.figures:
        given.figures.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def tell(row: Mapping[str, Any]) -> None:
    """Write a line on how the training goes to stderr."""
    print(json.dumps(row), file=sys.stderr, flush=True)
