"""What the routes work with, from start to end of the application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, TypeVar

import anyio
from anyio import to_thread
from fastapi import Depends, FastAPI, Request

from qa_service.api import metrics
from qa_service.api.collecting import collecting
from qa_service.api.following import Following
from qa_service.api.http_settings import HttpSettings
from qa_service.api.loading import EngineLoader
from qa_service.api.pool import WorkPool
from qa_service.api.readiness import ReadinessWatch
from qa_service.api.state import EngineHolder
from qa_service.engine import Engine

Result = TypeVar("Result")

POLL_SECONDS = 0.2
"""How often the pointer is looked at: every process is to answer from a new generation within a second,
opening and warming it included, and reading the pointer takes microseconds."""


OPEN_FIRST_SECONDS = 10.0
"""How long a process that opens its engine first keeps off connections: a question that another process could
answer must not be told to come again, but where no process is ready somebody has to say why."""


class Service:
    """The engine's holder, the pool that its work runs in, and the settings."""

    def __init__(self, holder: EngineHolder, pool: WorkPool, settings: HttpSettings) -> None:
        self.holder = holder
        self.settings = settings
        self.hits = settings.hits
        self.watch = ReadinessWatch(settings.home)
        self.pool = pool

    async def with_engine(self, work: Callable[[Engine], Result]) -> Result:
        """Run ``work`` on the current engine in a thread of the pool.

        Raises :class:`Busy`, :class:`NotReady`, what kept the engine from being opened, or what ``work``
        raises.
        """

        def run() -> Result:
            with self.holder.engine() as engine:
                return work(engine)

        return await self.pool.run(run)


@asynccontextmanager
async def running(app: FastAPI, settings: HttpSettings, *, open_first: bool) -> AsyncIterator[None]:
    """Serve from now on. The engine is opened beside, so that ``/healthz`` answers at once; or, with
    ``open_first``, before, for :data:`OPEN_FIRST_SECONDS` at most."""
    holder = EngineHolder(EngineLoader(settings.home, settings.model), settings.home, metrics.opened)
    pool = WorkPool(settings.at_once, settings.queue)
    app.state.service = Service(holder, pool, settings)
    following = Following(holder, settings.home)
    if open_first:
        with anyio.move_on_after(OPEN_FIRST_SECONDS):
            await to_thread.run_sync(following.refresh, abandon_on_cancel=True)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_watch, following.refresh)
        # Beside it: what is deleted must not wait for a generation that is being opened.
        tasks.start_soon(_watch, following.hide_deleted)
        with collecting(app, settings, holder, following):
            yield
        tasks.cancel_scope.cancel()
    following.close()
    pool.close()
    holder.close()


async def service_of(request: Request) -> Service:
    """Return the service of the application that the request came to.

    Not a plain function: FastAPI would send each request to a thread and back for it.
    """
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


ServiceDep = Annotated[Service, Depends(service_of)]


async def _watch(look: Callable[[], None]) -> None:
    while True:
        # Abandoned on shutdown: opening can take seconds, and a holder that is closed drops what comes.
        await to_thread.run_sync(look, abandon_on_cancel=True)
        await anyio.sleep(POLL_SECONDS)
