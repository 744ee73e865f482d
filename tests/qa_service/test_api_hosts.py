"""Forged hosts, other sites' pages, CORS: refused unless a setting lets them in."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from service_under_test import serving
from test_api_problems import problem_of

from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings, http_settings
from qa_service.api.middleware.host_check import HostCheck, hostname

QUESTION = {"question": "租金补贴每年最高多少？"}
OA = "https://oa.example.gov.cn"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = tmp_path_factory.mktemp("home")
    with serving(create_app(HttpSettings(home=home))) as url, httpx.Client(base_url=url) as client:
        yield client


@pytest.fixture(scope="module")
def welcoming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = tmp_path_factory.mktemp("home")
    settings = HttpSettings(home=home, cors_origins=(OA,), allowed_hosts=("plan.example.cn", "*.gov.cn"))
    with serving(create_app(settings)) as url, httpx.Client(base_url=url) as client:
        yield client


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1", "[::1]:8000", "localhost."])
def test_this_machines_own_names_are_answered(plain: httpx.Client, host: str) -> None:
    assert plain.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "evil.example:80",
        "10.1.2.3",
        "",
        "a/b",
    ],
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/documents", "/static/js/main.js", "/nope"])
def test_any_other_host_is_refused(plain: httpx.Client, host: str, path: str) -> None:
    problem_of(plain.get(path, headers={"Host": host}), 421, "misdirected-request")


def test_two_hosts_are_refused(plain: httpx.Client) -> None:
    with socket.create_connection((plain.base_url.host, plain.base_url.port or 80), timeout=10) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
        status = line.recv(65536).splitlines()[0]
    # The server's own parser may refuse it before we do.
    assert b" 400 " in status or b" 421 " in status


@pytest.mark.parametrize("host", ["plan.example.cn", "a.gov.cn", "b.a.gov.cn:443", "localhost"])
def test_hosts_of_the_setting_are_answered(welcoming: httpx.Client, host: str) -> None:
    assert welcoming.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["gov.cn", "agov.cn", "plan.example.cn.evil.example", "x.plan.example.cn"])
def test_and_no_others(welcoming: httpx.Client, host: str) -> None:
    assert welcoming.get("/healthz", headers={"Host": host}).status_code == 421


def test_a_service_on_every_address_answers_to_addresses_and_its_own_name() -> None:
    check = HostCheck(lambda *_: None, "0.0.0.0")  # type: ignore[arg-type,return-value]
    assert check._answers_to("10.1.2.3")
    assert check._answers_to("fe80::1")
    assert not check._answers_to("evil.example")
    only = HostCheck(lambda *_: None, "10.1.2.3")  # type: ignore[arg-type,return-value]
    assert only._answers_to("10.1.2.3")
    assert not only._answers_to("10.1.2.4")


def test_what_is_no_host_has_no_name() -> None:
    for host in ("a b", "a:b", "[::1", "a\x00b", "user@host", "::1", ":80", "a/../b", "a?b", "a#b"):
        assert hostname(host) in {"", "a b", "a\x00b"}, host


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example"]
)
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/documents", "/nowhere"])
def test_a_page_of_another_site_changes_nothing(plain: httpx.Client, origin: str, path: str) -> None:
    reply = plain.post(path, files={"file": ("a.txt", b"x")}, headers={"Origin": origin})
    problem_of(reply, 403, "cross-origin")
    assert plain.get("/healthz", headers={"Origin": origin}).status_code == 200


def test_a_browser_that_names_no_origin_but_says_cross_site_is_refused(plain: httpx.Client) -> None:
    problem_of(
        plain.post("/v1/ask", json=QUESTION, headers={"Sec-Fetch-Site": "cross-site"}), 403, "cross-origin"
    )


def test_the_services_own_page_may_ask(plain: httpx.Client) -> None:
    own = str(plain.base_url).rstrip("/")
    for headers in ({"Origin": own}, {"Origin": own.upper()}, {"Sec-Fetch-Site": "same-origin"}, {}):
        assert plain.post("/v1/ask", json=QUESTION, headers=headers).status_code != 403


def test_a_behind_a_proxy_the_scheme_may_differ(welcoming: httpx.Client) -> None:
    headers = {"Host": "plan.example.cn", "Origin": "https://plan.example.cn"}
    assert welcoming.post("/v1/ask", json=QUESTION, headers=headers).status_code != 403


def test_cors_is_granted_to_the_origins_of_the_setting_only(welcoming: httpx.Client) -> None:
    asked = {
        "Origin": OA,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    preflight = welcoming.options("/v1/ask", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == OA
    reply = welcoming.post("/v1/ask", json=QUESTION, headers={"Origin": OA})
    assert reply.status_code != 403
    assert reply.headers["access-control-allow-origin"] == OA
    assert "access-control-allow-credentials" not in reply.headers
    other = welcoming.options("/v1/ask", headers={**asked, "Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers


def test_lists_come_from_the_environment_with_commas(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANQA_ALLOWED_HOSTS", "a.example, *.b.example,")
    assert http_settings().allowed_hosts == ("a.example", "*.b.example")
