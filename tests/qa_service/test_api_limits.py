"""Limits on how often, how large, how long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI
from service_under_test import serving, wait_for
from test_api_access import bearer, make_key
from test_api_problems import problem_of

from qa_service.access.keyring import Keyring
from qa_service.access.roles import Role
from qa_service.access.rules import Rule, rule_for
from qa_service.api.app import create_app
from qa_service.api.caller import rule_of
from qa_service.api.http_settings import HttpSettings
from qa_service.api.middleware import body_limit

HOUSE = {"Host": "localhost"}


def test_a_key_has_its_own_limit(tmp_path: Path) -> None:
    app = create_app(HttpSettings(home=tmp_path, keys="required", rate_per_key=15))
    one, other = (bearer(make_key(tmp_path, Role.READER)) for _ in range(2))
    with serving(app) as url:
        replies = [httpx.get(f"{url}/v1/me", headers=one) for _ in range(8)]
        refused = [reply for reply in replies if reply.status_code == 429]
        assert len(refused) == 3
        problem_of(refused[0], 429, "too-many-requests")
        assert 1 <= int(refused[0].headers["retry-after"]) <= 5
        assert httpx.get(f"{url}/v1/me", headers=other).status_code == 200
        assert httpx.get(f"{url}/healthz").status_code == 200


def asked_from(app: Any, address: str, count: int, **headers: str) -> list[httpx.Response]:
    """Ask as a client at ``address`` would: no socket of ours has one that isn't this machine's."""

    async def main() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app, client=(address, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [await client.get("/metrics", headers=headers) for _ in range(count)]

    return anyio.run(main)


def test_an_address_has_its_own_limit(tmp_path: Path) -> None:
    make_key(tmp_path, Role.READER)
    app = create_app(HttpSettings(home=tmp_path, rate_per_address=15))
    guesses = asked_from(app, "203.0.113.9", 8, Authorization="Bearer planqa_guess")
    assert [reply.status_code for reply in guesses] == [401] * 5 + [429] * 3
    assert int(guesses[-1].headers["retry-after"]) >= 1
    assert asked_from(app, "203.0.113.10", 1)[0].status_code == 401
    # One IPv6 host may use any address of its network.
    spread = [asked_from(app, f"2001:db8::{number}", 1)[0].status_code for number in range(1, 9)]
    assert spread == [401] * 5 + [429] * 3
    # This machine's own requests are not counted.
    assert {reply.status_code for reply in asked_from(app, "127.0.0.1", 30)} == {401}


def test_a_good_key_does_not_pay_for_others_at_its_address(tmp_path: Path) -> None:
    good = make_key(tmp_path, Role.READER)
    app = create_app(HttpSettings(home=tmp_path, rate_per_address=15, rate_per_key=600))
    asked_from(app, "203.0.113.9", 20)
    replies = asked_from(app, "203.0.113.9", 20, Authorization=f"Bearer {good}")
    assert not {reply.status_code for reply in replies} & {401, 403, 429}


@pytest.mark.parametrize(("trusted", "refused"), [("", 0), ("127.0.0.1", 3)])
def test_a_forwarded_address_counts_only_from_a_trusted_proxy(
    tmp_path: Path, trusted: str, refused: int
) -> None:
    from qa_service.api.uvicorn_config import server_config

    settings = HttpSettings(home=tmp_path, keys="required", rate_per_address=15, trusted_proxies=trusted)
    app = create_app(settings)
    config = server_config(app, settings)
    config.load()
    assert Keyring(tmp_path).all() == []

    async def main() -> list[int]:
        transport = httpx.ASGITransport(config.loaded_app, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            headers = {"X-Forwarded-For": "203.0.113.9"}
            return [(await client.get("/metrics", headers=headers)).status_code for _ in range(8)]

    assert anyio.run(main).count(429) == refused


@pytest.fixture
def small(tmp_path: Path) -> Iterator[httpx.Client]:
    """Limits on size alone: a busy machine must not run into one on time."""
    yield from asked(create_app(HttpSettings(home=tmp_path, max_body_bytes=2000, max_upload_bytes=8000)))


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[httpx.Client]:
    """Limits on time, wide enough for what needs none."""
    settings = HttpSettings(home=tmp_path, body_seconds=0.6, request_seconds=1.5, long_request_seconds=30)
    app = create_app(settings)

    @app.get("/slow")
    async def slow() -> dict[str, str]:
        await anyio.sleep(8)
        return {}

    @app.get("/slow/stream")
    async def stream() -> Any:
        from fastapi.responses import StreamingResponse

        async def parts() -> Any:
            for _ in range(4):
                yield b"part"
                await anyio.sleep(0.6)

        return StreamingResponse(parts())

    yield from asked(app)


def asked(app: FastAPI) -> Iterator[httpx.Client]:
    """A client of ``app``, which takes JSON at ``/take``."""

    @app.post("/take")
    async def take(body: dict[str, Any]) -> dict[str, int]:
        return {"fields": len(body)}

    with serving(app) as url, httpx.Client(base_url=url, timeout=10) as client:
        yield client


def test_a_request_that_takes_too_long(hurried: httpx.Client) -> None:
    reply = hurried.get("/slow")
    problem_of(reply, 504, "timeout")
    assert int(reply.headers["retry-after"]) >= 1
    assert hurried.get("/healthz").status_code == 200


def test_an_answer_that_has_begun_is_not_cut_off(hurried: httpx.Client) -> None:
    assert hurried.get("/slow/stream").content == b"part" * 4


def test_a_body_that_does_not_arrive(hurried: httpx.Client) -> None:
    with socket.create_connection((hurried.base_url.host, hurried.base_url.port or 80), timeout=10) as line:
        line.sendall(b"POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
        line.sendall(b"Content-Length: 100\r\n\r\n{")
        answer = line.recv(65536)
    assert b" 408 " in answer.splitlines()[0]
    assert b"body-too-slow" in answer or line


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large(small: httpx.Client, declared: bool) -> None:
    body = b'{"a": "' + b"x" * 3000 + b'"}'

    def parts() -> Iterator[bytes]:
        yield body

    reply = small.post(
        "/take", content=body if declared else parts(), headers={"Content-Type": "application/json"}
    )
    assert "2000" in problem_of(reply, 413, "body-too-large")["detail"]


def test_only_routes_for_uploads_take_large_bodies(
    monkeypatch: pytest.MonkeyPatch, small: httpx.Client
) -> None:
    upload = Rule("POST", "/take", Role.READER, upload=True)
    monkeypatch.setattr(
        body_limit, "rule_of", lambda scope: upload if scope["path"] == "/take" else rule_of(scope)
    )
    headers = {"Content-Type": "application/json"}
    assert small.post("/take", content=b'{"a": "' + b"x" * 3000 + b'"}', headers=headers).json() == {
        "fields": 1
    }
    reply = small.post("/take", content=b'{"a": "' + b"x" * 9000 + b'"}', headers=headers)
    assert "8000" in problem_of(reply, 413, "body-too-large")["detail"]


def test_no_route_for_json_alone_takes_uploads() -> None:
    for path in ("/v1/ask", "/v1/search"):
        rule = rule_for("POST", path)
        assert rule
        assert not rule.upload


def test_work_that_nobody_waits_for_keeps_its_place_until_it_ends() -> None:
    from qa_service.api.pool import WorkPool
    from qa_service.api.problems import Busy

    door, ended = threading.Event(), threading.Event()

    def work() -> None:
        door.wait(10)
        ended.set()

    async def main() -> None:
        pool = WorkPool(1, 0)
        with anyio.move_on_after(0.1):
            await pool.run(work)
        with pytest.raises(Busy):
            await pool.run(work)
        door.set()
        end = time.monotonic() + 10
        while pool.inside and time.monotonic() < end:
            await anyio.sleep(0.01)
        await pool.run(lambda: None)
        pool.close()

    anyio.run(main)
    wait_for(ended.is_set, 5)
