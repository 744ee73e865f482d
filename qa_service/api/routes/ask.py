"""``POST /v1/ask``: a question gets ranked passages with citations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response

from qa_service.api import metrics
from qa_service.api.examples import example
from qa_service.api.facts import facts_of, note_question
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.schemas import Answer, AskRequest
from qa_service.api.service import ServiceDep
from qa_service.engine import Engine

router = APIRouter(tags=["ask"])

Question = Annotated[
    AskRequest,
    Body(
        openapi_examples={
            "question": {"summary": "A question", "value": example("ask-request")},
            "filtered": {"summary": "Only documents in force", "value": example("ask-request-filtered")},
        }
    ),
]


@router.post(
    "/v1/ask",
    summary="Ask a question",
    operation_id="ask",
    response_model=Answer,
    responses={
        200: ok("Ranked passages, each with its citation; or the verdict that nothing was found.", "ask"),
        400: problem("The body is no JSON.", "broken-json"),
        413: problem("The body is over the limit.", "body-too-large"),
        415: problem("The body is not declared as JSON.", "unsupported-media-type"),
        422: problem("The question or a field cannot be used.", "empty-question", "bad-fields"),
        500: problem("An error that nobody foresaw.", "internal-error"),
        503: problem("Not ready, no index, or too many questions.", "starting", "no-index", "busy"),
    },
)
async def ask(question: Question, request: Request, service: ServiceDep) -> Response:
    """Return the passages that answer a question, best first, the answering sentence marked.

    `answerable: false` is an answer too (status 200): the documents don't say, and `hits` are only the
    nearest passages.
    """
    log = facts_of(request.scope).log
    note_question(request.scope, question.question, in_full=service.settings.log_questions)

    def work(engine: Engine) -> Response:
        k = service.hits if question.k is None else question.k
        answer = engine.ask(question.question, k=k, filters=question.filters.values())
        metrics.answered(answer)
        log["answerable"], log["hits"] = answer.answerable, len(answer.hits)
        log["generation"] = answer.generation
        return json_reply(Answer.model_validate(answer))

    return await service.with_engine(work)
