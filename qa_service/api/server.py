"""The service as a process."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from ingest.errors import BadInput
from qa_service.api import logs
from qa_service.api.app import create_app
from qa_service.api.http_settings import http_settings
from qa_service.settings import Settings

SHUTDOWN_SECONDS = 10
"""What open connections are given on shutdown: far more than any question takes."""


def serve(settings: Settings | None = None, *, announce: Callable[[str], None] | None = None) -> None:
    """Serve until the process is told to stop (Ctrl+C, SIGTERM); logs go to standard error.

    ``announce`` is told the service's address, e.g. ``http://127.0.0.1:8000``, once connections are
    accepted; with port 0 that is how the chosen port gets known.

    Raises:
        BadInput: a setting that cannot be used, or an address that is taken.
    """
    chosen = http_settings(settings)
    app = create_app(chosen)
    logs.configure(chosen.log_level)
    with listen(chosen.host, chosen.port) as listener:
        if announce:
            announce(_address(chosen.host, listener))
        # uvicorn finishes what is under way, then raises the signal that ended it once more.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(server_config(app)).run(sockets=[listener])


def server_config(app: FastAPI) -> uvicorn.Config:
    """Return how uvicorn is to serve ``app``.

    Its own request log stays off, whatever handlers others give it: it would write the page's address
    with the question in it.
    """
    logging.getLogger("uvicorn.access").disabled = True
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that accepts connections on ``host`` and ``port`` (0: any free one).

    Raises:
        BadInput: the port is taken or not allowed, or the address is not this machine's.
    """
    # Bound here rather than by uvicorn, which answers a taken port with a log line and exit status 1.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is named; without it every answer
    # waits 40 ms for the client's delayed acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise BadInput(
            f"无法监听 {host}:{port}（{error.strerror or error}）",
            remedy="换一个端口（--port，0 表示任选），或关闭占用它的程序；地址要是本机的",
        ) from error
    return listener


def _address(host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"
