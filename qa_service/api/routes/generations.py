"""``/v1/generations``: the states of the index that are kept, and going back to one."""

from __future__ import annotations

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Path
from fastapi.responses import Response

from index.generation import activate as make_current
from index.generation import list_generations
from ingest.errors import NoIndex
from qa_service.api.examples import example
from qa_service.api.problems import IndexUnfit
from qa_service.api.reply import json_reply, ok, problem
from qa_service.api.schemas_documents import GenerationEntry, Generations
from qa_service.api.service import ServiceDep

router = APIRouter(tags=["generations"])

GenerationId = Annotated[
    str,
    Path(
        alias="id",
        description="Id of a generation.",
        examples=[example("generations")["generations"][0]["id"]],
    ),
]
_FAILURE: dict[int | str, Any] = {500: problem("An error that nobody foresaw.", "internal-error")}


@router.get(
    "/v1/generations",
    summary="List the generations",
    operation_id="listGenerations",
    response_model=Generations,
    responses={200: ok("Those kept, newest first.", "generations"), **_FAILURE},
)
async def generations(service: ServiceDep) -> Response:
    """Return the states of the index that can be gone back to, each with its files checked."""

    def work() -> Response:
        found = list_generations(service.settings.home)
        return json_reply(Generations(generations=[GenerationEntry.model_validate(entry) for entry in found]))

    return await to_thread.run_sync(work)


@router.post(
    "/v1/generations/{id}/activate",
    summary="Go back to a generation",
    operation_id="activateGeneration",
    response_model=GenerationEntry,
    responses={
        200: ok("The generation, current now.", "generation"),
        404: problem("There is no such generation.", "unknown-generation"),
        409: problem("It is damaged, or another version wrote it.", "unfit-generation"),
        **_FAILURE,
    },
)
async def activate(generation_id: GenerationId, service: ServiceDep) -> Response:
    """Make a generation current. Documents that were deleted since are back, those added since are gone."""

    def work() -> Response:
        try:
            found = make_current(service.settings.home, generation_id)
        except NoIndex as error:
            raise IndexUnfit(error) from error
        service.holder.refresh()
        entry = GenerationEntry(
            id=found.id,
            created=found.created,
            current=True,
            counts=dict(found.counts),
            intact=True,
            problem="",
        )
        return json_reply(entry)

    return await to_thread.run_sync(work)
