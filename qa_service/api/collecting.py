"""The collection behind the routes, from start to end of the application."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request

from index.encoder import Encoder, open_encoder
from index.generation.layout import generations_folder
from index.generation.manifest import load_manifest
from index.generation.pointer import read_pointer
from ingest.errors import NoIndex, PlanqaError
from qa_service.api.http_settings import HttpSettings
from qa_service.api.problems import NotReady
from qa_service.api.state import EngineHolder
from qa_service.collection.collection import Collection

PATIENCE_SECONDS = 120.0
"""How long a job waits for the service to have started before it loads a model of its own."""


class EncoderSource:
    """Gives the encoder that the service has open, or opens one where there is no index yet."""

    def __init__(self, holder: EngineHolder, home: Path, model: str | None) -> None:
        self._holder = holder
        self._home = home
        self._model = model
        self._own: Encoder | None = None
        self._lock = Lock()

    def __call__(self) -> Encoder:
        """Return the encoder. Raises ModelUnavailable."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                with self._holder.engine() as engine:
                    return engine.encoder
            except NotReady:
                time.sleep(0.1)
            except PlanqaError:
                break
        with self._lock:
            if self._own is None:
                self._own = open_encoder(self._model or _built_with(self._home), self._home)
            return self._own


def _built_with(home: Path) -> str | None:
    try:
        model: Any = load_manifest(generations_folder(home) / read_pointer(home)).notes.get("model")
    except NoIndex:
        return None
    setting = model.get("setting") if isinstance(model, dict) else None
    return str(setting) if setting else None


@contextmanager
def collecting(app: FastAPI, settings: HttpSettings, holder: EngineHolder) -> Iterator[None]:
    """Work jobs off for as long as the application runs."""
    collection = Collection(
        settings.home,
        EncoderSource(holder, settings.home, settings.model),
        holder.refresh,
        holder.hide_deleted,
        setting=settings.model,
        undo_days=settings.undo_days,
    )
    app.state.collection = collection
    collection.start()
    try:
        yield
    finally:
        collection.stop()


def collection_of(request: Request) -> Collection:
    """Return the collection of the application that the request came to."""
    collection = request.app.state.collection
    assert isinstance(collection, Collection)
    return collection


CollectionDep = Annotated[Collection, Depends(collection_of)]
