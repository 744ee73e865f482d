"""ETags: a resource that a client holds already is not sent again (RFC 9110, section 13)."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel

from qa_service.api.reply import json_reply
from qa_service.engine import Engine
from qa_service.model import DocumentCard

NOT_MODIFIED: dict[int | str, Any] = {
    304: {"description": "The client's copy (If-None-Match) is current; no body."}
}
"""OpenAPI entry of the answer to a client that is up to date."""


def document_tag(card: DocumentCard, engine: Engine) -> str:
    """Return the tag of everything that is said of a document: its source's bytes and what the engine
    answers from."""
    return f'"{card.source_sha256[:16]}.{engine.revision}"'


def tagged_reply(request: Request, tag: str, model: BaseModel) -> Response:
    """Return ``model`` as JSON with its tag, or 304 where the client has it."""
    given = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    # Kept by the browser, but asked after each time: a replaced document shows at once.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in given or "*" in given:
        return Response(status_code=304, headers=headers)
    reply = json_reply(model)
    reply.headers.update(headers)
    return reply
