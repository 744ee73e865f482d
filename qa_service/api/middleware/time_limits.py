"""Bounds on how long a request may take to arrive and to be answered."""

from __future__ import annotations

import math

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_service.api.caller import rule_of
from qa_service.api.problems import BodyTooSlow, Timeout, error_response


class TimeLimits:
    """Answer 408 where the body does not arrive in time, 504 where the work on it takes too long.

    An answer that has begun is never cut off. Work in a thread can't be stopped: it goes on to its end
    and keeps its place in the pool until then, so that a flood of slow requests can't grow the pool.
    All times are in seconds.
    """

    def __init__(self, app: ASGIApp, body: float, work: float, long: float) -> None:
        self._app = app
        self._body = body
        self._work = work
        self._long = long

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, watching the clock."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        rule = rule_of(scope)
        allowed = self._long if rule and rule.long else self._work
        headers = Headers(scope=scope)
        arriving = "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
        watch = anyio.CancelScope(deadline=anyio.current_time() + (self._body if arriving else allowed))
        started = False

        async def received() -> Message:
            nonlocal arriving
            message = await receive()
            if arriving and message["type"] == "http.request" and not message.get("more_body", False):
                arriving = False
                if not started:
                    watch.deadline = anyio.current_time() + allowed
            return message

        async def sent(message: Message) -> None:
            nonlocal started
            started, watch.deadline = True, math.inf
            await send(message)

        with watch:
            await self._app(scope, received, sent)
        if watch.cancelled_caught and not started:
            error = BodyTooSlow() if arriving else Timeout(allowed)
            await error_response(scope, error)(scope, receive, send)
