"""Write the examples of the OpenAPI description anew, from a running service over ``samples/documents``.

``planqa build samples/documents``, ``planqa serve``, then::

    python -m qa_service.api.refresh_examples http://127.0.0.1:8000

A test asks the same questions and fails where an example says something else than the service does.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from ingest.errors import DamagedIndex, NoIndex, PlanqaError
from qa_service.access.guard import KeyInvalid, KeyRequired, RoleTooLow, TooManyRequests
from qa_service.access.keyring import DamagedKeys
from qa_service.access.roles import Role
from qa_service.api.examples import EXAMPLES_FOLDER, example
from qa_service.api.problems import (
    BodyTooSlow,
    Busy,
    CrossOrigin,
    MisdirectedRequest,
    NotReady,
    Timeout,
    Unready,
    crash_problem,
    planqa_problem,
)

Call = tuple[str, str, bytes | None, str]
"""Name of the example, path, body (``None``: GET) and its media type."""


def calls() -> Iterator[Call]:
    """Yield the calls whose answers are examples."""
    question = json.dumps(example("ask-request")).encode()
    document, passage = example("document")["document"]["id"], example("passage")["passage_id"]
    yield "ask", "/v1/ask", question, "application/json"
    yield "documents", "/v1/documents", None, ""
    yield "document", f"/v1/documents/{document}", None, ""
    yield "passage", f"/v1/passages/{passage}", None, ""
    yield "outline", f"/v1/documents/{document}/outline", None, ""
    yield "text", f"/v1/documents/{document}/text?end=300", None, ""
    yield "find", f"/v1/documents/{document}/search?q={quote('租金补贴')}", None, ""
    yield "search", "/v1/search", json.dumps(example("search-request")).encode(), "application/json"
    yield "suggest", f"/v1/suggest?q={quote('租金')}&limit=3", None, ""
    yield "facets", "/v1/facets", None, ""
    yield "examples", "/v1/examples", None, ""
    draft = json.dumps(example("check-request")).encode()
    yield "check", "/v1/check", draft, "application/json"
    yield "citation", f"/v1/passages/{passage}/citation", None, ""
    yield "problem-empty-draft", "/v1/check", b'{"text": " "}', "application/json"
    yield "problem-unknown-style", f"/v1/passages/{passage}/citation?style=apa", None, ""
    yield "health", "/healthz", None, ""
    yield "ready", "/readyz", None, ""
    yield "problem-broken-json", "/v1/ask", b'{"question": ', "application/json"
    yield "problem-unsupported-media-type", "/v1/ask", question, "text/plain"
    yield "problem-empty-question", "/v1/ask", b'{"question": " "}', "application/json"
    bad = {"question": "问", "k": 99, "filters": {"yaers": [2026]}}
    yield "problem-bad-fields", "/v1/ask", json.dumps(bad).encode(), "application/json"
    yield "problem-body-too-large", "/v1/ask", b" " * (1 << 21), "application/json"
    yield "problem-unknown-document", "/v1/documents/000000000000", None, ""
    yield "problem-unknown-passage", "/v1/passages/000000000000-0000000000", None, ""


def fetch(base: str, path: str, body: bytes | None, media_type: str) -> Any:
    """Return the JSON that the service at ``base`` answers, error or not."""
    headers = {"Content-Type": media_type, "X-Request-ID": "example"}
    connection = HTTPConnection(urlsplit(base).netloc, timeout=30)
    # A body that is too large is refused before it is all sent; the answer is there none the less.
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.request("GET" if body is None else "POST", path, body=body, headers=headers)
    with closing(connection):
        return json.load(connection.getresponse())


_REFUSALS: tuple[PlanqaError, ...] = (
    KeyRequired(),
    KeyInvalid(),
    RoleTooLow(Role.EDITOR),
    TooManyRequests(7),
    DamagedKeys(Path("keys.json")),
    MisdirectedRequest(),
    CrossOrigin(),
    BodyTooSlow(),
    Timeout(30),
    Unready("模型给出的向量不可用"),
)


def passing_problems() -> Iterator[tuple[str, Any]]:
    """Yield the problems that a service which is ready and idle doesn't have."""
    found = {
        "starting": planqa_problem(NotReady()),
        "busy": planqa_problem(Busy()),
        "internal-error": crash_problem(),
        **{error.code: planqa_problem(error) for error in _REFUSALS},
        "no-index": planqa_problem(
            NoIndex("/srv/planqa 中还没有索引", remedy="先运行 `planqa build <文件或目录>` 建立索引")
        ),
        "damaged-index": planqa_problem(
            DamagedIndex(
                "索引 0002-20261122T090000Z 已损坏：documents.jsonl 的校验和与清单不符",
                remedy="运行 `planqa rollback` 回到上一代索引，或运行 `planqa build` 重建",
            )
        ),
    }
    for name, problem in found.items():
        known = problem.model_copy(update={"instance": "urn:planqa:request:example"})
        yield f"problem-{name}", known.model_dump(exclude_defaults=True)


def main(base: str) -> None:
    """Fetch and write every example."""
    fetched = ((name, fetch(base, path, body, kind)) for name, path, body, kind in calls())
    for name, value in (*fetched, *passing_problems()):
        text = json.dumps(value, ensure_ascii=False, indent=2)
        (EXAMPLES_FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
