"""A file as an answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi.responses import Response


def download(data: bytes, media_type: str, name: str) -> Response:
    """Return ``data`` as a file to be saved as ``name`` (RFC 6266: UTF-8, with a plain fallback).

    >>> download(b"x", "text/html", "核对.html").headers["content-disposition"]
    "attachment; filename=download.html; filename*=UTF-8''%E6%A0%B8%E5%AF%B9.html"
    """
    plain = f"download.{name.rpartition('.')[2]}"
    shown = f"attachment; filename={plain}; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": shown})


def files(media_types: dict[str, str]) -> dict[str, Any]:
    """Return the OpenAPI entries of files of these media types."""
    return {
        media_type: {"schema": {"type": "string", "format": "binary"}, "example": "…"}
        for media_type in media_types.values()
    }
