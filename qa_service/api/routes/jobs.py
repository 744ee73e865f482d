"""``/v1/jobs``: how far accepted changes are."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

import anyio
from anyio import to_thread
from fastapi import APIRouter, Path, Query
from fastapi.responses import Response, StreamingResponse

from qa_service.api.collecting import CollectionDep
from qa_service.api.examples import example
from qa_service.api.jobs import job_view
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.schemas_documents import Job, Jobs
from qa_service.collection.journal import Journal

router = APIRouter(tags=["jobs"])

LOOK_SECONDS = 0.2
"""How often a stream of events looks whether its job has moved."""

HEARTBEAT_SECONDS = 10.0
"""How often a stream says something where nothing moves: proxies cut silent connections after 30 to 60 s."""

STREAM_SECONDS = 3600.0
"""Longest stream; an EventSource connects again by itself."""

JobId = Annotated[str, Path(alias="id", description="Id of a job.", examples=[example("job-add")["id"]])]

_EVENT = 'event: job\ndata: {"id":"20261122T090000.000000Z-1f2e3d4c","state":"running"}\n\n'

_FAILURE: dict[int | str, Any] = {500: problem("An error that nobody foresaw.", "internal-error")}


@router.get(
    "/v1/jobs",
    summary="List jobs",
    operation_id="listJobs",
    response_model=Jobs,
    responses={
        200: ok("The newest jobs.", "jobs"),
        422: problem("A parameter cannot be used.", "bad-fields"),
        **_FAILURE,
    },
)
async def jobs(
    collection: CollectionDep,
    limit: Annotated[int, Query(ge=1, le=500, description="How many.")] = 50,
) -> Response:
    """Return the newest jobs, newest first; the last 500 are kept."""

    def work() -> Response:
        return json_reply(Jobs(jobs=[job_view(job) for job in collection.journal.newest(limit)]))

    return await to_thread.run_sync(work)


@router.get(
    "/v1/jobs/{id}",
    summary="Show a job",
    operation_id="getJob",
    response_model=Job,
    responses={
        200: ok("The job as it is now.", "job-add"),
        404: problem("There is no such job.", "unknown-job"),
        **_FAILURE,
    },
)
async def job(job_id: JobId, collection: CollectionDep) -> Response:
    """Return a job: its state, its progress, and what became of each file."""
    return await to_thread.run_sync(lambda: json_reply(job_view(collection.journal.get(job_id))))


@router.get(
    "/v1/jobs/{id}/events",
    summary="Follow a job",
    operation_id="followJob",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: `job` with the job as data, at once and whenever it moves; "
            "the stream ends when the job is over.",
            "content": {"text/event-stream": {"itemSchema": {"type": "object"}, "example": _EVENT}},
        },
        404: problem("There is no such job.", "unknown-job"),
        **_FAILURE,
    },
)
async def follow(job_id: JobId, collection: CollectionDep) -> Response:
    """Stream a job's progress as server-sent events (`EventSource` in browsers)."""
    await to_thread.run_sync(collection.journal.get, job_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _events(collection.journal, job_id), media_type="text/event-stream", headers=headers
    )


async def _events(journal: Journal, job_id: str) -> AsyncIterator[str]:
    said, quiet, end = "", time.monotonic(), time.monotonic() + STREAM_SECONDS
    while time.monotonic() < end:
        found = await to_thread.run_sync(journal.get, job_id)
        data = job_view(found).model_dump_json()
        if data != said:
            said, quiet = data, time.monotonic()
            yield f"event: job\ndata: {data}\n\n"
        elif time.monotonic() - quiet >= HEARTBEAT_SECONDS:
            quiet = time.monotonic()
            yield ": still at it\n\n"
        if found.over:
            return
        await anyio.sleep(LOOK_SECONDS)
