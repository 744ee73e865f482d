"""Answers over HTTP are the engine's own, field for field."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from service_under_test import serving, wait_until_ready

from ingest import model as ingest_model
from qa_service import model
from qa_service.api import schemas
from qa_service.api.app import create_app
from qa_service.api.http_settings import HttpSettings
from qa_service.engine import Engine

pytest_plugins = ["api_fixtures"]

QUESTION = "租金补贴对初创企业每年最高给多少，按租金的几成？"


def plain(value: Any) -> Any:
    """A dataclass as JSON would have it, written without the schemas' help."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def ask(client: httpx.Client, question: str, **more: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


def test_the_answer_is_the_engines_own(client: httpx.Client, engine: Engine) -> None:
    answer = ask(client, QUESTION, k=3)
    expected = plain(dataclasses.asdict(engine.ask(QUESTION, k=3)))
    assert answer.pop("seconds").keys() == expected.pop("seconds").keys()
    assert answer == expected
    assert "30万元" in answer["hits"][0]["text"]
    assert answer["hits"][0]["document"]["written"] == "2024-01-22"


def test_nothing_found_is_an_answer(client: httpx.Client) -> None:
    answer = ask(client, QUESTION, filters={"kinds": ["没有这一类"]})
    assert answer["answerable"] is False
    assert answer["hits"] == []
    assert answer["reason"]


def test_k_and_filters_reach_the_engine(client: httpx.Client) -> None:
    hits = ask(client, QUESTION, k=2)["hits"]
    assert len(hits) == 2
    assert {hit["document"]["kind"] for hit in hits} == {"办法"}
    filtered = ask(client, QUESTION, k=5, filters={"kinds": ["规划"]})["hits"]
    assert {hit["document"]["kind"] for hit in filtered} == {"规划"}
    in_force = ask(client, QUESTION, filters={"in_force": True})["hits"]
    assert all(hit["document"]["validity"]["state"] != "expired" for hit in in_force)


def test_the_number_of_hits_is_a_setting(sample_home: Path) -> None:
    with serving(create_app(HttpSettings(home=sample_home, hits=3))) as url:
        wait_until_ready(url)
        with httpx.Client(base_url=url, timeout=30) as client:
            assert len(ask(client, QUESTION)["hits"]) == 3
            assert len(ask(client, QUESTION, k=None)["hits"]) == 3
            assert len(ask(client, QUESTION, k=4)["hits"]) == 4


def test_documents_and_passages_are_the_engines_own(client: httpx.Client, engine: Engine) -> None:
    listed = client.get("/v1/documents").json()
    assert listed["documents"] == [plain(dataclasses.asdict(card)) for card in engine.documents()]
    assert listed["generation"] == engine.generation_id
    for card in listed["documents"]:
        view = client.get(f"/v1/documents/{card['id']}").json()
        assert view == plain(dataclasses.asdict(engine.document(card["id"])))
    passage_id = view["passage_ids"][0]
    passage = client.get(f"/v1/passages/{passage_id}").json()
    assert passage == plain(dataclasses.asdict(engine.passage(passage_id)))
    assert passage["check"]["state"] == "ok"


PAIRS = [(getattr(schemas, name), getattr(model, name)) for name in schemas.__dict__ if hasattr(model, name)]
PAIRS = [pair for pair in PAIRS if dataclasses.is_dataclass(pair[1])]
PAIRS.append((schemas.Locator, ingest_model.Locator))


@pytest.mark.parametrize(("schema", "data"), PAIRS, ids=lambda kind: kind.__name__)
def test_schemas_have_the_dataclasses_fields(schema: Any, data: Any) -> None:
    assert list(schema.model_fields) == [field.name for field in dataclasses.fields(data)]


def test_every_dataclass_of_an_answer_has_a_schema() -> None:
    known = {data.__name__ for _, data in PAIRS}
    found = {name for name, value in vars(model).items() if dataclasses.is_dataclass(value)}
    assert found <= known


def test_ready_tells_generation_counts_and_seconds(client: httpx.Client, engine: Engine) -> None:
    ready = client.get("/readyz").json()
    assert ready["generation"] == engine.generation_id
    assert ready["counts"]["documents"] == len(engine.documents())
    assert ready["model"]["name"] == engine.encoder.name
    assert min(ready["seconds"].values()) > 0
    assert ready["newer"] is None


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/v1/documents", "/openapi.json"])
def test_head_is_get_without_the_body(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == get.headers["content-length"]
