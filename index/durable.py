"""Writes that survive a power cut: flushed to the disk, and visible whole or not at all.

``os.replace`` is atomic for whoever reads the folder, but neither the new file's bytes nor the folder's
entry need be on the disk when it returns: both are fsynced here, the file before, the folder after.
"""

from __future__ import annotations

import os
from pathlib import Path


def fsync_file(path: Path) -> None:
    """Flush the bytes of the file ``path`` to the disk."""
    _fsync(path, os.O_RDONLY)


def fsync_folder(path: Path) -> None:
    """Flush the entries of the folder ``path`` (names made, renamed or removed in it) to the disk."""
    _fsync(path, os.O_RDONLY | os.O_DIRECTORY)


def write_file(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Create ``path`` with ``data`` and flush it; the folder's entry is the caller's to flush.

    ``mode`` is what a new file may be used for, less the process's umask.
    """
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def replace_file(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Put ``data`` in the place of ``path``: a reader sees the old bytes or the new ones, never a part.

    Writers must keep out of each other's way by a lock: the name written aside is the same for all, so
    that what a killed one leaves is overwritten by the next.

    >>> replace_file(Path("CURRENT"), b"0002-20261121T090000Z\\n")  # doctest: +SKIP
    """
    aside = path.with_name(f".{path.name}.tmp")
    try:
        write_file(aside, data, mode=mode)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def _fsync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
