"""The headers that keep a browser from doing more with an answer than showing it."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The page keeps the question in its own address: no referrer may carry it elsewhere.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_RAW = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in HEADERS.items()]
_NAMES = frozenset(name for name, _ in _RAW)
_CACHE = b"cache-control"
_NO_STORE = (_CACHE, b"no-store")


class SecurityHeaders:
    """Add :data:`HEADERS` to every answer, and ``Cache-Control: no-store`` where none is set.

    There are no CORS headers on purpose: pages of other origins have no business with this service.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the headers are added as its answer starts."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_ours(message.get("headers", ()))}
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


def _with_ours(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """``given`` headers, those of :data:`HEADERS` in the place of any of the same name."""
    kept = [header for header in given if header[0] not in _NAMES]
    held = any(name == _CACHE for name, _ in kept)
    return [*kept, *_RAW] if held else [*kept, *_RAW, _NO_STORE]
