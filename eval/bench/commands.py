"""planqa as a user starts it: a process of its own, timed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

Figures = dict[str, Any]


def planqa(*arguments: str) -> list[str]:
    """The command line of ``planqa`` with this interpreter."""
    return [sys.executable, "-m", "qa_service", *arguments]


def timed(command: Sequence[str]) -> tuple[float, str]:
    """Run a command; return its wall time in seconds and its output. Leaves the program where it fails."""
    started = time.perf_counter()
    done = subprocess.run(list(command), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command[2:5])} failed: {done.stderr[-2000:]}")
    return seconds, done.stdout
