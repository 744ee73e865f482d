"""Deleting documents and files, and undoing that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import Response

from qa_service.api.collecting import CollectionDep
from qa_service.api.jobs import accepted, accepted_entry
from qa_service.api.reply import problem
from qa_service.api.routes.documents import DocumentId
from qa_service.api.routes.sources import SourceId
from qa_service.api.schemas_documents import Job
from qa_service.collection import model

router = APIRouter(tags=["documents"])

_FAILURES: dict[int | str, Any] = {
    500: problem("An error that nobody foresaw.", "internal-error"),
    503: problem("The index cannot be read.", "damaged-index"),
}


async def _accepted(change: Callable[[], model.Job]) -> Response:
    return await to_thread.run_sync(lambda: accepted(change()))


@router.delete(
    "/v1/documents/{id}",
    status_code=202,
    summary="Delete a document",
    operation_id="deleteDocument",
    response_model=Job,
    responses={
        202: accepted_entry("job-delete"),
        404: problem("There is no such document.", "unknown-document"),
        **_FAILURES,
    },
)
async def delete_document(document_id: DocumentId, collection: CollectionDep) -> Response:
    """Delete one document; the others of its file stay.

    When the answer comes no question is answered from it any more, whichever process is asked. Its text
    stays in earlier generations, kept for going back, until those are purged.
    """
    return await _accepted(lambda: collection.delete_document(document_id))


@router.delete(
    "/v1/sources/{id}",
    status_code=202,
    summary="Delete a file",
    operation_id="deleteSource",
    response_model=Job,
    responses={
        202: accepted_entry("job-delete"),
        404: problem("There is no such file.", "unknown-source"),
        **_FAILURES,
    },
)
async def delete_source(source_id: SourceId, collection: CollectionDep) -> Response:
    """Delete a file with all of its documents, as above. A file that `planqa build` reads in place is left
    where it is; a later build passes it over until it changes."""
    return await _accepted(lambda: collection.delete_source(source_id))


@router.post(
    "/v1/documents/{id}/restore",
    status_code=202,
    summary="Restore a document",
    operation_id="restoreDocument",
    response_model=Job,
    responses={
        202: accepted_entry("job-restore"),
        404: problem("Nothing that could be restored.", "nothing-to-restore"),
        **_FAILURES,
    },
)
async def restore_document(document_id: DocumentId, collection: CollectionDep) -> Response:
    """Undo the deletion of a document; see `/v1/removed` for what can be restored and until when."""
    return await _accepted(lambda: collection.restore("document", document_id))


@router.post(
    "/v1/sources/{id}/restore",
    status_code=202,
    summary="Restore a file",
    operation_id="restoreSource",
    response_model=Job,
    responses={
        202: accepted_entry("job-restore"),
        404: problem("Nothing that could be restored.", "nothing-to-restore"),
        **_FAILURES,
    },
)
async def restore_source(source_id: SourceId, collection: CollectionDep) -> Response:
    """Undo the deletion of a file."""
    return await _accepted(lambda: collection.restore("source", source_id))
