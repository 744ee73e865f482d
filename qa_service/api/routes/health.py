"""``/healthz`` and ``/readyz``: is the process up, and can it answer questions?"""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import Response

from qa_service.api.problems import Unready
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
        503: problem("It can't yet, or can't at all.", "starting", "no-index", "damaged-index", "unready"),
    },
)
async def readyz(service: ServiceDep) -> Response:
    """Say what is loaded and whether model, index and disk work; 503 until they do, with what is missing
    and how to mend it."""
    state = service.holder.readiness()
    error = state.error

    def look() -> dict[str, Any]:
        with service.holder.engine() as engine:
            return {**engine.status(), "checks": service.watch.look(engine)}

    # Not in the pool: a service that has too much to do is ready all the same.
    found = await to_thread.run_sync(look)
    if broken := [check for check in found["checks"] if check.state == "failed"]:
        raise Unready(broken[0].detail)
    newer = OpenError(code=error.code, message=error.message, remedy=error.remedy) if error else None
    return json_reply(Ready.model_validate({**found, "seconds": state.seconds, "newer": newer}))
