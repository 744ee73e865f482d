"""``POST /v1/check``: a draft against the documents."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from qa_service.api.check_schemas import Check, check_reply
from qa_service.api.download import download, files
from qa_service.api.draft_body import DraftBody, read_draft_body
from qa_service.api.examples import example
from qa_service.api.facts import facts_of
from qa_service.api.recent_checks import RecentChecks, digest, recent_checks_of
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.service import ServiceDep
from qa_service.check.draft import check_draft
from qa_service.check.draft_file import DraftText
from qa_service.check.export import MEDIA_TYPES, ExportFormat, export
from qa_service.check.remarks import Options
from qa_service.check.verdict import DraftCheck
from qa_service.cite.registry import check_style
from qa_service.engine import Engine

router = APIRouter(tags=["check"])

_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "A .txt, .md, .docx or .pdf file."},
        "style": {"type": "string", "description": "Citation style."},
        "mark": {"type": "string", "description": "文献类型标识 for the styles of GB/T 7714."},
    },
}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/CheckRequest"},
            "example": example("check-request"),
        },
        "multipart/form-data": {"schema": _FORM},
    },
}
_DONE = ok("Every sentence that claims something, with its verdict.", "check")
_DONE["content"] |= files(MEDIA_TYPES)


@router.post(
    "/v1/check",
    summary="Check a draft",
    operation_id="checkDraft",
    response_model=Check,
    openapi_extra={"requestBody": _BODY},
    responses={
        200: _DONE,
        400: problem("Not JSON.", "broken-json"),
        413: problem("Too large.", "body-too-large"),
        415: problem("Neither JSON nor a form.", "unsupported-media-type"),
        422: problem("Nothing to check, too long, or not readable.", "empty-draft"),
        500: problem("An error that nobody foresaw.", "internal-error"),
        503: problem("Not ready, no index, or too many requests.", "starting", "no-index", "busy"),
    },
)
async def check(
    request: Request,
    service: ServiceDep,
    format: Annotated[ExportFormat, Query(description="What to answer with.")] = "json",
    comments: Annotated[bool, Query(description="Whether a .docx or .md gets remarks.")] = True,
    footnotes: Annotated[bool, Query(description="Whether a .docx or .md gets footnotes.")] = True,
) -> Response:
    """Check a draft sentence by sentence: what stands in the documents, what differs, what is found nowhere.

    Answers JSON, or with `format` a file: a self-contained HTML report, the draft as .docx with comments and
    footnotes, or as Markdown. It takes some 10 ms a sentence.
    """
    body = await read_draft_body(request)
    log = facts_of(request.scope).log
    recent = recent_checks_of(request)

    def work(engine: Engine) -> Response:
        check_style(body.style, body.mark)
        draft = body.draft()
        log["draft_chars"] = len(draft.text)
        result = _checked(engine, recent, draft)
        log["sentences"], log["generation"] = len(result.sentences), result.generation
        if format == "json":
            return json_reply(check_reply(engine, result, style=body.style, mark=body.mark))
        return _file(engine, draft, result, body, format, comments=comments, footnotes=footnotes)

    return await service.with_engine(work)


def _checked(engine: Engine, recent: RecentChecks, draft: DraftText) -> DraftCheck:
    today = date.today()
    key = (engine.revision, today, draft.name, draft.markdown, digest(draft.text))
    return recent.get(
        key,
        lambda: check_draft(
            engine, draft.text, name=draft.name, markdown=draft.markdown, warnings=draft.warnings, today=today
        ),
    )


def _file(
    engine: Engine,
    draft: DraftText,
    result: DraftCheck,
    body: DraftBody,
    format: ExportFormat,
    *,
    comments: bool,
    footnotes: bool,
) -> Response:
    options = Options(style=body.style, mark=body.mark, comments=comments, footnotes=footnotes)
    documents = {document.id: document for document in engine.checker().library.documents}
    made = export(format, draft, result, documents, options)
    return download(made.data, MEDIA_TYPES[format], made.name)
