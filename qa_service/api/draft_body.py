"""The body of a request to check a draft: JSON, or a form with a file."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from ingest.errors import BadInput, PlanqaError
from qa_service.api.check_schemas import CheckRequest
from qa_service.api.problems import UnsupportedMediaType
from qa_service.check.draft_file import DraftText, read_draft
from qa_service.cite.registry import DEFAULT_MARK

FORM_REMEDY = "请以 multipart/form-data 上传一个名为 file 的文件，或以 JSON 给出 text"
NAME_LONGEST = 200


@dataclass(frozen=True, slots=True)
class DraftBody:
    """What came in: ``data`` is the file, or ``text`` what the JSON holds."""

    name: str
    style: str
    mark: str
    text: str | None = None
    markdown: bool = False
    data: bytes | None = None

    def draft(self) -> DraftText:
        """Return the draft's text. Raises UnreadableFile; to be called in a worker thread."""
        if self.data is not None:
            return read_draft(self.data, self.name)
        text = (self.text or "").replace("\r\n", "\n").replace("\r", "\n")
        return DraftText(self.name, text, markdown=self.markdown)


async def read_draft_body(request: Request) -> DraftBody:
    """Read the body of ``request``.

    Raises:
        RequestValidationError, UnsupportedMediaType, BadInput: what is wrong with it.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        return await _form(request)
    if media_type.startswith("application/") and media_type.endswith("json"):
        return await _json(request)
    raise UnsupportedMediaType


async def _json(request: Request) -> DraftBody:
    try:
        given = CheckRequest.model_validate_json(await request.body())
    except ValidationError as error:
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        raise RequestValidationError(found) from error
    return DraftBody(given.name, given.style, given.mark, given.text, given.markdown)


async def _form(request: Request) -> DraftBody:
    try:
        form = await request.form(max_files=1, max_fields=8)
    except HTTPException as error:
        if isinstance(error.__cause__, PlanqaError):
            raise
        raise BadInput("上传的表单无法解析", remedy=FORM_REMEDY) from error
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise BadInput("表单里没有名为 file 的文件", remedy=FORM_REMEDY)
    values = {name: form.get(name) for name in ("style", "mark")}
    return DraftBody(
        name=(file.filename or "")[-NAME_LONGEST:],
        style=str(values["style"] or "gongwen"),
        mark=str(values["mark"] or DEFAULT_MARK),
        data=await file.read(),
    )
