"""``GET /v1/passages/{id}``: one passage, with its citation and the check against the source file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from qa_service.api.examples import example
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.schemas import PassageView
from qa_service.api.service import ServiceDep
from qa_service.engine import Engine

router = APIRouter(tags=["documents"])

PassageId = Annotated[
    str,
    Path(alias="id", description="Id of a passage.", examples=[example("passage")["passage_id"]]),
]


@router.get(
    "/v1/passages/{id}",
    summary="Show a passage",
    operation_id="getPassage",
    response_model=PassageView,
    responses={
        200: ok("The passage, verbatim, with its citation.", "passage"),
        404: problem("There is no such passage.", "unknown-passage"),
        500: problem("An error that nobody foresaw.", "internal-error"),
        503: problem("Not ready, no index, or too many requests.", "starting", "no-index", "busy"),
    },
)
async def passage(passage_id: PassageId, service: ServiceDep) -> Response:
    """Return one passage and whether its source file still says so."""

    def work(engine: Engine) -> Response:
        return json_reply(PassageView.model_validate(engine.passage(passage_id)))

    return await service.with_engine(work)
