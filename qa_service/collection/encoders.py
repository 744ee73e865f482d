"""The encoder that goes with an index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.encoder import Encoder, open_encoder
from index.generation.layout import generations_folder
from index.generation.manifest import load_manifest
from index.generation.pointer import read_pointer
from ingest.errors import NoIndex


def encoder_of(home: Path, model: str | None) -> Encoder:
    """Open the encoder that the current generation of ``home`` was made with; ``model`` is the setting for a
    home without one. Raises ModelUnavailable."""
    return open_encoder(model or built_with(home), home)


def built_with(home: Path) -> str | None:
    """Return the model setting of the current generation; ``None`` is the model that comes along."""
    try:
        model: Any = load_manifest(generations_folder(home) / read_pointer(home)).notes.get("model")
    except NoIndex:
        return None
    setting = model.get("setting") if isinstance(model, dict) else None
    return str(setting) if setting else None
