"""The last barrier: an unforeseen error becomes a problem document and a log entry, no traceback goes out."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_service.api.facts import facts_of
from qa_service.api.problems import crash_problem, problem_response

logger = logging.getLogger("planqa.error")


class CrashBarrier:
    """Answer 500 for an exception that nothing else caught, unless the answer is already on its way.

    It stands here rather than as FastAPI's handler for ``Exception`` because that one runs outside all
    other middleware: its answers would lack the request's id and the security headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and catch what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            logger.exception("unhandled", extra={"fields": {"request_id": facts_of(scope).id}})
            if started:
                raise
            await problem_response(scope, crash_problem())(scope, receive, send)
