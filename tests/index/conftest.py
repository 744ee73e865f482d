"""The real default model, unpacked once and shared by every test that needs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.bundled import bundled_folder
from index.encoder import Encoder, open_encoder


@pytest.fixture(scope="session")
def model_folder(model_home: Path) -> Path:
    return bundled_folder(model_home)


@pytest.fixture(scope="session")
def encoder(model_home: Path, model_folder: Path) -> Encoder:
    return open_encoder(None, model_home)
