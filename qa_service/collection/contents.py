"""Is an uploaded file what its name says? Its first bytes decide, not what the browser declares."""

from __future__ import annotations

from pathlib import Path

from ingest.readers.registry import READERS
from qa_service.collection.errors import EmptyUpload, UnsupportedFile

HEAD_BYTES = 4096
"""Bytes looked at: more than any signature and enough text to tell."""

_TEXT = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm"})
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"\xcf\xfa\xed\xfe", "macOS 程序"),
    (b"\xca\xfe\xba\xbe", "程序"),
    (b"#!", "脚本"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
)


def check_content(name: str, head: bytes) -> None:
    """Raise for a file whose name or first bytes (``head``) no reader takes.

    Finer questions (is this ZIP a Word document?) are the reader's, which runs in a child process.

    >>> check_content("a.txt", "第一条".encode())

    Raises:
        EmptyUpload: no byte at all.
        UnsupportedFile: an unknown ending, a program, an archive, or bytes of another kind than the ending's.
    """
    ending = Path(name).suffix.lower()
    if ending not in READERS:
        known = "、".join(sorted(READERS))
        raise UnsupportedFile(
            f"{name}：不支持“{ending or '无扩展名'}”格式", remedy=f"可上传：{known}；请转换后重试"
        )
    if not head:
        raise EmptyUpload(f"{name}：文件为空", remedy="请确认文件已完整保存后重试")
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise UnsupportedFile(f"{name}：内容是{kind}，不是文档", remedy="请上传文档本身")
    if ending == ".pdf" and b"%PDF-" not in head[:1024]:
        raise UnsupportedFile(f"{name}：内容不是 PDF", remedy="请确认扩展名与内容一致")
    if ending in _TEXT and b"\0" in head and not head.startswith(_UTF16):
        raise UnsupportedFile(f"{name}：内容不是文本", remedy="请确认扩展名与内容一致")
