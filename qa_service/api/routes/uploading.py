"""``POST /v1/documents`` and the replacing ``PUT``: files in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from ingest.errors import BadInput, PlanqaError
from qa_service.api.collecting import CollectionDep
from qa_service.api.field_errors import FieldError
from qa_service.api.jobs import accepted, accepted_entry
from qa_service.api.problems import kept_problem, planqa_problem, problem_response
from qa_service.api.reply import problem
from qa_service.api.routes.documents import DocumentId
from qa_service.api.routes.sources import SourceId
from qa_service.api.schemas_documents import Job
from qa_service.api.service import ServiceDep
from qa_service.api.uploads import FORM_MEDIA_TYPE, files_of, read_form, taken_in
from qa_service.collection import model
from qa_service.collection.collection import Refused
from qa_service.collection.uploads import Upload

router = APIRouter(tags=["documents"])

_FILE = {"type": "string", "format": "binary"}


def _body(field: str, schema: dict[str, Any]) -> dict[str, Any]:
    form = {"type": "object", "required": [field], "properties": {field: schema}}
    return {"requestBody": {"required": True, "content": {FORM_MEDIA_TYPE: {"schema": form}}}}


_FILES = _body("files", {"type": "array", "items": _FILE, "minItems": 1})
_ONE = _body("file", _FILE)

_REFUSALS: dict[int | str, Any] = {
    400: problem("The form cannot be taken apart.", "broken-form"),
    413: problem("A file or the body is over the limit.", "upload-too-large", "body-too-large"),
    415: problem("No form, or a file that is no document.", "unsupported-file", "unsupported-form"),
    422: problem("A file name or a parameter cannot be used.", "bad-file-name", "bad-upload"),
    500: problem("An error that nobody foresaw.", "internal-error"),
    503: problem("The index cannot be read, or the service is busy.", "damaged-index", "busy"),
}


@router.post(
    "/v1/documents",
    status_code=202,
    summary="Upload files",
    operation_id="addDocuments",
    response_model=Job,
    openapi_extra=_FILES,
    responses={
        202: accepted_entry("job-add"),
        409: problem("The name is taken by another file.", "name-taken"),
        **_REFUSALS,
    },
)
async def upload(
    request: Request,
    service: ServiceDep,
    collection: CollectionDep,
    replace: Annotated[
        bool, Query(description="Whether a file of the same name is replaced; else that is refused.")
    ] = False,
) -> Response:
    """Take in one or several files, each by itself: a file that is refused does not keep the others out.

    The answer comes once the files are safely on the disk; reading and indexing them is the job's. Where no
    file can be taken the whole request is refused: a single file with its own problem, several with one
    entry each in `errors`.
    """
    settings = service.settings
    async with _form(request, settings.max_upload_files) as form:
        given = files_of(form, "files")

        def work() -> Response:
            taken = [taken_in(settings.home, file, settings.largest_mb) for file in given]
            refused = [one for one in taken if isinstance(one, Refused)]
            if len(refused) == len(taken):
                return _all_refused(request, refused)
            job = collection.add(taken, replace=replace)
            return _refused_names(request, job) if job.state == "failed" else accepted(job)

        return await to_thread.run_sync(work)


@router.put(
    "/v1/sources/{id}",
    status_code=202,
    summary="Replace a file",
    operation_id="replaceSource",
    response_model=Job,
    openapi_extra=_ONE,
    responses={
        202: accepted_entry("job-replace"),
        404: problem("There is no such file.", "unknown-source"),
        409: problem("The name is taken by another file.", "name-taken"),
        **_REFUSALS,
    },
)
async def replace_source(
    source_id: SourceId, request: Request, service: ServiceDep, collection: CollectionDep
) -> Response:
    """Put a new version in the place of a file, with all of its documents.

    The old version answers until the new one does. A file that `planqa build` reads in place is not touched;
    the upload stands for it from then on.
    """
    return await _replaced(
        request,
        service,
        lambda: collection.state().source(source_id),
        lambda file: collection.replace_source(source_id, file),
    )


@router.put(
    "/v1/documents/{id}",
    status_code=202,
    summary="Replace a document",
    operation_id="replaceDocument",
    response_model=Job,
    openapi_extra=_ONE,
    responses={
        202: accepted_entry("job-replace"),
        404: problem("There is no such document.", "unknown-document"),
        409: problem("Its file holds others too, or the name is taken.", "shared-source", "name-taken"),
        **_REFUSALS,
    },
)
async def replace_document(
    document_id: DocumentId, request: Request, service: ServiceDep, collection: CollectionDep
) -> Response:
    """Put a new version in the place of the file that holds this document alone."""
    return await _replaced(
        request,
        service,
        lambda: collection.sole_source(document_id),
        lambda file: collection.replace_document(document_id, file),
    )


async def _replaced(
    request: Request,
    service: ServiceDep,
    check: Callable[[], object],
    replace: Callable[[Upload], model.Job],
) -> Response:
    settings = service.settings
    await to_thread.run_sync(check)
    async with _form(request, 1) as form:
        file: UploadFile = files_of(form, "file")[0]

        def work() -> Response:
            taken = taken_in(settings.home, file, settings.largest_mb)
            if isinstance(taken, Refused):
                raise taken.error
            return accepted(replace(taken))

        return await to_thread.run_sync(work)


class _form:  # noqa: N801 - reads as the call that it is
    """The request's form, its temporary files removed at the end."""

    def __init__(self, request: Request, most_files: int) -> None:
        self._request = request
        self._most = most_files

    async def __aenter__(self) -> Any:
        self._read = await read_form(self._request, self._most)
        return self._read

    async def __aexit__(self, *_: object) -> None:
        await self._read.close()


def _refused_names(request: Request, job: model.Job) -> Response:
    first = job.files[0].problem
    if len(job.files) == 1 and first:
        known = kept_problem(first.code, first.status, first.message, first.remedy)
        return problem_response(request.scope, known)
    rows = [(result.name, result.problem.message if result.problem else "") for result in job.files]
    return _several(request, rows)


def _all_refused(request: Request, refused: list[Refused]) -> Response:
    if len(refused) == 1:
        raise refused[0].error
    return _several(request, [(one.name, one.error.message) for one in refused])


def _several(request: Request, rows: list[tuple[str, str]]) -> Response:
    errors = [FieldError(field=name[:200], message=message) for name, message in rows]
    error: PlanqaError = BadInput(
        f"{len(rows)} 个文件都不能收录", remedy="按 errors 中各文件的说明处理后重试"
    )
    return problem_response(request.scope, planqa_problem(error, errors))
