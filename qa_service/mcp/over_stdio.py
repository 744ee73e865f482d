"""The tools over standard input and output, for an agent that starts ``planqa mcp`` itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

from anyio import to_thread

from qa_service.api.loading import EngineLoader
from qa_service.api.state import EngineHolder
from qa_service.engine import Engine
from qa_service.mcp.server import new_server

Result = TypeVar("Result")


class FreshEngine:
    """Lends the engine of the generation that is current: looked at before each call, opened when it changes.

    Answering begins before the index is open; the first question waits for it.
    """

    def __init__(self, home: Path, model: str | None = None) -> None:
        self._holder = EngineHolder(EngineLoader(home, model), home)
        self._opening = Lock()

    async def __call__(self, work: Callable[[Engine], Result], /) -> Result:
        """Return what ``work`` returns. Raises what it raises, or what keeps the index from being opened."""

        def run() -> Result:
            with self._opening:
                self._holder.refresh()
            with self._holder.engine() as engine:
                return work(engine)

        return await to_thread.run_sync(run)

    def close(self) -> None:
        """Let go of the engine."""
        self._holder.close()


def serve(home: Path, model: str | None = None) -> None:
    """Serve until standard input ends. Nothing but the protocol may be written to standard output."""
    engine = FreshEngine(home, model)
    try:
        new_server(engine).run("stdio")
    finally:
        engine.close()
