"""``GET /v1/documents`` and ``GET /v1/documents/{id}``: what is in the index."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

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


@router.get(
    "/v1/documents",
    summary="List the documents",
    operation_id="listDocuments",
    response_model=Documents,
    responses={
        200: ok("Every document of the index.", "documents"),
        500: problem("An error that nobody foresaw.", "internal-error"),
        503: problem("Not ready, no index, or too many requests.", "starting", "no-index", "busy"),
    },
)
async def documents(service: ServiceDep) -> Response:
    """Return all documents with what is known of each; the values that filters take are those shown here."""

    def work(engine: Engine) -> Response:
        cards = engine.documents()
        found = {"documents": cards, "generation": engine.generation_id}
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
