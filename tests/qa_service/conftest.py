"""A home with the samples indexed by the real model, built once a session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_kit import SAMPLES

from index.build import build_index


@pytest.fixture(scope="session")
def unpacked_models(model_folder: Path) -> Path:
    """The folder of the unpacked model: the one that all tests use, so that it is unpacked once."""
    return model_folder.parent


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, unpacked_models: Path) -> Path:
    """A home with the samples indexed. Tests must leave it as it is (see ``scratch_home``)."""
    home = tmp_path_factory.mktemp("sample-home")
    (home / "models").symlink_to(unpacked_models)
    build_index([SAMPLES], home)
    return home


@pytest.fixture
def scratch_home(tmp_path: Path, sample_home: Path) -> Path:
    """A copy of ``sample_home`` to be changed at will; the model is shared."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    return home


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the environment's own ``PLANQA_…`` out of the tests."""
    for name in [name for name in os.environ if name.startswith("PLANQA_") and name != "PLANQA_TEST_HOME"]:
        monkeypatch.delenv(name)
    yield
