"""The registry of readers: which reader takes which file name ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.readers.text import decode_text


@dataclass(frozen=True, slots=True)
class RawText:
    """What a reader gives: the file's text and how it was decoded."""

    text: str
    encoding: str
    media_type: str


Reader = Callable[[bytes, str], RawText]


def _plain(data: bytes, name: str) -> RawText:
    return RawText(*decode_text(data, name), media_type="text/plain")


def _markdown(data: bytes, name: str) -> RawText:
    return RawText(*decode_text(data, name), media_type="text/markdown")


READERS: dict[str, Reader] = {".txt": _plain, ".text": _plain, ".md": _markdown, ".markdown": _markdown}


def is_supported(path: Path) -> bool:
    """Tell whether a reader takes files named like ``path``."""
    return path.suffix.lower() in READERS


def read_raw(data: bytes, path: Path) -> RawText:
    """Read ``data``, the bytes of the file at ``path``, with the reader for its ending.

    Raises:
        UnreadableFile: no reader takes the ending, or the reader refuses the content.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = "、".join(sorted(READERS))
        raise UnreadableFile(
            f"{path.name}：不支持“{path.suffix or '无扩展名'}”格式", remedy=f"可读取：{known}；请转换后重试"
        )
    return reader(data, path.name)
