"""A job as the journal keeps it, as it goes over the wire."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi.responses import Response

from qa_service.api.problems import Problem, kept_problem
from qa_service.api.reply import SHOWN
from qa_service.api.schemas_documents import FileResult, IngestReport, Job, Removed
from qa_service.collection import model


def job_view(job: model.Job) -> Job:
    """Return what is shown of ``job``."""
    return Job(
        id=job.id,
        kind=job.kind,
        state=job.state,
        stage=job.stage,
        stage_done=job.stage_done,
        stage_total=job.stage_total,
        created=job.created,
        started=job.started,
        finished=job.finished,
        files=[_file(result) for result in job.files],
        removed=[Removed.model_validate(item) for item in job.removed],
        generation=job.generation,
        error=_problem(job.error),
    )


def accepted(job: model.Job) -> Response:
    """Return the answer to a change that was accepted: 202, and where to ask for the job."""
    return Response(
        job_view(job).model_dump_json(),
        status_code=HTTPStatus.ACCEPTED,
        headers={"Location": f"/v1/jobs/{job.id}"},
        media_type="application/json",
    )


def accepted_entry(name: str) -> dict[str, Any]:
    """Return the OpenAPI entry of a change that was accepted, with its example."""
    location = {"description": "Address of the job.", "schema": {"type": "string"}}
    return {
        "description": "Accepted; the job tells the rest.",
        "headers": {"Location": location},
        "content": {"application/json": {SHOWN: name}},
    }


def _file(result: model.FileResult) -> FileResult:
    return FileResult(
        name=result.name,
        sha256=result.sha256,
        size_bytes=result.size_bytes,
        outcome=result.outcome,
        source_id=result.source_id,
        document_ids=list(result.document_ids),
        report=IngestReport.model_validate(result.report) if result.report else None,
        problem=_problem(result.problem),
    )


def _problem(trouble: model.Trouble | None) -> Problem | None:
    if trouble is None:
        return None
    return kept_problem(trouble.code, trouble.status, trouble.message, trouble.remedy)
