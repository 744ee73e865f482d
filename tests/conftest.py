"""Makes the helpers in this folder importable (``import corpus``), and tells when the corpus is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from corpus import ABSENT, corpus_folder
from hypothesis import settings

from index.bundled import bundled_folder
from index.encoder import Encoder, open_encoder

# Machines are noisy: speed is looked at in benchmarks, not in properties.
settings.register_profile("planqa", deadline=None)
settings.load_profile("planqa")


@pytest.fixture(scope="session")
def model_home() -> Path:
    """A home with the default model: ``PLANQA_TEST_HOME``, by default ``.planqa-test`` in the repository."""
    default = Path(__file__).resolve().parents[1] / ".planqa-test"
    return Path(os.environ.get("PLANQA_TEST_HOME") or default)


@pytest.fixture(scope="session")
def model_folder(model_home: Path) -> Path:
    """The default model, unpacked once and shared by every test that needs it."""
    return bundled_folder(model_home)


@pytest.fixture(scope="session")
def encoder(model_home: Path, model_folder: Path) -> Encoder:
    return open_encoder(None, model_home)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if corpus_folder() is None:
        terminalreporter.write_line(f"NOT RUN: the tests on real documents ({ABSENT})")
