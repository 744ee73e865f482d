"""How long requests take, by route."""

from __future__ import annotations

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_service.api import metrics
from qa_service.api.caller import rule_of

OTHER = "other"
"""Route of whatever has none: paths that clients make up must not each become a time series."""

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestMetrics:
    """Count every request with its route, status and time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        metrics.UNDER_WAY.inc()
        try:
            await self._app(scope, receive, watched)
        finally:
            metrics.UNDER_WAY.dec()
            rule = rule_of(scope)
            method = scope["method"] if scope["method"] in _METHODS else OTHER
            metrics.request(method, rule.path if rule else OTHER, status, perf_counter() - begun)
