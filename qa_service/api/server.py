"""The service as a process."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from ingest.errors import BadInput
from qa_service.access.keyring import Keyring
from qa_service.access.policy import check_start
from qa_service.api import logs
from qa_service.api.app import create_app
from qa_service.api.http_settings import http_settings
from qa_service.api.uvicorn_config import server_config
from qa_service.api.workers import run_workers
from qa_service.settings import Settings


def serve(settings: Settings | None = None, *, announce: Callable[[str], None] | None = None) -> None:
    """Serve until the process is told to stop (Ctrl+C, SIGTERM); logs go to standard error.

    ``announce`` is told the service's address, e.g. ``http://127.0.0.1:8000``, once connections are
    accepted; with port 0 that is how the chosen port gets known.

    Raises:
        BadInput: a setting that cannot be used, an address that is taken, or one that others can reach
            while there is no key.
    """
    chosen = http_settings(settings)
    check_start(chosen.keys, chosen.host, Keyring(chosen.home))
    logs.configure(chosen.log_level)
    with listen(chosen.host, chosen.port) as listener:
        if announce:
            announce(_address(chosen.host, listener))
        # uvicorn finishes what is under way, then raises the signal that ended it once more.
        with suppress(KeyboardInterrupt):
            if chosen.processes > 1:
                run_workers(chosen, listener)
            else:
                uvicorn.Server(server_config(create_app(chosen), chosen)).run(sockets=[listener])


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
