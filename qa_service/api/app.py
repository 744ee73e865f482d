"""The application: settings in, a FastAPI application out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from os import environ
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.telemetry import TelemetryConfig

from qa_service.access.guard import Guard
from qa_service.access.keyring import Keyring
from qa_service.access.meter import Meter
from qa_service.api import openapi, page, problems
from qa_service.api.caller import only_listed
from qa_service.api.http_settings import HttpSettings, http_settings
from qa_service.api.middleware import middleware_stack
from qa_service.api.plugins import plugin_routers
from qa_service.api.routes import ROUTERS
from qa_service.api.service import running
from qa_service.mcp import over_http
from qa_service.settings import Settings

# Telemetry can be switched on from the environment and would then send requests to a collector: this
# service calls no one.
METER_FILE = "PLANQA_METER_FILE"
"""Set by the process that starts workers, for them: the table of :class:`Meter`."""

_NO_TELEMETRY: TelemetryConfig = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}


def create_app(settings: Settings | None = None, *, open_first: bool = False) -> FastAPI:
    """Return the service; ``settings`` default to the environment (``PLANQA_…``).

    The index is opened when the application starts, in the background. No index, or a damaged one, does
    not keep it from starting: ``/readyz`` says what is missing, and it is picked up once it is there. With
    ``open_first`` no connection is taken before that was tried: for one process of several, whose others
    answer meanwhile.

    Raises:
        BadInput: a setting that cannot be used.

    >>> app = create_app(load_settings(home=Path("somewhere")))  # doctest: +SKIP
    """
    chosen = http_settings(settings)
    guard = guard_of(chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(app, chosen, open_first=open_first), tools.running():
            yield

    app = FastAPI(
        title="planqa",
        version=_version(),
        summary="Questions and citations over Chinese government plans",
        description=openapi.DESCRIPTION,
        openapi_tags=openapi.TAGS,
        # The documentation pages load their scripts from elsewhere; /openapi.json is enough.
        docs_url=None,
        redoc_url=None,
        # A redirect would turn a mistyped path into another request; a 404 says what is wrong.
        redirect_slashes=False,
        middleware=middleware_stack(chosen, guard),
        dependencies=[Depends(only_listed)],
        lifespan=lifespan,
        telemetry=_NO_TELEMETRY,
    )
    app.state.guard = guard
    tools = over_http.mount(app, chosen)
    for router in (*ROUTERS, *plugin_routers()):
        app.include_router(router)
    page.mount(app)
    problems.install(app)
    openapi.install(app)
    return app


def guard_of(settings: HttpSettings) -> Guard:
    """Return the guard that ``settings`` ask for; workers of one service share its counts by a file."""
    table = environ.get(METER_FILE)
    return Guard(
        Keyring(settings.home),
        settings.keys,
        settings.host,
        meter=Meter(Path(table) if table else None),
        rate_per_key=settings.rate_per_key,
        rate_per_address=settings.rate_per_address,
    )


def _version() -> str:
    try:
        return version("planqa")
    except PackageNotFoundError:
        return "0"
