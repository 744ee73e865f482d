"""What pydantic refuses in a request, told field by field in Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

_MESSAGES: Mapping[str, str] = {
    "missing": "缺少这个字段",
    "extra_forbidden": "没有这个字段",
    "string_type": "应为字符串",
    "string_unicode": "含有无效的 Unicode 字符",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "list_type": "应为数组",
    "model_attributes_type": "应为 JSON 对象",
    "model_type": "应为 JSON 对象",
    "dict_type": "应为 JSON 对象",
    "greater_than_equal": "不得小于 {ge}",
    "less_than_equal": "不得大于 {le}",
    "string_too_short": "不得少于 {min_length} 个字符",
    "string_too_long": "不得多于 {max_length} 个字符",
    "too_long": "不得多于 {max_length} 项",
}


MAX_ERRORS = 20
"""Errors told of one request: a body of a mebibyte can hold a hundred thousand made-up fields."""

MAX_PATH = 120
"""Characters shown of a field's path; the names in it are the client's own."""


class FieldError(BaseModel):
    """One refused field of a request."""

    field: str = Field(
        description="Path of the field in the body or the name of the parameter, e.g. `filters.years.0`."
    )
    message: str = Field(description="Why it was refused (Chinese).")


def field_errors(raw: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Return pydantic's errors by field; the values that were sent are not repeated.

    >>> field_errors([{"type": "missing", "loc": ("body", "question"), "msg": "Field required"}])
    [FieldError(field='question', message='缺少这个字段')]
    """
    return [FieldError(field=_path(error["loc"]), message=_message(error)) for error in raw[:MAX_ERRORS]]


def is_broken_json(raw: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the body could not be parsed as JSON at all."""
    return any(error["type"] == "json_invalid" for error in raw)


def is_wrong_media_type(raw: Sequence[Mapping[str, Any]], content_type: str) -> bool:
    """Tell whether the body was left unparsed because it is not declared as JSON."""
    whole_body = any(tuple(error["loc"]) == ("body",) and error["type"] != "missing" for error in raw)
    media_type = content_type.partition(";")[0].strip().lower()
    return whole_body and not (media_type.startswith("application/") and media_type.endswith("json"))


def _path(location: Sequence[str | int]) -> str:
    # The first part says where it was looked for (body, path, query). A name that the client made up
    # may hold anything that JSON can say, half a surrogate pair too, and this goes out as UTF-8.
    path = ".".join(str(part) for part in location[1:])
    return path.encode("utf-8", errors="replace").decode("utf-8")[:MAX_PATH]


def _message(error: Mapping[str, Any]) -> str:
    message = _MESSAGES.get(error["type"])
    return message.format(**error.get("ctx", {})) if message else str(error["msg"])
