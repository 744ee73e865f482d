"""Which names the service answers to, and which pages may make it change something."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa_service.access.policy import is_loopback
from qa_service.api.problems import CrossOrigin, MisdirectedRequest, error_response

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
_SAFE = {"GET", "HEAD", "OPTIONS"}
_EVERY_ADDRESS = {"0.0.0.0", "::", ""}


class HostCheck:
    """Answer 421 to a request for another host, 403 to a change that another site's page asks for.

    A page of any site can make a browser send requests here: under a name of its own that it lets point
    to this machine (DNS rebinding), which the ``Host`` header shows, or as a plain form, which the
    ``Origin`` header shows. A service without keys on loopback has no other protection against them.

    ``names`` are the hosts it answers to besides this machine's own names and the address it listens on;
    ``*.name`` takes in what lies below, ``*`` anything. ``origins`` may change things from elsewhere.
    """

    def __init__(
        self, app: ASGIApp, listens_on: str, names: Sequence[str] = (), origins: Sequence[str] = ()
    ) -> None:
        self._app = app
        self._any_address = listens_on in _EVERY_ADDRESS
        own = () if is_loopback(listens_on) else (socket.gethostname(), socket.getfqdn())
        self._names = {name.lower().strip("[]") for name in (*LOOPBACK_NAMES, listens_on, *own, *names)}
        self._origins = {origin.rstrip("/").lower() for origin in origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.getlist("host")
        host = given[0] if len(given) == 1 else ""
        if not self._answers_to(hostname(host)):
            await error_response(scope, MisdirectedRequest())(scope, receive, send)
        elif scope["method"] not in _SAFE and not self._may_change(headers, host):
            await error_response(scope, CrossOrigin())(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _answers_to(self, name: str) -> bool:
        if not name:
            return False
        if "*" in self._names or name in self._names:
            return True
        if self._any_address and _is_address(name):
            return True  # an address can't be made to point here by someone else
        return any(known.startswith("*.") and name.endswith(known[1:]) for known in self._names)

    def _may_change(self, headers: Headers, host: str) -> bool:
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        if origin.lower() in self._origins:
            return True
        # Behind a proxy the scheme differs, so only host and port are compared.
        return urlsplit(origin.lower()).netloc == host.lower()


def hostname(host: str) -> str:
    """Return the name in a ``Host`` header, lower case, without port and brackets; ``""`` if it has none.

    >>> [hostname(host) for host in ("Plan.example:80", "[::1]:8000", "::1", "a/b", "a@b")]
    ['plan.example', '::1', '', '', '']
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    plain = parts.netloc == host and "@" not in host and not (host.count(":") > 1 and "[" not in host)
    return name.rstrip(".") if plain else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
