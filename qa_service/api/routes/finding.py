"""``/v1/search``, ``/v1/suggest``, ``/v1/examples`` and ``/v1/facets``: on the way to a question."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import Response

from qa_service.api.cursors import read_cursor, write_cursor
from qa_service.api.examples import example
from qa_service.api.facts import note_question
from qa_service.api.finding_schemas import (
    Facets,
    SampleQuestions,
    SearchPage,
    SearchRequest,
    SuggestionList,
)
from qa_service.api.per_engine import per_engine
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.schemas import Filters, Strings, Years
from qa_service.api.service import ServiceDep
from qa_service.engine import Engine
from qa_service.facets import facets_of
from qa_service.filters import admitted
from qa_service.model import ValidityState
from qa_service.sample_questions import sample_questions
from qa_service.suggestions import Suggestions

router = APIRouter(tags=["ask"])

_UNAVAILABLE = problem("Not ready, no index, or too many requests.", "starting", "no-index", "busy")
_CRASHED = problem("An error that nobody foresaw.", "internal-error")
_BAD_QUERY = problem("A parameter cannot be used.", "bad-fields")

MOST_PAGED = 500
"""Passages that can be paged through; who looks further has asked the wrong question."""

Search = Annotated[
    SearchRequest,
    Body(openapi_examples={"search": {"summary": "A search", "value": example("search-request")}}),
]


@router.post(
    "/v1/search",
    summary="Search passages",
    operation_id="search",
    response_model=SearchPage,
    responses={
        200: ok("Passages as they rank, a page at a time.", "search"),
        400: problem("The body is no JSON.", "broken-json"),
        413: problem("The body is over the limit.", "body-too-large"),
        415: problem("The body is not declared as JSON.", "unsupported-media-type"),
        422: problem("The question, the cursor or a field cannot be used.", "empty-question", "bad-fields"),
        500: _CRASHED,
        503: _UNAVAILABLE,
    },
)
async def search(wanted: Search, request: Request, service: ServiceDep) -> Response:
    """Return passages as they rank, without a verdict whether they answer; repeated texts are one hit."""
    note_question(request.scope, wanted.question, in_full=service.settings.log_questions)

    def work(engine: Engine) -> Response:
        offset = min(read_cursor(wanted.cursor, engine.revision), MOST_PAGED)
        found = engine.search(
            wanted.question, offset=offset, limit=wanted.limit, filters=wanted.filters.values()
        )
        seen = offset + len(found.hits)
        total = min(found.total, MOST_PAGED)
        return json_reply(
            SearchPage.model_validate(
                {
                    "hits": found.hits,
                    "total": total,
                    "next": write_cursor(engine.revision, seen) if seen < total else None,
                    "emptied": found.emptied,
                    "generation": engine.generation_id,
                }
            )
        )

    return await service.with_engine(work)


@router.get(
    "/v1/suggest",
    summary="Suggest what to ask for",
    operation_id="suggest",
    response_model=SuggestionList,
    responses={
        200: ok("Titles, 文号, headings and indicators that hold what was typed.", "suggest"),
        422: _BAD_QUERY,
        500: _CRASHED,
        503: _UNAVAILABLE,
    },
)
async def suggest(
    service: ServiceDep,
    q: Annotated[str, Query(max_length=100, description="What has been typed so far.", examples=["租金"])],
    limit: Annotated[int, Query(ge=1, le=20, description="Most suggestions.")] = 8,
) -> Response:
    """Return what may be meant; fast enough to be asked on every key."""

    def work(engine: Engine) -> Response:
        known = _suggestions(engine)
        return json_reply(SuggestionList.model_validate({"suggestions": known.find(q, limit)}))

    return await service.with_engine(work)


@router.get(
    "/v1/examples",
    summary="Questions to begin with",
    operation_id="examples",
    response_model=SampleQuestions,
    responses={
        200: ok("Questions that the documents answer.", "examples"),
        500: _CRASHED,
        503: _UNAVAILABLE,
    },
)
async def examples(service: ServiceDep) -> Response:
    """Return questions made from the documents' own headings and tables, each tried on them."""

    def work(engine: Engine) -> Response:
        return json_reply(SampleQuestions.model_validate({"questions": _samples(engine)}))

    return await service.with_engine(work)


@router.get(
    "/v1/facets",
    summary="Ways to narrow down",
    operation_id="facets",
    response_model=Facets,
    responses={
        200: ok("The facets with their counts under the filters given.", "facets"),
        422: _BAD_QUERY,
        500: _CRASHED,
        503: _UNAVAILABLE,
    },
)
async def facets(
    service: ServiceDep,
    documents: Annotated[Strings, Query(description="Document ids.")] = [],  # noqa: B006
    issuers: Annotated[Strings, Query(description="发文机关.")] = [],  # noqa: B006
    regions: Annotated[Strings, Query(description="Regions.")] = [],  # noqa: B006
    kinds: Annotated[Strings, Query(description="Kinds of document.")] = [],  # noqa: B006
    years: Annotated[Years, Query(description="Years of 成文日期.")] = [],  # noqa: B006
    validity: Annotated[list[ValidityState], Query(max_length=4, description="States of validity.")] = [],  # noqa: B006
) -> Response:
    """Return each facet's values with the number of documents that choosing one would leave.

    A facet is counted under the *other* facets' filters: two values of one facet widen each other.
    """
    chosen = Filters(
        documents=documents, issuers=issuers, regions=regions, kinds=kinds, years=years, validity=validity
    ).values()

    def work(engine: Engine) -> Response:
        known, today = engine.shown_documents, date.today()
        verdicts, _ = admitted(known, chosen, today)
        return json_reply(
            Facets.model_validate(
                {
                    "facets": facets_of(known, chosen, today),
                    "total": len(known),
                    "left": sum(verdicts),
                    "generation": engine.generation_id,
                }
            )
        )

    return await service.with_engine(work)


_suggestions = per_engine(lambda engine: Suggestions(engine.shown_documents))
_samples = per_engine(sample_questions)
