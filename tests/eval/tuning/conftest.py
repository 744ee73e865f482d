"""The default model, unpacked once and shared by every test that needs it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def model_home() -> Path:
    """A home with the default model: ``PLANQA_TEST_HOME``, by default ``.planqa-test`` in the repository."""
    default = Path(__file__).resolve().parents[3] / ".planqa-test"
    return Path(os.environ.get("PLANQA_TEST_HOME") or default)
