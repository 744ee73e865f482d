"""Plain ASGI middleware, outermost first: log, headers, crash, body limit, HEAD."""

from __future__ import annotations

from starlette.middleware import Middleware

from qa_service.api.middleware.access_log import AccessLog
from qa_service.api.middleware.body_limit import BodyLimit
from qa_service.api.middleware.crash import CrashBarrier
from qa_service.api.middleware.head import HeadAsGet
from qa_service.api.middleware.security_headers import SecurityHeaders


def middleware_stack(max_body_bytes: int) -> list[Middleware]:
    """Return the stack in the order that the application wants, outermost first."""
    return [
        Middleware(AccessLog),
        Middleware(SecurityHeaders),
        Middleware(CrashBarrier),
        Middleware(BodyLimit, max_bytes=max_body_bytes),
        Middleware(HeadAsGet),
    ]
