"""What the tests of this folder share besides fixtures."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from cli_kit import REPOSITORY

THEN = date(2026, 1, 10)
"""A day on which none of the samples has run out."""


def sample_questions() -> list[dict[str, Any]]:
    """Return the samples' own questions."""
    lines = (REPOSITORY / "samples" / "questions.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
