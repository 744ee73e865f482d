"""Plain ASGI middleware, outermost first."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from qa_service.access.guard import Guard
from qa_service.api.facts import REQUEST_ID_HEADER
from qa_service.api.http_settings import HttpSettings
from qa_service.api.middleware.access_control import AccessControl
from qa_service.api.middleware.access_log import AccessLog
from qa_service.api.middleware.body_limit import BodyLimit
from qa_service.api.middleware.crash import CrashBarrier
from qa_service.api.middleware.head import HeadAsGet
from qa_service.api.middleware.host_check import HostCheck
from qa_service.api.middleware.request_metrics import RequestMetrics
from qa_service.api.middleware.security_headers import SecurityHeaders
from qa_service.api.middleware.time_limits import TimeLimits

READABLE_HEADERS = (REQUEST_ID_HEADER, "ETag", "Link", "Retry-After", "Content-Disposition", "Location")
"""What a page of an allowed origin may read beside the body."""


def middleware_stack(settings: HttpSettings, guard: Guard) -> list[Middleware]:
    """Return the stack in the order that the application wants, outermost first.

    What refuses stands before what reads: host, then key and rate, then the body's size and time.
    """
    return [
        Middleware(AccessLog),
        Middleware(RequestMetrics),
        Middleware(SecurityHeaders),
        Middleware(CrashBarrier),
        Middleware(HostCheck, settings.host, settings.allowed_hosts, settings.cors_origins),
        *_cross_origin(settings),
        Middleware(AccessControl, guard),
        Middleware(
            TimeLimits, settings.body_seconds, settings.request_seconds, settings.long_request_seconds
        ),
        Middleware(BodyLimit, settings.max_body_bytes, settings.max_upload_bytes),
        Middleware(HeadAsGet),
    ]


def _cross_origin(settings: HttpSettings) -> list[Middleware]:
    """Nothing by default: without it a browser shows a page of another site nothing of our answers."""
    if not settings.cors_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match", REQUEST_ID_HEADER],
            expose_headers=list(READABLE_HEADERS),
        )
    ]
