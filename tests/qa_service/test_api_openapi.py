"""The description at /openapi.json is complete, and its examples are what the service says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from qa_service.api.examples import EXAMPLES_FOLDER, example
from qa_service.api.refresh_examples import calls, passing_problems

pytest_plugins = ["api_fixtures"]

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
    for path, operation in operations(described):
        assert operation["summary"]
        assert operation["operationId"]
        for status, response in operation["responses"].items():
            assert response["description"], (path, status)
            error = int(status) >= 400
            for media_type, content in response.get("content", {}).items():
                assert (media_type == "application/problem+json") == error, (path, status)
                assert "example" in content or "examples" in content, (path, status, media_type)
                for shown in content.get("examples", {}).values():
                    assert not error or shown["value"]["status"] == int(status), (path, status)
            assert response.get("content") or not error, (path, status)


def test_operation_ids_are_unique_and_tags_are_described(described: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(described)]
    assert len(ids) == len(set(ids))
    known = {tag["name"] for tag in described["tags"]}
    assert {tag for _, operation in operations(described) for tag in operation["tags"]} <= known


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


def shown(described: dict[str, Any]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Place, example and schema of everything that the description shows."""
    for path, operation in operations(described):
        bodies = {"body": operation.get("requestBody", {}), **operation["responses"]}
        for status, entry in bodies.items():
            for content in entry.get("content", {}).values():
                values = [item["value"] for item in content.get("examples", {}).values()]
                for value in [*values, *([content["example"]] if "example" in content else [])]:
                    yield f"{path} {status}", value, content.get("schema", {})


def test_every_example_is_valid(described: dict[str, Any]) -> None:
    seen = list[Any]()
    for place, value, schema in shown(described):
        whole = {**schema, "components": described["components"]}
        problems = [error.message for error in Draft202012Validator(whole).iter_errors(value)]
        assert not problems, (place, problems)
        seen.append(value)
    unused = [name for name in NAMES if example(name) not in seen]
    assert not unused


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
    passing |= {"next", "counts", "checks", "validity", "warnings", "runtime", "precision", "check"}
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
