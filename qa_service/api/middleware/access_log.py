"""One log line a request, and the request's id in the answer's headers."""

from __future__ import annotations

import logging
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_service.api.facts import REQUEST_ID_HEADER, RequestFacts, attach, request_id

logger = logging.getLogger("planqa.http")


class AccessLog:
    """Give every request an id, send it back, and log one line when the answer is out.

    The line holds the path without its query and the length of a question, never its text: a question
    can be confidential, and ``/?q=…`` carries one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        facts = RequestFacts(request_id(Headers(scope=scope).get(REQUEST_ID_HEADER)))
        attach(scope, facts)
        begun, method, status = perf_counter(), scope["method"], 0

        async def tagged(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = facts.id
            await send(message)

        try:
            await self._app(scope, receive, tagged)
        finally:
            # Status 0: the connection ended before an answer began.
            line = {
                "request_id": facts.id,
                "method": method,
                "path": scope["path"],
                "status": status,
                "ms": round((perf_counter() - begun) * 1000, 1),
                **facts.log,
            }
            logger.info("request", extra={"fields": line})
