"""Size and sha256 of files, and the check of a folder against them.

sha256 because anyone can check it with ``sha256sum``, and because it is the quickest of hashlib's on
processors with SHA instructions: 60 MB in 0.05 s (blake2b 0.08 s, md5 0.10 s).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What a manifest says of one file: ``size`` in bytes, ``sha256`` as 64 hex digits."""

    size: int
    sha256: str


def measure(path: Path) -> FileEntry:
    """Return size and sha256 of the file ``path``."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return FileEntry(size=stream.tell(), sha256=digest.hexdigest())


def first_damage(folder: Path, entries: Mapping[str, FileEntry]) -> tuple[str, str] | None:
    """Return the first file that disagrees with its entry as ``(name, what is wrong)``; ``None`` if all
    agree.

    All sizes are looked at before any file is read: a file that is missing or cut short is found without
    reading the others. Files without an entry are ignored (a desktop leaves ``.DS_Store``).
    """
    for name, entry in entries.items():
        try:
            size = (folder / name).stat().st_size
        except OSError:
            return name, "文件不存在"
        if size != entry.size:
            return name, f"大小应为 {entry.size} 字节，实为 {size} 字节"
    for name, entry in entries.items():
        try:
            agrees = measure(folder / name) == entry
        except OSError as error:
            return name, f"读取失败（{error.strerror}）"
        if not agrees:
            return name, "校验和不符"
    return None
