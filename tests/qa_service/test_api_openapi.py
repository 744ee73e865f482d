"""The description at /openapi.json is complete, and its examples are what the service says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from qa_service.api import schemas
from qa_service.api.examples import EXAMPLES_FOLDER, example
from qa_service.api.problems import Problem
from qa_service.api.refresh_examples import calls, passing_problems

pytest_plugins = ["api_fixtures"]

MODELS = {
    "ask": schemas.Answer,
    "documents": schemas.Documents,
    "document": schemas.DocumentView,
    "passage": schemas.PassageView,
    "health": schemas.Health,
    "ready": schemas.Ready,
}
NAMES = sorted(path.stem for path in EXAMPLES_FOLDER.glob("*.json"))


@pytest.fixture(scope="module")
def described(service_url: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{service_url}/openapi.json").json()
    return found


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for operation in methods.values():
            yield path, operation


def test_every_route_has_examples_and_its_errors(described: dict[str, Any]) -> None:
    assert {path for path, _ in operations(described)} == {
        *("/v1/ask", "/v1/documents", "/v1/documents/{id}", "/v1/passages/{id}", "/healthz", "/readyz")
    }
    for path, operation in operations(described):
        assert operation["summary"]
        for status, response in operation["responses"].items():
            ((media_type, content),) = response["content"].items()
            assert media_type == ("application/json" if status == "200" else "application/problem+json")
            assert "example" in content or "examples" in content, (path, status)
            for shown in content.get("examples", {}).values():
                assert shown["value"]["status"] == int(status)


def test_every_field_is_described(described: dict[str, Any]) -> None:
    for name, schema in described["components"]["schemas"].items():
        assert schema.get("description"), name
        for field, value in schema["properties"].items():
            assert value.get("description"), (name, field)


def test_every_reference_resolves_and_no_schema_is_fastapis_own(described: dict[str, Any]) -> None:
    text = json.dumps(described)
    names = set(described["components"]["schemas"])
    used = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert used <= names
    assert not {"HTTPValidationError", "ValidationError"} & names


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_valid(name: str) -> None:
    if name.startswith("ask-request"):
        schemas.AskRequest.model_validate(example(name))
        return
    model = Problem if name.startswith("problem-") else MODELS[name]
    assert set(example(name)) <= set(model.model_fields)
    model.model_validate_json(json.dumps(example(name)))


def stable(value: Any) -> Any:
    """``value`` without what differs from run to run, by day, or with the ranking's fine tuning."""
    passing = {
        "seconds",
        "generation",
        "created",
        "instance",
        "fingerprints",
        "scores",
        "score",
        "confidence",
    }
    passing |= {"counts", "validity", "warnings", "runtime", "precision", "check"}
    if isinstance(value, dict):
        return {key: stable(item) for key, item in value.items() if key not in passing}
    return [stable(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("call", list(calls()), ids=lambda call: call[0])
def test_examples_are_what_the_service_says(client: httpx.Client, call: Any) -> None:
    name, path, body, media_type = call
    headers = {"Content-Type": media_type}
    reply = client.get(path) if body is None else client.post(path, content=body, headers=headers)
    assert stable(reply.json()) == stable(example(name)), "run qa_service.api.refresh_examples"


@pytest.mark.parametrize(("name", "problem"), list(passing_problems()), ids=lambda value: str(value)[:30])
def test_examples_of_passing_problems_are_current(name: str, problem: Any) -> None:
    assert example(name) == problem
