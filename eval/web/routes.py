"""``/v1/evaluation/…``: the runs, their figures and reports, and a new run from an uploaded set."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from eval.report import report_page
from eval.run_folder import load_run
from eval.web.background import runs_under_way, start_run
from eval.web.page import report_style, served_report
from eval.web.schemas import EXAMPLE_PROGRESS, EXAMPLE_RUN, Progress, Runs, RunView
from eval.web.stored import run_cards, run_folder, run_view
from qa_service.api.reply import json_reply, problem
from qa_service.api.service import ServiceDep
from qa_service.api.uploads import FORM_MEDIA_TYPE, files_of, read_form

router = APIRouter(tags=["evaluation"])

STYLE = "/v1/evaluation/report.css"

RunId = Annotated[str, Path(alias="id", description="Id of a run.", examples=[EXAMPLE_RUN["id"]])]

_HTML: dict[str, Any] = {"text/html": {"schema": {"type": "string"}, "example": "<!DOCTYPE html>…"}}
_SET = {"type": "string", "format": "binary", "description": "The question set."}
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM_MEDIA_TYPE: {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": _SET}}
            }
        },
    }
}
_CRASHED = problem("An error that nobody foresaw.", "internal-error")
_UNKNOWN = problem("There is no such run.", "unknown-run")


def _shown(description: str, example: Any) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"example": example}}}


@router.get(
    "/v1/evaluation/runs",
    summary="List evaluation runs",
    operation_id="listRuns",
    response_model=Runs,
    responses={
        200: _shown("The runs, newest first.", {"runs": [EXAMPLE_RUN], "under_way": [EXAMPLE_PROGRESS]}),
        500: _CRASHED,
    },
)
async def runs(service: ServiceDep) -> Response:
    """Return the runs that are kept, and those under way."""
    home = service.settings.home
    return await to_thread.run_sync(
        lambda: json_reply(Runs(runs=run_cards(home), under_way=runs_under_way(home)))
    )


@router.post(
    "/v1/evaluation/runs",
    summary="Run a question set",
    operation_id="startRun",
    status_code=202,
    response_model=Progress,
    openapi_extra=_FORM,
    responses={
        202: _shown("The run has begun; `/v1/evaluation/runs` tells how it goes on.", EXAMPLE_PROGRESS),
        400: problem("The form cannot be taken apart.", "broken-form"),
        409: problem("Another run is being made.", "evaluation-running"),
        413: problem("The body is over the limit.", "upload-too-large", "body-too-large"),
        415: problem("The body is no form.", "unsupported-form"),
        422: problem("The file is no question set.", "bad-question-set"),
        500: _CRASHED,
    },
)
async def start(request: Request, service: ServiceDep) -> Response:
    """Put every question of an uploaded set (`.jsonl`, `.csv`, `.xlsx`) to the service, and keep the run."""
    form = await read_form(request, 1)
    try:
        file = files_of(form, "file")[0]
        data, name = await file.read(), file.filename or ""
    finally:
        await form.close()
    home, lend = service.settings.home, service.holder.engine
    progress = await to_thread.run_sync(lambda: start_run(home, data, name, lend))
    reply = json_reply(progress)
    reply.status_code = 202
    reply.headers["Location"] = "/v1/evaluation/runs"
    return reply


@router.get(
    "/v1/evaluation/runs/{id}",
    summary="Show an evaluation run",
    operation_id="getRun",
    response_model=RunView,
    responses={
        200: _shown(
            "The figures of the run.",
            {
                "run": EXAMPLE_RUN,
                "by_type": {"number": EXAMPLE_RUN["overall"]},
                "abstention": {},
                "draft_check": {},
                "latency_ms": {"median": 40.0, "p95": 60.0, "n": 50},
                "misses": [],
            },
        ),
        404: _UNKNOWN,
        500: _CRASHED,
    },
)
async def run(run_id: RunId, service: ServiceDep) -> Response:
    """Return a run with its figures and the questions that went wrong."""
    home = service.settings.home
    return await to_thread.run_sync(lambda: json_reply(run_view(run_folder(home, run_id))))


@router.get(
    "/v1/evaluation/runs/{id}/report",
    summary="The report of a run",
    operation_id="getRunReport",
    response_class=Response,
    responses={
        200: {
            "description": "One page for readers.",
            "content": {"text/html": {"schema": {"type": "string"}, "example": "<!DOCTYPE html>…"}},
        },
        404: _UNKNOWN,
        500: _CRASHED,
    },
)
async def report(
    run_id: RunId,
    service: ServiceDep,
    download: Annotated[bool, Query(description="As a file that carries its style along.")] = False,
) -> Response:
    """Return the report as a page, or as one self-contained file."""
    folder = run_folder(service.settings.home, run_id)

    def page() -> str:
        stored = [load_run(folder)]
        return report_page(stored) if download else served_report(stored, STYLE)

    html = await to_thread.run_sync(page)
    kept = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(run_id)}.html"}
    return Response(html, media_type="text/html", headers=kept if download else None)


@router.get(STYLE, include_in_schema=False)
async def style() -> Response:
    """Return the style sheet of the reports."""
    return Response(report_style(), media_type="text/css")
