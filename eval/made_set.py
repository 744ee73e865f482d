"""The command line of tools that make another question set out of one, with chance from a seed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.commands.frame import write_text
from eval.questions import Question, as_lines, load_labels
from ingest.errors import PlanqaError

Make = Callable[[Sequence[Question], int], list[Question]]
"""Questions and a seed in, questions out."""


def make_set(prog: str, description: str | None, make: Make, arguments: Sequence[str] | None = None) -> int:
    """Read the set that the command line names, write what ``make`` makes of it; returns the exit status, 2
    for bad input.

    >>> make_set("copy", "Copies a set.", lambda questions, seed: list(questions), ["absent", "-o", "out"])
    2
    """
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("set", type=Path, help="question set (.jsonl, .csv, .xlsx)")
    parser.add_argument("-o", "--output", type=Path, required=True, help="question set to write (.jsonl)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    try:
        write_text(given.output, as_lines(make(load_labels(given.set), given.seed)))
    except PlanqaError as error:
        print(f"{error.message}\n{error.remedy}", file=sys.stderr)
        return 2
    return 0
