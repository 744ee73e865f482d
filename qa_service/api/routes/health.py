"""``/healthz`` and ``/readyz``: is the process up, and can it answer questions?"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.schemas import Health, OpenError, Ready
from qa_service.api.service import ServiceDep

router = APIRouter(tags=["health"])


@router.get(
    "/healthz",
    summary="Is the process up?",
    operation_id="health",
    response_model=Health,
    responses={200: ok("It is.", "health")},
)
async def healthz() -> Response:
    """Answer at once, whether or not the index is loaded."""
    return json_reply(Health())


@router.get(
    "/readyz",
    summary="Can it answer questions?",
    operation_id="ready",
    response_model=Ready,
    responses={
        200: ok("It can: which generation and model, and what loading took.", "ready"),
        503: problem("It can't yet, or can't at all.", "starting", "no-index", "damaged-index"),
    },
)
async def readyz(service: ServiceDep) -> Response:
    """Say what is loaded; 503 until there is something, with what is missing and how to mend it."""
    state = service.holder.readiness()
    error = state.error
    with service.holder.engine() as engine:
        status = engine.status()
    newer = OpenError(code=error.code, message=error.message, remedy=error.remedy) if error else None
    return json_reply(Ready.model_validate({**status, "seconds": state.seconds, "newer": newer}))
