"""Request ids, security headers, caching, and what a log line may hold."""

from __future__ import annotations

import json
import logging
import statistics
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_under_test import process, serving, wait_for, wait_until_ready

from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings
from qa_service.api.logs import JsonFormatter
from qa_service.api.page import WEB_FOLDER

pytest_plugins = ["api_fixtures"]

SCRIPT = f"/static/{min(path.relative_to(WEB_FOLDER) for path in WEB_FOLDER.rglob('*.js'))}"
PATHS = ["/", SCRIPT, "/healthz", "/readyz", "/v1/documents", "/openapi.json", "/nope"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(client: httpx.Client, path: str) -> None:
    headers = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert not [name for name in headers if name.startswith("access-control")]
    assert "server" not in headers


def test_a_preflight_is_not_granted(client: httpx.Client) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    reply = client.options("/v1/ask", headers=asked)
    assert reply.status_code == 405
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("given", ["a", "job-7.b_c", "A" * 128])
def test_a_usable_request_id_is_echoed(client: httpx.Client, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "two words", "A" * 129, "-lead", "a:b", "<b>"])
def test_any_other_request_id_is_replaced(client: httpx.Client, given: str) -> None:
    made = client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
    assert made != given
    assert len(made) == 32
    assert made != client.get("/healthz").headers["x-request-id"]


def test_answers_are_not_stored_and_the_page_is_asked_for_again(client: httpx.Client) -> None:
    assert client.get("/v1/documents").headers["cache-control"] == "no-store"
    assert client.get("/nope").headers["cache-control"] == "no-store"
    page = client.get(SCRIPT)
    assert page.headers["cache-control"] == "no-cache"
    again = client.get(SCRIPT, headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def lines_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    ours = [record for record in caplog.records if record.name.startswith(("planqa", "uvicorn"))]
    return [json.loads(JsonFormatter().format(record)) for record in ours]


def test_a_log_line_holds_the_questions_length_only(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        reply = client.post("/v1/ask?trace=机密", json={"question": "机密项目的补贴是多少？"})
        client.get("/", params={"q": "机密项目"})
        # A line is written when its answer is out, which the client may see first.
        wait_for(lambda: any(line.get("path") == "/" for line in lines_of(caplog)), 10)
    lines = lines_of(caplog)
    asked = next(line for line in lines if line.get("path") == "/v1/ask")
    assert asked["request_id"] == reply.headers["x-request-id"]
    assert (asked["method"], asked["status"], asked["question_chars"]) == ("POST", 200, 11)
    assert asked["ms"] > 0
    assert "机密" not in json.dumps(lines, ensure_ascii=False)


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
@pytest.mark.parametrize("allowed", [False, True])
def test_a_questions_text_is_logged_only_where_a_setting_allows_it(
    sample_home: Path, caplog: pytest.LogCaptureFixture, path: str, allowed: bool
) -> None:
    app = create_app(HttpSettings(home=sample_home, log_questions=allowed))
    with serving(app) as url, caplog.at_level(logging.DEBUG):
        httpx.post(f"{url}{path}", json={"question": "机密项目的补贴是多少？"})
        wait_for(lambda: any(line.get("path") == path for line in lines_of(caplog)), 10)
    (line,) = [line for line in lines_of(caplog) if line.get("path") == path]
    assert line["question_chars"] == 11
    assert line.get("question") == ("机密项目的补贴是多少？" if allowed else None)


def test_an_answer_does_not_wait_for_an_acknowledgement(client: httpx.Client) -> None:
    # Nagle's algorithm and a delayed acknowledgement would make each of these 40 ms.
    seconds = list[float]()
    for _ in range(20):
        begun = time.perf_counter()
        client.get("/healthz")
        seconds.append(time.perf_counter() - begun)
    assert statistics.median(seconds) < 0.038


@pytest.mark.slow
def test_a_process_logs_one_json_line_a_request(sample_home: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with process(sample_home, log) as url:
        wait_until_ready(url)
        sent = httpx.post(f"{url}/v1/ask?x=机密", json={"question": "机密项目"}).headers["x-request-id"]
    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert len([line for line in lines if line.get("request_id") == sent]) == 1
    assert {"time", "level", "logger", "event"} <= set.intersection(*map(set, lines))
    assert "机密" not in text
