"""Every error is a problem document that says what is wrong and what mends it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_under_test import serving, wait_until_ready

from index.cores import cores
from ingest.errors import NotFound, PlanqaError
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings, http_settings
from qa_service.api.problems import TITLES, planqa_problem
from qa_service.settings import Settings

pytest_plugins = ["api_fixtures"]

JSON = {"Content-Type": "application/json"}


def problem_of(reply: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = reply.json()
    assert problem["type"] == f"urn:planqa:problem:{code}"
    assert problem["status"] == status
    assert problem["title"] == TITLES[code]
    assert problem["detail"]
    assert problem["remedy"]
    assert problem["instance"] == f"urn:planqa:request:{reply.headers['x-request-id']}"
    return problem


@pytest.mark.parametrize("question", ["", "   ", "\n\t　", "问" * 10_000])
def test_a_question_that_cannot_be_used(client: httpx.Client, question: str) -> None:
    reply = client.post("/v1/ask", json={"question": question})
    problem = problem_of(reply, 422, "bad-input")
    assert "问题" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"question"}),
        ({"question": 7}, {"question"}),
        ({"question": "问", "k": 0}, {"k"}),
        ({"question": "问", "k": 51}, {"k"}),
        ({"question": "问", "k": "5"}, {"k"}),
        ({"question": "问", "k": True}, {"k"}),
        ({"question": "问", "kk": 5}, {"kk"}),
        ({"question": "问", "filters": {"yaers": [2026]}}, {"filters.yaers"}),
        ({"question": "问", "filters": {"years": ["二〇二六"]}}, {"filters.years.0"}),
        ({"question": "问", "filters": {"kinds": "规划"}}, {"filters.kinds"}),
        ({"question": "问", "filters": None}, {"filters"}),
        ({"k": 0, "filters": {"in_force": 1}}, {"question", "k", "filters.in_force"}),
        ([], {""}),
        ("问题", {""}),
    ],
)
def test_refused_fields_are_named(client: httpx.Client, body: Any, fields: set[str]) -> None:
    problem = problem_of(client.post("/v1/ask", json=body), 422, "bad-input")
    assert {error["field"] for error in problem["errors"]} == fields
    assert all(not error["message"].isascii() for error in problem["errors"])


def test_made_up_fields_are_not_repeated_without_end(client: httpx.Client) -> None:
    body = {"question": "问"} | {f"{'x' * 300}{number}": 1 for number in range(500)}
    reply = client.post("/v1/ask", json=body)
    problem_of(reply, 422, "bad-input")
    assert len(reply.content) < 10_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": ',
        b"{'question': 'x'}",
        b'{"question": "\xff\xfe"}',
        b"[" * 100_000,
        b'{"question": "x", "k": ' + b"9" * 5000 + b"}",
    ],
)
def test_broken_json(client: httpx.Client, body: bytes) -> None:
    problem_of(client.post("/v1/ask", content=body, headers=JSON), 400, "broken-json")


@pytest.mark.parametrize("body", [rb'{"question": "\ud800"}', rb'{"question": "x", "\ud800": 1}'])
def test_half_a_surrogate_pair_is_refused(client: httpx.Client, body: bytes) -> None:
    problem_of(client.post("/v1/ask", content=body, headers=JSON), 422, "bad-input")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "json"])
def test_a_body_that_is_not_declared_as_json(client: httpx.Client, media_type: str) -> None:
    reply = client.post("/v1/ask", content=b'{"question": "x"}', headers={"Content-Type": media_type})
    problem_of(reply, 415, "unsupported-media-type")


def test_no_body_at_all(client: httpx.Client) -> None:
    problem_of(client.post("/v1/ask"), 422, "bad-input")


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 65536 + 1):
        yield b" " * 65536


@pytest.mark.parametrize("content", [b" " * ((1 << 20) + 1), chunks(1 << 21)], ids=["declared", "chunked"])
def test_a_body_over_the_limit(client: httpx.Client, content: Any) -> None:
    problem = problem_of(client.post("/v1/ask", content=content, headers=JSON), 413, "body-too-large")
    assert "1048576" in problem["detail"]


def test_a_body_at_the_limit_is_read(client: httpx.Client) -> None:
    body = json.dumps({"question": "问" * 2001}).encode()
    reply = client.post("/v1/ask", content=body + b" " * ((1 << 20) - len(body)), headers=JSON)
    problem_of(reply, 422, "bad-input")


@pytest.mark.parametrize("path", ["/v1/documents/nope", "/v1/passages/nope", "/v1/passages/%E5%95%8A%0A"])
def test_unknown_ids(client: httpx.Client, path: str) -> None:
    problem_of(client.get(path), 404, "not-found")


@pytest.mark.parametrize(
    "path", ["/nope", "/v1", "/v1/ask/", "/docs", "/redoc", "/static/nope.js", "/static/..%2fmodel.py"]
)
def test_unknown_routes(client: httpx.Client, path: str) -> None:
    problem_of(client.get(path), 404, "no-such-route")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/ask", "POST"),
        ("DELETE", "/v1/documents", "GET"),
        ("POST", "/", "GET"),
        ("OPTIONS", "/v1/ask", "POST"),
    ],
)
def test_wrong_method(client: httpx.Client, method: str, path: str, allowed: str) -> None:
    reply = client.request(method, path)
    problem_of(reply, 405, "method-not-allowed")
    assert allowed in reply.headers["allow"]


def test_an_unforeseen_error_says_nothing_of_its_cause(
    sample_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(HttpSettings(home=sample_home))

    @app.get("/boom")
    async def boom() -> None:
        raise RuntimeError("secret of the house")

    with serving(app) as url, caplog.at_level(logging.INFO, "planqa"):
        reply = httpx.get(f"{url}/boom")
        wait_until_ready(url)
    problem_of(reply, 500, "internal-error")
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"
    (entry,) = [record for record in caplog.records if record.name == "planqa.error"]
    assert entry.exc_info is not None
    assert entry.fields["request_id"] == reply.headers["x-request-id"]  # type: ignore[attr-defined]


def test_every_error_of_the_tree_has_a_title() -> None:
    def below(kind: type[PlanqaError]) -> Iterator[type[PlanqaError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    class BrandNew(NotFound):  # noqa: N818
        code = "brand-new"

    assert planqa_problem(BrandNew("x")).title == TITLES["not-found"]
    for kind in below(PlanqaError):
        error = PlanqaError.__new__(kind)
        PlanqaError.__init__(error, "x", remedy="y")
        assert planqa_problem(error).title in TITLES.values()
        assert planqa_problem(error).status == kind.status


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQA_CONCURRENCY", "many")
    with pytest.raises(PlanqaError, match="PLANQA_CONCURRENCY") as caught:
        http_settings(Settings())
    assert caught.value.exit_code == 2


def test_settings_come_from_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQA_QUEUE", "7")
    monkeypatch.setenv("PLANQA_PORT", "1")
    chosen = http_settings(Settings(port=9000))
    assert (chosen.port, chosen.queue, chosen.concurrency) == (9000, 7, 0)
    assert chosen.at_once == max(2, cores())
    assert http_settings(Settings(), concurrency=1).at_once == 1
