"""How routes answer and what their OpenAPI entries say of it."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response
from pydantic import BaseModel

from qa_service.api.examples import example
from qa_service.api.problems import MEDIA_TYPE, TITLES, TYPE_PREFIX

SHOWN = "x-example-name"
"""Stands for an example until the description is complete: FastAPI drops every null on the way, and an
example without them would not be valid."""


def json_reply(model: BaseModel) -> Response:
    """Return ``model`` as JSON.

    Called where the model was made, in a worker thread: writing a long answer takes as long as a short
    question, and FastAPI would do it on the event loop.
    """
    return Response(model.model_dump_json(), media_type="application/json")


def ok(description: str, name: str) -> dict[str, Any]:
    """Return the OpenAPI entry of a 200 with its example."""
    return {"description": description, "content": {"application/json": {SHOWN: name}}}


def problem(description: str, *names: str) -> dict[str, Any]:
    """Return the OpenAPI entry of an error: ``names`` are examples of its problem documents."""
    examples = {name: {"summary": TITLES[_code(name)], "value": example(f"problem-{name}")} for name in names}
    return {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}},
    }


def _code(name: str) -> str:
    return str(example(f"problem-{name}")["type"]).removeprefix(TYPE_PREFIX)
