"""``/v1/documents/{id}/outline``, ``/text`` and ``/search``: what a reading pane is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from ingest.model import Document
from qa_service.api.cursors import read_cursor, write_cursor
from qa_service.api.etags import NOT_MODIFIED, document_tag, tagged_reply
from qa_service.api.reading_schemas import Matches, Outline, TextPart
from qa_service.api.reply import ok, problem
from qa_service.api.routes.documents import DocumentId
from qa_service.api.service import Service, ServiceDep
from qa_service.engine import Engine
from qa_service.model import DocumentCard
from qa_service.reading_pane.inside import LONGEST, find_inside
from qa_service.reading_pane.pane import CHUNK, MOST, outline_of, text_part

router = APIRouter(tags=["documents"])

_ERRORS: dict[int | str, Any] = {
    404: problem("There is no such document.", "unknown-document"),
    500: problem("An error that nobody foresaw.", "internal-error"),
    503: problem("Not ready, no index, or too many requests.", "starting", "no-index", "busy"),
}
_BAD: dict[int | str, Any] = {422: problem("A parameter cannot be used.", "bad-fields")}

MATCHES = 1000
"""Places of a word that one answer lists."""


async def _of_document(
    service: Service, request: Request, document_id: str, make: Callable[[Document, Engine], BaseModel]
) -> Response:
    """Answer with what ``make`` returns of a document, tagged."""

    def work(engine: Engine) -> Response:
        card: DocumentCard = engine.document(document_id).document
        document = next(d for d in engine.shown_documents if d.id == document_id)
        return tagged_reply(request, document_tag(card, engine), make(document, engine))

    return await service.with_engine(work)


@router.get(
    "/v1/documents/{id}/outline",
    summary="Show a document's outline",
    operation_id="getOutline",
    response_model=Outline,
    responses={
        200: ok("The headings with their spans, and the footnotes.", "outline"),
        **NOT_MODIFIED,
        **_ERRORS,
    },
)
async def outline(document_id: DocumentId, request: Request, service: ServiceDep) -> Response:
    """Return the table of contents; spans lead into the text of `/v1/documents/{id}/text`."""
    return await _of_document(
        service, request, document_id, lambda document, _: Outline.model_validate(outline_of(document))
    )


@router.get(
    "/v1/documents/{id}/text",
    summary="Read a stretch of a document",
    operation_id="getText",
    response_model=TextPart,
    responses={200: ok("The blocks of the stretch.", "text"), **NOT_MODIFIED, **_ERRORS, **_BAD},
)
async def text(
    document_id: DocumentId,
    request: Request,
    service: ServiceDep,
    start: Annotated[int, Query(ge=0, le=1 << 31, description="First character (code points, 0-based).")] = 0,
    end: Annotated[
        int | None,
        Query(
            ge=0, le=1 << 31, description=f"End (exclusive); by default {CHUNK} characters, {MOST} at most."
        ),
    ] = None,
) -> Response:
    """Return the blocks that begin in a span of the canonical text, whole: a document can be read piece by
    piece, and no block comes twice."""
    stop = start + CHUNK if end is None else end
    return await _of_document(
        service,
        request,
        document_id,
        lambda document, _: TextPart.model_validate(text_part(document, start, stop)),
    )


@router.get(
    "/v1/documents/{id}/search",
    summary="Search within a document",
    operation_id="searchDocument",
    response_model=Matches,
    responses={200: ok("Every place where it stands.", "find"), **NOT_MODIFIED, **_ERRORS, **_BAD},
)
async def search_document(
    document_id: DocumentId,
    request: Request,
    service: ServiceDep,
    q: Annotated[
        str, Query(min_length=1, max_length=LONGEST, description="What to look for.", examples=["租金"])
    ],
    cursor: Annotated[str | None, Query(max_length=200, description="`next` of the page before.")] = None,
) -> Response:
    """Return the places where something stands, whatever its width, case, blanks and line ends."""

    def matches(document: Document, engine: Engine) -> Matches:
        offset = read_cursor(cursor, engine.revision)
        found = find_inside(document, q)
        seen = min(offset + MATCHES, len(found))
        following = write_cursor(engine.revision, seen) if seen < len(found) else None
        shown = found[offset:seen]
        return Matches.model_validate({"query": q, "total": len(found), "matches": shown, "next": following})

    return await _of_document(service, request, document_id, matches)
