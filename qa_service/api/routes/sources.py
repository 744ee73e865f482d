"""``/v1/sources`` and ingest reports: the files behind the documents."""

from __future__ import annotations

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Path
from fastapi.responses import Response

from qa_service.api.collecting import CollectionDep
from qa_service.api.examples import example
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.routes.documents import DocumentId
from qa_service.api.schemas_documents import IngestReport, RemovedList, Sources

router = APIRouter(tags=["documents"])

SourceId = Annotated[
    str,
    Path(alias="id", description="Id of a file.", examples=[example("sources")["sources"][0]["id"]]),
]

_UNREADABLE: dict[int | str, Any] = {
    500: problem("An error that nobody foresaw.", "internal-error"),
    503: problem("The index cannot be read.", "damaged-index"),
}


@router.get(
    "/v1/sources",
    summary="List the files",
    operation_id="listSources",
    response_model=Sources,
    responses={200: ok("Every file of the index.", "sources"), **_UNREADABLE},
)
async def sources(collection: CollectionDep) -> Response:
    """Return the files that the documents stand in, uploaded ones and those read in place."""

    def work() -> Response:
        generation, cards = collection.sources()
        return json_reply(Sources.model_validate({"sources": cards, "generation": generation}))

    return await to_thread.run_sync(work)


@router.get(
    "/v1/sources/{id}/report",
    summary="Show a file's ingest report",
    operation_id="getSourceReport",
    response_model=IngestReport,
    responses={
        200: ok("What reading the file gave, and what was left out.", "report"),
        404: problem("There is no such file.", "unknown-source"),
        **_UNREADABLE,
    },
)
async def source_report(source_id: SourceId, collection: CollectionDep) -> Response:
    """Return what was found in a file and what was left out, with the reasons."""

    def work() -> Response:
        return json_reply(IngestReport.model_validate(collection.source_report(source_id)))

    return await to_thread.run_sync(work)


@router.get(
    "/v1/documents/{id}/report",
    summary="Show the ingest report of a document's file",
    operation_id="getDocumentReport",
    response_model=IngestReport,
    responses={
        200: ok("What reading its file gave.", "report"),
        404: problem("There is no such document.", "unknown-document"),
        **_UNREADABLE,
    },
)
async def document_report(document_id: DocumentId, collection: CollectionDep) -> Response:
    """Return the ingest report of the file that holds the document."""

    def work() -> Response:
        return json_reply(IngestReport.model_validate(collection.document_report(document_id)))

    return await to_thread.run_sync(work)


@router.get(
    "/v1/removed",
    summary="List what can be restored",
    operation_id="listRemoved",
    response_model=RemovedList,
    responses={200: ok("Deletions that can be undone.", "removed"), **_UNREADABLE},
)
async def removed(collection: CollectionDep) -> Response:
    """Return the deletions that can still be undone, newest first."""

    def work() -> Response:
        return json_reply(RemovedList.model_validate({"removed": collection.removed()}))

    return await to_thread.run_sync(work)
