"""Cursors: where a list goes on, opaque to the client and bound to what it began in."""

from __future__ import annotations

import base64
import binascii

from ingest.errors import BadInput


def write_cursor(revision: str, offset: int) -> str:
    """Return the cursor of the entry ``offset`` (0-based).

    >>> read_cursor(write_cursor("0001-x", 20), "0001-x")
    20
    """
    return base64.urlsafe_b64encode(f"{offset}.{revision}".encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, revision: str) -> int:
    """Return the offset of ``cursor``; 0 for none.

    Raises:
        BadInput: no cursor of this service, or one of another revision, whose ranking is another.
    """
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        offset, _, made = text.partition(".")
        number = int(offset)
    except (binascii.Error, UnicodeError, ValueError):
        raise BadInput("翻页标记无法识别", remedy="请用上一页给出的 next，或从头查起") from None
    if made != revision or number < 0:
        raise BadInput("文件已更新，翻页标记已失效", remedy="请从第一页重新查起")
    return number
