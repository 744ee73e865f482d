"""``GET /v1/documents`` and ``GET /v1/documents/{id}``: what is in the index."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from qa_service.api.cursors import read_cursor, write_cursor
from qa_service.api.examples import example
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.schemas import Documents, DocumentView
from qa_service.api.service import ServiceDep
from qa_service.engine import Engine

router = APIRouter(tags=["documents"])

DocumentId = Annotated[
    str,
    Path(alias="id", description="Id of a document.", examples=[example("document")["document"]["id"]]),
]

Limit = Annotated[int | None, Query(ge=1, le=1000, description="Documents of one page; all by default.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]


@router.get(
    "/v1/documents",
    summary="List the documents",
    operation_id="listDocuments",
    response_model=Documents,
    responses={
        200: ok("The documents of the index, in the order of their files.", "documents"),
        422: problem("The cursor or the limit cannot be used.", "bad-fields"),
        500: problem("An error that nobody foresaw.", "internal-error"),
        503: problem("Not ready, no index, or too many requests.", "starting", "no-index", "busy"),
    },
)
async def documents(service: ServiceDep, limit: Limit = None, cursor: Cursor = None) -> Response:
    """Return the documents with what is known of each; the values that filters take are those shown here.

    All of them, unless `limit` asks for pages.
    """

    def work(engine: Engine) -> Response:
        cards = engine.documents()
        start = read_cursor(cursor, engine.revision)
        shown = cards[start : start + limit] if limit else cards[start:]
        end = start + len(shown)
        found = {
            "documents": shown,
            "total": len(cards),
            "next": write_cursor(engine.revision, end) if end < len(cards) else None,
            "generation": engine.generation_id,
        }
        return json_reply(Documents.model_validate(found))

    return await service.with_engine(work)


@router.get(
    "/v1/documents/{id}",
    summary="Show a document",
    operation_id="getDocument",
    response_model=DocumentView,
    responses={
        200: ok("The document, its outline and the ids of its passages.", "document"),
        404: problem("There is no such document.", "unknown-document"),
        500: problem("An error that nobody foresaw.", "internal-error"),
        503: problem("Not ready, no index, or too many requests.", "starting", "no-index", "busy"),
    },
)
async def document(document_id: DocumentId, service: ServiceDep) -> Response:
    """Return one document with its outline."""

    def work(engine: Engine) -> Response:
        return json_reply(DocumentView.model_validate(engine.document(document_id)))

    return await service.with_engine(work)
