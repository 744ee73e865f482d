"""``GET /metrics``: the service's numbers, for Prometheus."""

from __future__ import annotations

from contextlib import suppress

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from ingest.errors import PlanqaError
from qa_service.api import metrics as counted
from qa_service.api.collecting import CollectionDep
from qa_service.api.service import ServiceDep

MOST_JOBS = 500
"""Jobs that are kept at all."""

router = APIRouter(tags=["health"])

TEXT = {
    "description": "Counters and histograms, in Prometheus' text format or, if asked for, OpenMetrics.",
    "content": {
        media_type: {
            "schema": {"type": "string"},
            "example": '# TYPE planqa_answers_total counter\nplanqa_answers_total{answerable="true"} 12.0\n',
        }
        for media_type in ("text/plain", "application/openmetrics-text")
    },
}


@router.get(
    "/metrics",
    summary="Numbers for Prometheus",
    operation_id="metrics",
    response_class=Response,
    responses={200: TEXT},
)
async def metrics(request: Request, service: ServiceDep, collection: CollectionDep) -> Response:
    """Return how many requests there were, how long each part took, what is indexed and how old it is."""
    counted.POOL.set(service.pool.inside)
    with suppress(PlanqaError), service.holder.engine() as engine:  # nothing is open yet: nothing to tell
        counted.indexed(engine)
    kept = await to_thread.run_sync(collection.journal.newest, MOST_JOBS)
    counted.jobs((job.kind, job.state) for job in kept)
    content, media_type = counted.exposition(request.headers.get("accept", ""))
    return Response(content, media_type=media_type)
