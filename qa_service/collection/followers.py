"""Who answers from a home, and by which generation: a change is told as done once all of them follow it.

Every process that serves a home keeps a small file in ``<home>/.followers`` which says what it answers by. It
holds a lock on the file, which the kernel drops when the process dies: nobody is waited for who is gone.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from index.generation.pointer import POINTER_NAME
from index.hidden import marks_stamp

logger = logging.getLogger("planqa.followers")

FOLDER = ".followers"
WIDTH = 160
"""Bytes of a follower's file: always as many, so that it can be written over in place."""

LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Followed:
    """What a process answers by: the ``generation`` that ``CURRENT`` named when it last opened one or tried
    to, and the stamp of the ``marks`` of hidden documents. Empty: none yet."""

    generation: str = ""
    marks: str = ""


def followed_now(home: Path) -> Followed:
    """Return what a process that starts now would answer by."""
    try:
        named = (home / POINTER_NAME).read_bytes()
    except OSError:
        named = b""
    return Followed(generation_name(named), marks_stamp(home))


def generation_name(pointer: bytes | None) -> str:
    """Return the bytes of ``CURRENT`` as a follower's file gives them; a damaged one can be long.

    >>> generation_name(b"0002-20261121T090000Z\\n")
    '0002-20261121T090000Z'
    """
    return "".join((pointer or b"").decode("ascii", "replace").split())[:64]


class Follower:
    """This process among those that answer from ``home``.

    Nothing happens where the folder isn't there yet or can't be written: who can't write there can't change
    the collection either.

    >>> follower = Follower(home)  # doctest: +SKIP
    >>> follower.enter()  # doctest: +SKIP
    >>> follower.tell(followed_now(home))  # doctest: +SKIP
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = Lock()
        self._path: Path | None = None
        self._descriptor = -1
        self._told: Followed | None = None

    @property
    def path(self) -> Path | None:
        """This process's file, if there is one."""
        return self._path

    def enter(self) -> None:
        """Be among the followers from now on, answering by nothing yet. To be called before a generation is
        opened: one that is replaced meanwhile must not go unnoticed."""
        with self._lock:
            if self._path is not None or not self._home.is_dir():
                return
            try:
                self._enter()
            except OSError as error:
                logger.info("not among the followers", extra={"fields": {"cause": str(error)}})

    def _enter(self) -> None:
        folder = self._home / FOLDER
        folder.mkdir(exist_ok=True)
        name = f"{os.getpid()}-{secrets.token_hex(4)}"
        # Locked before it has its name: a file without a lock is a dead process's, and removed.
        aside = folder / f".{name}"
        descriptor = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.pwrite(descriptor, _written(Followed()), 0)
        self._path, self._descriptor = aside.rename(folder / name), descriptor

    def tell(self, followed: Followed) -> None:
        """Say what this process answers by from now on."""
        with self._lock:
            if self._path is not None and followed != self._told:
                os.pwrite(self._descriptor, _written(followed), 0)
                self._told = followed

    def leave(self) -> None:
        """Be no follower any more."""
        with self._lock:
            if self._path is not None:
                self._path.unlink(missing_ok=True)
                os.close(self._descriptor)
                self._path, self._descriptor, self._told = None, -1, None


def wait_for_followers(
    home: Path, seconds: float, *, marks_only: bool = False, but: Path | None = None
) -> bool:
    """Wait until every process that answers from ``home`` follows what is current: the generation and the
    marks of hidden documents, or the marks alone. The file ``but`` is the caller's own.

    Returns whether all do; ``False`` after ``seconds``.
    """
    until = time.monotonic() + seconds
    while behind := _behind(home, marks_only, but):
        if time.monotonic() >= until:
            logger.warning("processes do not follow", extra={"fields": {"count": behind}})
            return False
        time.sleep(LOOK_SECONDS)
    return True


def _behind(home: Path, marks_only: bool, but: Path | None) -> int:
    """How many processes don't answer by what is current."""
    now = followed_now(home)
    return sum(one.marks != now.marks if marks_only else one != now for one in _others(home, but))


def _others(home: Path, but: Path | None) -> Iterator[Followed]:
    """What each of the others answers by; the files of dead ones are removed on the way."""
    for path in (home / FOLDER).glob("[0-9]*"):
        if path == but:
            continue
        try:
            with path.open("rb") as stream:
                if _is_left(stream.fileno()):
                    path.unlink(missing_ok=True)
                    continue
                yield _read(stream.read(WIDTH))
        except OSError:
            continue  # it left this moment, or belongs to another user who can't be followed


def _is_left(descriptor: int) -> bool:
    """Whether nobody holds the lock on an open file."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _written(followed: Followed) -> bytes:
    return f"{followed.generation}\n{followed.marks}".encode().ljust(WIDTH)


def _read(data: bytes) -> Followed:
    generation, _, marks = data.decode("ascii", "replace").partition("\n")
    return Followed(generation.strip(), marks.strip())
