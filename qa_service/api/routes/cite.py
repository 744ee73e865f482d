"""``GET /v1/passages/{id}/citation``: a passage cited in the forms that people write."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from qa_service.api.check_schemas import PassageCitation, cited
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.routes.passages import PassageId
from qa_service.api.service import ServiceDep
from qa_service.cite.registry import DEFAULT_MARK
from qa_service.engine import Engine

router = APIRouter(tags=["check"])


@router.get(
    "/v1/passages/{id}/citation",
    summary="Cite a passage",
    operation_id="citePassage",
    response_model=PassageCitation,
    responses={
        200: ok("The citation in the style asked for, and in all others.", "citation"),
        404: problem("There is no such passage.", "unknown-passage"),
        422: problem("There is no such style or mark.", "unknown-style"),
        500: problem("An error that nobody foresaw.", "internal-error"),
        503: problem("Not ready, no index, or too many requests.", "starting", "no-index", "busy"),
    },
)
async def citation(
    passage_id: PassageId,
    service: ServiceDep,
    style: Annotated[str, Query(description="Name of the style, e.g. `gongwen`, `gbt7714`.")] = "gongwen",
    mark: Annotated[str, Query(description="文献类型标识 for GB/T 7714, e.g. `A`, `EB/OL`.")] = DEFAULT_MARK,
) -> Response:
    """Return the citation that `planqa cite` prints: the same string, ready to paste."""

    def work(engine: Engine) -> Response:
        return json_reply(cited(engine.reference(passage_id), style, mark))

    return await service.with_engine(work)
