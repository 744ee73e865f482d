"""Keys and roles over HTTP: every route has a role, and nobody gets past it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from service_under_test import serving
from starlette.routing import Mount, Route
from test_api_problems import problem_of

from qa_service.access.keyring import Keyring
from qa_service.access.keys import new_key
from qa_service.access.roles import Role
from qa_service.access.rules import RULES, Rule, rule_for
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings
from qa_service.api.logs import JsonFormatter
from qa_service.api.plugins import plugin_routers
from qa_service.api.routes import ROUTERS

JSON = {"content-type": "application/json"}


def make_key(home: Path, role: Role, **options: Any) -> str:
    text, key = new_key(role, **options)
    Keyring(home).add(key)
    return text


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def operations(app: FastAPI) -> set[tuple[str, str]]:
    """Method and path of every route of the application, described or not."""
    routes = [*app.routes, *(route for router in (*ROUTERS, *plugin_routers()) for route in router.routes)]
    found = set[tuple[str, str]]()
    for route in routes:
        if isinstance(route, Mount):
            found.add(("GET", f"{route.path}/{{path:path}}"))
        elif isinstance(route, Route):
            found |= {(method, route.path) for method in route.methods or () if method != "HEAD"}
    described = app.openapi()["paths"]
    assert {(method.upper(), path) for path, methods in described.items() for method in methods} <= found
    return found


def concrete(path: str) -> str:
    """A path of the route, its parameters filled in."""
    return "/".join("0" * 12 if part.startswith("{") else part for part in path.split("/"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def guarded(home: Path) -> Iterator[httpx.Client]:
    """A service that asks for keys; there is no index behind it, and no rule needs one."""
    app = create_app(HttpSettings(home=home, keys="required"))
    with serving(app) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def test_every_route_has_a_rule_and_every_rule_a_route(tmp_path: Path) -> None:
    routes = operations(create_app(HttpSettings(home=tmp_path)))
    assert routes == {(rule.method, rule.path) for rule in RULES}


def test_a_request_goes_by_the_rule_of_its_own_route() -> None:
    for rule in RULES:
        assert rule_for(rule.method, concrete(rule.path)) == rule


def test_what_changes_something_is_not_for_readers() -> None:
    asking = {"/v1/ask", "/v1/search", "/v1/check", "/v1/feedback", "/mcp"}
    for rule in RULES:
        if rule.method != "GET" and rule.path not in asking:
            assert rule.role is not None and rule.role > Role.READER, rule
    public = {rule.path for rule in RULES if rule.role is None}
    shell = {"/", "/static/{path:path}", "/healthz", "/readyz", "/openapi.json"}
    # A style sheet says nothing; a frame that shows a report can't send a key for it.
    assert public - shell <= {"/v1/evaluation/report.css"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.method} {rule.path}")
def test_without_a_key_only_what_is_public(guarded: httpx.Client, rule: Rule) -> None:
    reply = guarded.request(rule.method, concrete(rule.path))
    if rule.role is None:
        assert reply.status_code not in {401, 403}
        return
    problem_of(reply, 401, "key-required")
    assert reply.headers["www-authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.role], ids=lambda rule: f"{rule.method} {rule.path}"
)
def test_each_role_gets_as_far_as_its_rule_says(guarded: httpx.Client, home: Path, rule: Rule) -> None:
    assert rule.role
    for role in Role:
        reply = guarded.request(rule.method, concrete(rule.path), headers=bearer(make_key(home, role)))
        if role < rule.role:
            problem = problem_of(reply, 403, "role-too-low")
            assert rule.role.word in problem["detail"]
        else:
            assert reply.status_code not in {401, 403}, reply.text


@pytest.mark.parametrize(
    "header",
    ["Bearer x", "Basic eDp5", "Bearer", "bearer planqa_00000000_" + "A" * 43, "Bearer \xe9\xe9"],
)
def test_what_is_no_key(guarded: httpx.Client, home: Path, header: str) -> None:
    make_key(home, Role.ADMIN)
    reply = guarded.get("/v1/me", headers={"Authorization": header.encode("latin-1")})  # type: ignore[dict-item]
    problem_of(reply, 401, "key-invalid")


def test_keys_count_and_end_without_a_restart(guarded: httpx.Client, home: Path) -> None:
    text = make_key(home, Role.EDITOR, name="规划科")
    me = guarded.get("/v1/me", headers=bearer(text)).json()
    assert (me["access"], me["role"], me["name"]) == ("keys", "editor", "规划科")
    Keyring(home).revoke(me["key_id"])
    problem_of(guarded.get("/v1/me", headers=bearer(text)), 401, "key-invalid")


def test_the_first_key_shuts_a_service_that_stood_open(home: Path) -> None:
    with serving(create_app(HttpSettings(home=home))) as url:
        assert httpx.get(f"{url}/v1/me").json()["role"] == "admin"
        text = make_key(home, Role.READER)
        problem_of(httpx.get(f"{url}/v1/me"), 401, "key-required")
        assert httpx.get(f"{url}/v1/me", headers=bearer(text)).json()["role"] == "reader"
        (home / "keys.json").write_text("{")
        problem_of(httpx.get(f"{url}/v1/me", headers=bearer(text)), 503, "damaged-keys")
        assert httpx.get(f"{url}/healthz").status_code == 200


def test_the_key_is_asked_for_before_the_body_is_read(guarded: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        yield b"{"
        raise AssertionError("the body was read")

    with guarded.stream("POST", "/v1/ask", content=b" " * (1 << 22)) as reply:
        assert reply.status_code == 401
    reply = guarded.post("/v1/ask", content=b"not json", headers=JSON)
    problem_of(reply, 401, "key-required")


def test_a_route_without_a_rule_is_refused(home: Path) -> None:
    app = create_app(HttpSettings(home=home, keys="required"))

    @app.get("/forgotten")
    async def forgotten() -> dict[str, str]:
        return {"secret": "of the house"}

    with serving(app) as url:
        problem_of(httpx.get(f"{url}/forgotten"), 403, "role-too-low")
        problem_of(httpx.get(f"{url}/nowhere"), 404, "no-such-route")
        problem_of(httpx.put(f"{url}/v1/ask"), 405, "method-not-allowed")


def test_no_key_in_a_log_or_an_answer(
    guarded: httpx.Client, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = make_key(home, Role.READER)
    secret = text.split("_", 2)[2]
    with caplog.at_level(logging.DEBUG):
        replies = [
            guarded.get("/v1/me", headers=bearer(text)),
            guarded.get(f"/v1/documents/{text}", headers=bearer(text)),
            guarded.get(f"/v1/me?key={text}"),
            guarded.get(f"/{text}"),
            guarded.get("/v1/me", headers={"X-Request-ID": text}),
            guarded.get("/v1/me", headers=bearer(text + "x")),
            guarded.put("/v1/documents", headers=bearer(text)),
        ]
    assert {reply.status_code for reply in replies} >= {200, 401, 404, 503}
    logged = "\n".join(
        JsonFormatter().format(record)
        for record in caplog.records
        if record.name.startswith(("planqa", "uvicorn"))
    )
    key_id = text.split("_")[1]
    assert key_id in logged
    assert secret not in logged
    assert not [reply for reply in (replies[0], replies[2], replies[5]) if secret in reply.text]


def test_the_description_names_the_scheme_and_the_roles(guarded: httpx.Client) -> None:
    described = guarded.get("/openapi.json").json()
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            rule = rule_for(method.upper(), path)
            assert rule is not None
            if rule.role is None:
                assert operation["security"] == []
                continue
            assert operation["security"] == [{"key": []}]
            assert operation["x-role"] == rule.role.word
            assert {"401", "403", "429"} <= set(operation["responses"])


def test_an_open_service_describes_keys_as_optional(home: Path) -> None:
    app = create_app(HttpSettings(home=home))
    assert app.openapi()["paths"]["/v1/ask"]["post"]["security"] == [{}, {"key": []}]
    assert json.dumps(app.openapi()).count("role-too-low") > 1
