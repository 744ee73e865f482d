"""Uploaded files on disk: ``<home>/sources/<sha256>/<name>``, flushed before anything is promised.

The folder is named by the content, so that the same file twice is one, and what a citation points to cannot
change under it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from index.durable import fsync_file, fsync_folder
from index.generation.lock import HomeLock
from index.holdings import SOURCES
from qa_service.collection.contents import HEAD_BYTES, check_content
from qa_service.collection.errors import UploadTooLarge
from qa_service.collection.names import bare_name

_INCOMING = ".incoming-"
_LOCK = ".sources.lock"

YOUNG_SECONDS = 3600.0
"""How long an upload that nothing refers to is left alone (seconds)."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was taken in: its bare name, where it is kept, its digest and size (bytes)."""

    name: str
    path: Path
    sha256: str
    size: int


def take_in(home: Path, given_name: str, chunks: Iterable[bytes], largest_mb: int) -> Upload:
    """Keep the file that ``chunks`` are the bytes of.

    Raises:
        BadFileName, UnsupportedFile, EmptyUpload: as :mod:`names` and :mod:`contents` say.
        UploadTooLarge: over ``largest_mb`` MiB; nothing is kept.
    """
    name = bare_name(given_name)
    folder = home / SOURCES
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f"{_INCOMING}{uuid4().hex}"
    try:
        digest, size = _copy(name, chunks, aside, largest_mb)
        place = folder / digest / name
        fsync_file(aside)
        with HomeLock(home, _LOCK):
            place.parent.mkdir(exist_ok=True)
            aside.replace(place)
    finally:
        aside.unlink(missing_ok=True)
    for changed in (place.parent, folder):
        fsync_folder(changed)
    return Upload(name, place, digest, size)


def _copy(name: str, chunks: Iterable[bytes], aside: Path, largest_mb: int) -> tuple[str, int]:
    digest, size, head, looked = sha256(), 0, b"", False
    with aside.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > largest_mb << 20:
                raise UploadTooLarge(
                    f"{name}：文件超过上限 {largest_mb} MB",
                    remedy="请拆分后重试，或请管理员用 PLANQA_LARGEST_MB 提高上限",
                )
            digest.update(chunk)
            out.write(chunk)
            head += chunk[: max(0, HEAD_BYTES - len(head))]
            if len(head) >= HEAD_BYTES and not looked:
                looked = True
                check_content(name, head)
    if not looked:
        check_content(name, head)
    return digest.hexdigest(), size


def clear_uploads(home: Path, wanted: Collection[str], older_than: float = YOUNG_SECONDS) -> list[str]:
    """Remove uploaded files whose digest is not among ``wanted``, and what broken uploads left; return the
    names removed. What is not ``older_than`` (seconds) stays: its job may not be written down yet."""
    folder = home / SOURCES
    removed: list[str] = []
    with HomeLock(home, _LOCK):
        for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
            if entry.name not in wanted and time.time() - entry.stat().st_mtime >= older_than:
                _remove(entry)
                removed.append(entry.name)
    return removed


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
