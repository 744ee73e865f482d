"""Locks on a home folder. The kernel drops them when their holder dies, so a killed build leaves none."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import ClassVar

from ingest.errors import BadInput

BUILD_LOCK = ".build.lock"
"""Held for the whole of a build."""

PUBLISH_LOCK = ".publish.lock"
"""Held while the pointer is flipped or generations are removed: moments, so that a rollback never
waits for a build that runs for minutes."""


class BuildInProgress(BadInput):
    """Another process is building in the same home folder."""

    code = "build-in-progress"
    status = 409


class HomeLock:
    """An exclusive ``flock`` on ``<home>/<name>``.

    >>> with HomeLock(home, PUBLISH_LOCK):  # doctest: +SKIP
    ...     write_pointer(home, generation_id)
    """

    _FLAGS: ClassVar[int] = os.O_RDWR | os.O_CREAT

    def __init__(self, home: Path, name: str) -> None:
        self._path = home / name
        self._descriptor: int | None = None

    def acquire(self, *, wait: bool = True) -> bool:
        """Take the lock; ``False`` where another holds it and ``wait`` is off."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, self._FLAGS, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(descriptor)
            return False
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens where it isn't held. The file stays: were it removed, two
        processes could hold "the" lock on two files."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> HomeLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def build_lock(home: Path) -> HomeLock:
    """Take the build lock of ``home`` or raise :class:`BuildInProgress` at once."""
    lock = HomeLock(home, BUILD_LOCK)
    if not lock.acquire(wait=False):
        raise BuildInProgress(
            f"另一个进程正在 {home} 中建立索引", remedy="等它结束后再试，或用另一个目录建立索引"
        )
    return lock
