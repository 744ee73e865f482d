"""The description of the service at ``/openapi.json``."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from qa_service.access.guard import Guard
from qa_service.api.check_schemas import CheckRequest
from qa_service.api.examples import example
from qa_service.api.openapi_access import SECURITY_SCHEMES, add_access
from qa_service.api.problems import Problem
from qa_service.api.reply import SHOWN

DESCRIPTION = """Ask Chinese government plans a question; get the passages that answer it, each with a
citation that anyone can check against the source.

Every error is a problem document (RFC 9457, `application/problem+json`) with a `remedy`. Every answer
carries `X-Request-ID`; send your own (letters, digits, `._-`, up to 128) to have it used.
Offsets count Unicode code points, dates are ISO 8601, lines and pages are 1-based.

Where the service asks for keys, send `Authorization: Bearer <key>`; `x-role` tells for each operation
which role it needs (reader, editor, admin; each includes the one before). `429` and most `503` carry
`Retry-After` (seconds)."""

TAGS: list[dict[str, Any]] = [
    {"name": "ask", "description": "Questions."},
    {"name": "documents", "description": "What is in the index, and changing it."},
    {"name": "jobs", "description": "Accepted changes and how far they are."},
    {"name": "generations", "description": "States of the index that can be gone back to."},
    {"name": "feedback", "description": "What users say of answers."},
    {"name": "check", "description": "Drafts against the documents, and citations."},
    {"name": "access", "description": "Who may do what."},
    {"name": "evaluation", "description": "Question sets that are run, and their figures."},
    {"name": "health", "description": "For whatever watches over the service."},
]

_DEFAULT_ERRORS = ("HTTPValidationError", "ValidationError")


def install(app: FastAPI) -> None:
    """Make ``app`` describe its errors as they are: problem documents, nothing of FastAPI's own shape."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    # FastAPI's documented way to change the description.
    app.openapi = describe  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        tags=app.openapi_tags,
        routes=app.routes,
    )
    schemas = found["components"]["schemas"]
    for name in _DEFAULT_ERRORS:
        schemas.pop(name, None)
    schemas.update(_schemas_of(Problem, mode="serialization"))
    # Bodies that a route reads by itself are named in its entry only.
    schemas.update(_schemas_of(CheckRequest, mode="validation"))
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            _drop_default_error(operation["responses"])
            _put_examples(operation["responses"])
            add_access(operation, method.upper(), path, asked=_asked(app))
    found["components"]["securitySchemes"] = SECURITY_SCHEMES
    return found


def _asked(app: FastAPI) -> bool | None:
    """Whether keys are asked for: always, never, or (``None``) once there are any."""
    guard: Guard = app.state.guard
    return guard.always_asks()


def _put_examples(responses: dict[str, Any]) -> None:
    for response in responses.values():
        for content in response.get("content", {}).values():
            if name := content.pop(SHOWN, None):
                content["example"] = example(name)


def _schemas_of(model: type[BaseModel], mode: Literal["serialization", "validation"]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode=mode)
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _drop_default_error(responses: dict[str, Any]) -> None:
    # FastAPI adds a 422 of its own shape wherever there is a parameter, even one that takes any string.
    content = responses.get("422", {}).get("content", {})
    if "HTTPValidationError" in str(content.get("application/json", {})):
        del responses["422"]
