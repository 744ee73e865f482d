"""Where things stand in a home folder, and how a generation is named."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

MANIFEST_NAME = "manifest.json"
BUILDING_PREFIX = ".building-"
REMOVING_PREFIX = ".removing-"

_ID = re.compile(r"(\d{4,9})-\d{8}T\d{6}Z", re.ASCII)


def generations_folder(home: Path) -> Path:
    """Return the folder that holds the generations of ``home``."""
    return home / "generations"


def is_id(name: str) -> bool:
    """Tell whether ``name`` is a generation's id; anything else (a path, a torn line) is none.

    >>> [is_id(name) for name in ("0007-20261121T090000Z", "../0007-20261121T090000Z", "")]
    [True, False, False]
    """
    return _ID.fullmatch(name) is not None


def sequence(generation_id: str) -> int:
    """Return the running number of a generation: the order of building, whatever the clock says.

    >>> sequence("0007-20261121T090000Z")
    7
    """
    match = _ID.fullmatch(generation_id)
    if match is None:
        raise ValueError(f"not a generation id: {generation_id!r}")
    return int(match[1])


def ids(home: Path) -> list[str]:
    """Return the ids of the generations in ``home``, oldest first, intact or not."""
    folder = generations_folder(home)
    if not folder.is_dir():
        return []
    names = [entry.name for entry in folder.iterdir() if is_id(entry.name) and entry.is_dir()]
    return sorted(names, key=lambda name: (sequence(name), name))


def next_id(home: Path, now: datetime, current: str | None) -> str:
    """Return the id of the generation built next: one number above every one known.

    ``current`` counts too, so that a pointer to a lost generation never comes to name another one.
    """
    known = [*ids(home), *([current] if current else [])]
    number = max((sequence(name) for name in known), default=0) + 1
    return f"{number:04d}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
