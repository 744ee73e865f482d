"""Consoles for what is asked for (stdout) and for what is said beside it (stderr)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from rich.console import Console, RenderableType

MAX_WIDTH = 120
"""Columns. Sixty Chinese characters are as long a line as one reads with ease."""
PIPE_WIDTH = 100
"""Columns where stdout is no terminal and COLUMNS says nothing."""


def out() -> Console:
    """Return a console on stdout."""
    console = Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal or os.environ.get("COLUMNS"):
        console.width = min(console.width, MAX_WIDTH)
    else:
        console.width = PIPE_WIDTH
    return console


def err() -> Console:
    """Return a console on stderr."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def show(parts: Iterable[RenderableType]) -> None:
    """Print ``parts`` on stdout, one below the other. In a pipe no line ends in blanks."""
    console = out()
    for part in parts:
        if console.is_terminal:
            console.print(part)
            continue
        with console.capture() as captured:
            console.print(part)
        lines = captured.get().splitlines()
        sys.stdout.write("".join(f"{line.rstrip(' ')}\n" for line in lines))
