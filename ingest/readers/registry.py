"""The registry of readers: which reader takes which file name ending.

Text is decoded here; web pages, Word documents and PDFs are parsed in a child process
(:mod:`ingest.readers.sandbox`). An ending says what a file should be; its first bytes say what it is:
government sites serve web pages named .doc and .docx files named .wps.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ingest.errors import ScannedPages, UnreadableFile
from ingest.readers.kept import kept_or_read
from ingest.readers.ocr import EXTRA, engine_version, is_installed
from ingest.readers.office import to_docx
from ingest.readers.raw import RawText
from ingest.readers.recent import Recent
from ingest.readers.sandbox import OCR_LIMITS, parse_apart
from ingest.readers.text import MAX_BYTES, decode_lines

__all__ = ["READERS", "RawText", "Reader", "is_supported", "read_raw"]

Reader = Callable[[bytes, str], RawText]

_recent = Recent()
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|meta|!--)", re.IGNORECASE)


def _plain(data: bytes, name: str) -> RawText:
    return RawText(*decode_lines(data, name), media_type="text/plain")


def _markdown(data: bytes, name: str) -> RawText:
    return RawText(*decode_lines(data, name), media_type="text/markdown")


def _apart(kind: str, data: bytes, name: str) -> RawText:
    if not data.strip():
        raise UnreadableFile(f"{name}：文件为空（{len(data)} 字节）", remedy="请确认文件已完整保存后重试")
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"{name}：文件过大（{len(data) / 1048576:.0f} MB，上限 {MAX_BYTES // 1048576} MB）",
            remedy="请拆分后再建索引",
        )
    return parse_apart(kind, name, data)


def _page(data: bytes, name: str) -> RawText:
    return _apart("html", data, name)


def _word(data: bytes, name: str) -> RawText:
    """A Word document of whatever age: by its first bytes, not by its name."""
    if data.startswith(_ZIP):
        return _apart("docx", data, name)
    if data.startswith(b"%PDF-"):
        return _apart("pdf", data, name)
    if _PAGE.match(data[:1024]):
        return _page(data, name)
    if data.startswith((_OLE, b"{\\rtf")):
        if name.lower().endswith((".docx", ".docm")):
            raise UnreadableFile(
                f"{name}：文件已加密，或是改了扩展名的旧版 .doc",
                remedy="请去除密码，或改用 .doc 扩展名后重试",
            )
        raw = _apart("docx", to_docx(data, name), name)
        return replace(raw, media_type="application/msword")
    if not data.strip():
        return _apart("docx", data, name)
    raise UnreadableFile(f"{name}：不是有效的 Word 文件", remedy="请用 Word、WPS 打开后另存为 .docx")


def _pdf(data: bytes, name: str) -> RawText:
    return _with_ocr("pdf", data, name)


def _ofd(data: bytes, name: str) -> RawText:
    if data.startswith(b"%PDF-"):
        return _pdf(data, name)
    return _with_ocr("ofd", data, name)


def _with_ocr(kind: str, data: bytes, name: str) -> RawText:
    """The text that the file holds; its pages' pictures only where that is not enough."""
    try:
        return _apart(kind, data, name)
    except ScannedPages:
        if not is_installed():
            raise
    return _recognised(kind, data, name)


def _recognised(kind: str, data: bytes, name: str) -> RawText:
    return kept_or_read(
        data, kind, engine_version(), lambda: parse_apart(f"{kind}-ocr", name, data, OCR_LIMITS)
    )


def _image(data: bytes, name: str) -> RawText:
    if not is_installed():
        raise ScannedPages(
            f"{name}：读取图像需要文字识别（OCR）",
            remedy=f"请安装文字识别组件：pip install 'planqa[{EXTRA}]'",
        )
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"{name}：文件过大（{len(data) / 1048576:.0f} MB）", remedy="请拆分后再建索引")
    return _recognised("image", data, name)


READERS: dict[str, Reader] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _page,
    ".htm": _page,
    ".docx": _word,
    ".docm": _word,
    ".doc": _word,
    ".wps": _word,
    ".pdf": _pdf,
    ".ofd": _ofd,
    ".png": _image,
    ".jpg": _image,
    ".jpeg": _image,
    ".tif": _image,
    ".tiff": _image,
}
"""Reader by ending."""


def is_supported(path: Path) -> bool:
    """Tell whether a folder's file named like ``path`` is read. A picture is not: in a folder it is mostly
    a logo or a photo. One that is named itself is read."""
    return READERS.get(path.suffix.lower(), _image) is not _image


def read_raw(data: bytes, path: Path) -> RawText:
    """Read ``data``, the bytes of the file at ``path``, with the reader for its ending.

    The same bytes under the same name always give the same text: what a citation is checked against.

    Raises:
        UnreadableFile: no reader takes the ending, or the reader refuses the content.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = "、".join(sorted(READERS))
        raise UnreadableFile(
            f"{path.name}：不支持“{path.suffix or '无扩展名'}”格式", remedy=f"可读取：{known}；请转换后重试"
        )
    if reader in (_plain, _markdown):
        return reader(data, path.name)
    return _recent.get(data, path.name, reader)
