"""A bound on the size of request bodies."""

from __future__ import annotations

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_service.api.caller import rule_of
from qa_service.api.problems import BodyTooLarge, error_response


class BodyLimit:
    """Answer 413 for a body over ``max_bytes``, declared or counted as it comes in; where the route takes
    uploads the limit is ``max_upload``.

    FastAPI's own ``max_body_size`` counts as well but answers in plain text where the length was
    declared; every error of this service is a problem document.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, max_upload: int) -> None:
        self._app = app
        self._max = max_bytes
        self._max_upload = max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        rule = rule_of(scope)
        most = self._max_upload if rule and rule.upload else self._max
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > most:
            await error_response(scope, BodyTooLarge(most))(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            if message["type"] == "http.request":
                read += len(message.get("body", b""))
                if read > most:
                    # FastAPI lets only an HTTPException through from reading a body.
                    raise HTTPException(BodyTooLarge.status) from BodyTooLarge(most)
            return message

        await self._app(scope, counted, send)
