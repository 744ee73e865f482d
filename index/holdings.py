"""What an index holds: files read in place, files that were uploaded, and what was deleted from either.

A generation keeps its holdings in its notes, so that going back to an earlier generation goes back to what it
held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from index.generation import JSON
from ingest.model import FileReport, Source

SOURCES = "sources"
"""Folder of a home that holds the uploads."""

Origin = Literal["built", "upload"]


@dataclass(frozen=True, slots=True)
class Held:
    """One file. ``origin`` is ``built`` for a file that ``planqa build`` reads where it stands, ``upload``
    for one that is kept under the home; ``added`` is when it was uploaded (ISO 8601), empty for a built one.

    ``id`` stays when the file is replaced.
    """

    id: str
    path: str
    name: str
    sha256: str
    origin: Origin = "built"
    added: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """A deletion that can be undone: of the whole file, or of its documents ``documents`` alone.

    ``titles`` are what was deleted, in words; ``when`` is ISO 8601.
    """

    held: Held
    documents: tuple[str, ...]
    titles: tuple[str, ...]
    when: str
    whole: bool

    def covers(self, path: str, digest: str) -> bool:
        """Tell whether the deletion concerns the file at ``path`` with the sha256 ``digest``."""
        return (self.held.path, self.held.sha256) == (path, digest)


@dataclass(frozen=True, slots=True)
class Holdings:
    """All files, in the order of the index, and what was deleted of them."""

    files: tuple[Held, ...] = ()
    removed: tuple[Removed, ...] = ()

    def by_id(self, held_id: str) -> Held | None:
        """Return the file with the id ``held_id``."""
        return next((held for held in self.files if held.id == held_id), None)

    def by_path(self, path: str) -> Held | None:
        """Return the file that is read from ``path``."""
        return next((held for held in self.files if held.path == path), None)

    def named(self, name: str) -> Held | None:
        """Return the first file of that name."""
        return next((held for held in self.files if held.name == name), None)

    def taken_out(self, path: str, digest: str) -> frozenset[str]:
        """Return the ids of the documents that were deleted from a file that is still held."""
        parts = [one for one in self.removed if not one.whole and one.covers(path, digest)]
        return frozenset(document for one in parts for document in one.documents)


def held_id(key: str, taken: Iterable[str] = ()) -> str:
    """Return an id of twelve hex digits for the file that ``key`` names, other than those ``taken``."""
    others, number = set(taken), 0
    while True:
        found = sha256(f"{key}\x1f{number}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if found not in others:
            return found
        number += 1


def built(source: Source) -> Held:
    """Return the file that was read in place as ``source``."""
    return Held(held_id(source.path), source.path, source.name, source.sha256)


def relocated(holdings: Holdings, home: Path) -> Holdings:
    """Return ``holdings`` with uploads where they are now: a home may have been moved as a whole.

    An upload stands at ``<home>/sources/<sha256>/<name>``.
    """

    def now(held: Held) -> Held:
        place = home / SOURCES / held.sha256 / held.name
        if held.origin != "upload" or Path(held.path).exists() or not place.exists():
            return held
        return replace(held, path=str(place.resolve()))

    files = tuple(now(held) for held in holdings.files)
    removed = tuple(replace(one, held=now(one.held)) for one in holdings.removed)
    return Holdings(files, removed)


def visible(report: FileReport, hidden: frozenset[str]) -> FileReport:
    """Return ``report`` without the documents ``hidden``."""
    if not hidden:
        return report
    return replace(report, documents=tuple(d for d in report.documents if d.id not in hidden))


def to_notes(holdings: Holdings) -> dict[str, JSON]:
    """Return ``holdings`` as a generation's notes keep them.

    >>> held = Held("3f2a", "/plans/a.txt", "a.txt", "00ff")
    >>> from_notes(to_notes(Holdings((held,)))) == Holdings((held,))
    True
    """
    files: list[JSON] = [dict(asdict(held)) for held in holdings.files]
    removed: list[JSON] = [_removed_note(one) for one in holdings.removed]
    return {"holdings": {"files": files, "removed": removed}}


def from_notes(notes: Mapping[str, JSON]) -> Holdings:
    """Return the holdings that a generation's ``notes`` keep.

    A generation of an earlier version keeps only the paths and digests of its files: all were built.
    """
    kept: Any = notes.get("holdings")
    if isinstance(kept, dict):
        files = tuple(Held(**one) for one in kept["files"])
        return Holdings(files, tuple(_removed_of(one) for one in kept["removed"]))
    paths: Any = notes.get("sources")
    known = paths.items() if isinstance(paths, dict) else ()
    return Holdings(
        tuple(Held(held_id(path), path, path.rpartition("/")[2], str(digest)) for path, digest in known)
    )


def _removed_note(one: Removed) -> JSON:
    return {
        "held": dict(asdict(one.held)),
        "documents": list(one.documents),
        "titles": list(one.titles),
        "when": one.when,
        "whole": one.whole,
    }


def _removed_of(note: Any) -> Removed:
    return Removed(
        Held(**note["held"]), tuple(note["documents"]), tuple(note["titles"]), note["when"], note["whole"]
    )
