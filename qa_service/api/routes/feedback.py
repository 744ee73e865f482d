"""``POST /v1/feedback``: what a user says of an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import Response

from qa_service.api.examples import example
from qa_service.api.reply import ok, problem
from qa_service.api.schemas_documents import FeedbackReceipt, FeedbackRequest
from qa_service.api.service import ServiceDep
from qa_service.collection.feedback import keep_feedback, new_feedback
from qa_service.engine import Engine
from qa_service.question import check_question

router = APIRouter(tags=["feedback"])

Said = Annotated[
    FeedbackRequest,
    Body(
        openapi_examples={
            "helpful": {"summary": "A passage that helped", "value": example("feedback-request")}
        }
    ),
]


@router.post(
    "/v1/feedback",
    status_code=201,
    summary="Say whether an answer helped",
    operation_id="giveFeedback",
    response_model=FeedbackReceipt,
    responses={
        201: ok("Kept.", "feedback"),
        400: problem("The body is no JSON.", "broken-json"),
        404: problem("There is no such passage.", "unknown-passage"),
        413: problem("The body is over the limit.", "body-too-large"),
        415: problem("The body is not declared as JSON.", "unsupported-media-type"),
        422: problem("A field cannot be used.", "bad-fields", "empty-question"),
        500: problem("An error that nobody foresaw.", "internal-error"),
        503: problem(
            "Not ready, no index, or no room for more.", "starting", "no-index", "busy", "feedback-full"
        ),
    },
)
async def feedback(said: Said, service: ServiceDep) -> Response:
    """Keep a judgement of an answer, or of one of its passages with its text as it is now.

    The question is kept as it was typed, in the service's own folder; `planqa feedback export` makes a
    question set of it.
    """

    def work(engine: Engine) -> Response:
        known: dict[str, str] = {"note": said.note, "generation": engine.generation_id}
        if said.passage_id is not None:
            passage = engine.passage(said.passage_id)
            known |= {
                "passage_id": passage.passage_id,
                "quote": passage.text,
                "source": passage.document.source,
            }
        kept = new_feedback(check_question(said.question), said.verdict, **known)
        keep_feedback(service.settings.home, kept)
        receipt = FeedbackReceipt.model_validate({"id": kept.id, "received": kept.received})
        return Response(receipt.model_dump_json(), status_code=201, media_type="application/json")

    return await service.with_engine(work)
