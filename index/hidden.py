"""Documents that are deleted but still in the current generation: hidden from every answer at once.

Deleting a document takes a new generation, and that takes its time. Until it is there the document's mark
stands in ``<home>/hidden.json``, which everyone who opens the index reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from index.durable import replace_file
from index.generation.lock import HomeLock

HIDDEN_NAME = "hidden.json"
_LOCK = ".hidden.lock"

Place = tuple[str, str]
"""A document: the sha256 of its file, and its id. The same title in another version of the file is another
document here."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One hidden document. ``until`` (seconds since the epoch) is set once a generation without it is
    current: the mark stays so long for those who have not opened that one yet."""

    sha256: str
    document: str
    until: float | None = None

    @property
    def place(self) -> Place:
        """The document meant."""
        return self.sha256, self.document


def load_marks(home: Path) -> tuple[Mark, ...]:
    """Return all marks; none where the file is missing or torn (it is written in one step)."""
    try:
        rows = json.loads((home / HIDDEN_NAME).read_bytes())
        return tuple(Mark(**row) for row in rows)
    except (OSError, ValueError, TypeError):
        return ()


def marks_stamp(home: Path) -> str:
    """Return what changes whenever the marks do; empty where there never were any."""
    try:
        found = (home / HIDDEN_NAME).stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}-{found.st_ino}-{found.st_size}"


def hidden_places(home: Path) -> frozenset[Place]:
    """Return the documents that must not be shown."""
    return frozenset(mark.place for mark in load_marks(home))


def change_marks(home: Path, change: Callable[[tuple[Mark, ...]], Iterable[Mark]]) -> None:
    """Replace the marks by what ``change`` makes of them, under a lock; nothing is written where that is
    the same."""
    with HomeLock(home, _LOCK):
        before = load_marks(home)
        after = tuple(change(before))
        if after != before:
            rows = [asdict(mark) for mark in after]
            replace_file(home / HIDDEN_NAME, json.dumps(rows).encode())


def hide(home: Path, places: Iterable[Place]) -> None:
    """Hide the documents ``places`` from now on."""
    wanted = tuple(places)
    change_marks(
        home, lambda marks: [*(m for m in marks if m.place not in wanted), *(Mark(*p) for p in wanted)]
    )


def show_again(home: Path, places: Iterable[Place]) -> None:
    """Take back the marks of ``places``."""
    wanted = frozenset(places)
    change_marks(home, lambda marks: [mark for mark in marks if mark.place not in wanted])
