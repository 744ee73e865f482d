"""The collection behind the routes, from start to end of the application."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from index.encoder import Encoder
from ingest.errors import PlanqaError
from qa_service.api.following import Following
from qa_service.api.http_settings import HttpSettings
from qa_service.api.problems import NotReady
from qa_service.api.state import EngineHolder
from qa_service.collection.collection import Collection
from qa_service.collection.encoders import encoder_of

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
                self._own = encoder_of(self._home, self._model)
            return self._own


@contextmanager
def collecting(
    app: FastAPI, settings: HttpSettings, holder: EngineHolder, following: Following
) -> Iterator[None]:
    """Work jobs off for as long as the application runs."""
    collection = Collection(
        settings.home,
        EncoderSource(holder, settings.home, settings.model),
        following.published,
        following.marked,
        setting=settings.model,
        undo_days=settings.undo_days,
    )
    app.state.collection = collection
    collection.start()
    try:
        yield
    finally:
        collection.stop()


async def collection_of(request: Request) -> Collection:
    """Return the collection of the application that the request came to."""
    collection = request.app.state.collection
    assert isinstance(collection, Collection)
    return collection


CollectionDep = Annotated[Collection, Depends(collection_of)]
