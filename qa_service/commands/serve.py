"""``planqa serve``: the page and the HTTP interface."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from qa_service.commands.options import Home, Model


def serve(
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="地址", help="监听的地址（默认 127.0.0.1，只有本机能访问）"),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="端口", help="监听的端口（默认 8000）"),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="个数", help="进程数，共用一份索引（默认每核一个，至多 4 个）"),
    ] = None,
    no_keys: Annotated[
        bool, typer.Option("--no-keys", help="不要求访问密钥：能连上的人都能增删文件")
    ] = False,
    home: Home = None,
    model: Model = None,
) -> None:
    """启动网页和 HTTP 接口，按 Ctrl+C 结束。"""
    from qa_service.api.http_settings import http_settings
    from qa_service.commands.setup import start

    given = start(home=home, model=model, host=host, port=port)
    settings = http_settings(given, workers=workers, keys="off" if no_keys else None)
    check_address(settings.host, settings.port)
    from qa_service.api.server import serve as run

    run(settings, announce=lambda url: typer.echo(f"服务地址：{url} （按 Ctrl+C 结束）", err=True))


def check_address(host: str, port: int) -> None:
    """Try to listen on ``host`` and ``port``, before the application is imported.

    Raises:
        BadInput: the port is taken or not allowed, or the address is not this machine's.
    """
    from ingest.errors import BadInput
    from qa_service.commands.failures import cause_of

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            # As the server itself does: without it a port is "in use" for a minute after a restart.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except OSError as error:
        raise BadInput(
            f"无法监听 {host}:{port}（{cause_of(error)}）",
            remedy="请换一个端口（--port），或检查地址（--host）",
        ) from error
