"""Files out of a multipart form, each taken in or refused by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from ingest.errors import BadInput, PlanqaError
from qa_service.collection.collection import Refused
from qa_service.collection.errors import EmptyUpload, UploadTooLarge
from qa_service.collection.uploads import Upload, take_in

CHUNK_BYTES = 1 << 20

FORM_MEDIA_TYPE = "multipart/form-data"


class NotAForm(BadInput):
    """A request body that is not declared as a form."""

    code = "unsupported-media-type"
    status = 415

    def __init__(self) -> None:
        super().__init__("请求体没有声明为表单", remedy=f"以 {FORM_MEDIA_TYPE} 上传文件")


class BrokenForm(BadInput):
    """A form that cannot be taken apart."""

    code = "broken-form"
    status = 400

    def __init__(self) -> None:
        super().__init__("上传的表单无法解析", remedy=f"请以 {FORM_MEDIA_TYPE}（含 boundary）上传文件")


async def read_form(request: Request, most_files: int) -> FormData:
    """Return the form of ``request``; the caller closes it.

    Raises:
        NotAForm, BrokenForm: what is wrong with the body.
        UploadTooLarge: more than ``most_files`` files.
    """
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != FORM_MEDIA_TYPE:
        raise NotAForm
    try:
        return await request.form(max_files=most_files, max_fields=most_files)
    except HTTPException as error:
        if isinstance(error.__cause__, PlanqaError):
            raise
        if "Too many files" in str(error.detail):
            raise UploadTooLarge(f"一次最多上传 {most_files} 个文件", remedy="请分几次上传") from error
        raise BrokenForm from error
    except (ValueError, LookupError) as error:
        raise BrokenForm from error


def files_of(form: FormData, field: str) -> list[UploadFile]:
    """Return the files of ``form`` under the name ``field``. Raises EmptyUpload where there is none."""
    found = [value for value in form.getlist(field) if isinstance(value, UploadFile)]
    if not found:
        raise EmptyUpload(f"表单里没有名为 {field} 的文件", remedy="请选择至少一个文件")
    return found


def taken_in(home: Path, file: UploadFile, largest_mb: int) -> Upload | Refused:
    """Keep ``file``, or say why not; to be called in a worker thread."""
    try:
        return take_in(home, file.filename or "", _chunks(file.file), largest_mb)
    except PlanqaError as error:
        return Refused((file.filename or "")[-200:], error)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk
