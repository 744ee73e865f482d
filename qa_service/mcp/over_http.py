"""The tools at ``POST /mcp`` of the service, behind its own checks of host, key and rate."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from qa_service.api import metrics
from qa_service.api.http_settings import HttpSettings
from qa_service.engine import Engine
from qa_service.mcp.server import new_server

PATH = "/mcp"
Result = TypeVar("Result")


class McpEndpoint:
    """Hands requests to the SDK's manager, which lives as long as the application runs.

    Stateless: any worker can answer any request, and nothing is left behind by clients that go away.
    """

    def __init__(self, app: FastAPI, settings: HttpSettings) -> None:
        self._app = app
        self._settings = settings
        self._manager: StreamableHTTPSessionManager | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        assert self._manager is not None, "the application is not running"
        await self._manager.asgi_app(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve from now on."""
        server = new_server(self._run, answered=metrics.answered)
        server.streamable_http_app(
            json_response=True,
            stateless_http=True,
            # Host and origin have been looked at already, by the service's own settings.
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
            max_request_body_size=self._settings.max_body_bytes,
        )
        self._manager = server.session_manager
        async with self._manager.run():
            yield
        self._manager = None

    def _run(self, work: Callable[[Engine], Result]) -> Awaitable[Result]:
        answer: Awaitable[Result] = self._app.state.service.with_engine(work)
        return answer


def mount(app: FastAPI, settings: HttpSettings) -> McpEndpoint:
    """Serve the tools of ``app`` at :data:`PATH`; its lifespan has to run the endpoint that is returned."""
    endpoint = McpEndpoint(app, settings)
    # Without a stream of its own to listen to, GET is answered 405, as the protocol allows.
    app.router.routes.append(Route(PATH, endpoint, methods=["POST"], include_in_schema=False))
    return endpoint
