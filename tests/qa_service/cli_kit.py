"""How the tests run the command line: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rich.cells import cell_len
from typer.testing import CliRunner, Result

from qa_service.cli import app

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples" / "documents"


def planqa(*arguments: object, text: str | bytes | None = None, columns: int = 80) -> Result:
    """Run a command in this process, ``columns`` wide."""
    environment = {"COLUMNS": str(columns), "TERMINAL_WIDTH": str(columns), "NO_COLOR": "1"}
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=text, env=environment)


def process(
    *arguments: object, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "qa_service.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=120,
    )


def refusal(result: Result) -> tuple[str, str]:
    """Return message and remedy of a command that failed as it should: two lines on stderr and nothing
    on stdout."""
    lines = result.stderr.splitlines()
    assert len(lines) == 2, result.stderr
    assert lines[0].startswith("错误：")
    assert lines[1].startswith("办法：")
    assert result.stdout == ""
    return lines[0], lines[1]


def widest(output: str) -> int:
    """Return the width of the widest line, in columns of a terminal."""
    return max(cell_len(line) for line in output.splitlines())
