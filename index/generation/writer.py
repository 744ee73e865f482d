"""Building a generation aside and publishing it in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from index.durable import fsync_file, fsync_folder, write_file
from index.generation.checksums import FileEntry, measure
from index.generation.layout import (
    BUILDING_PREFIX,
    MANIFEST_NAME,
    generations_folder,
    next_id,
)
from index.generation.lock import PUBLISH_LOCK, HomeLock, build_lock
from index.generation.manifest import JSON, Manifest, dump_manifest
from index.generation.pointer import pointer_or_none, write_pointer


class GenerationWriter:
    """A generation being built. Nothing of it can be opened before :meth:`publish`.

    A context manager: leaving it without having published, by an exception or not, removes what was
    written. Entering takes the build lock of ``home`` and clears away what killed builds left; it raises
    :class:`~index.generation.lock.BuildInProgress` where another build runs.

    >>> with GenerationWriter(home) as writer:  # doctest: +SKIP
    ...     index.save(writer.path / "lexical")
    ...     writer.publish(fingerprints={"encoder": "…"}, counts={"passages": 1500}, notes={})
    '0001-20261121T090000Z'
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._path: Path | None = None

    @property
    def path(self) -> Path:
        """The folder to write into; files may stand in folders of their own."""
        if self._path is None:
            raise RuntimeError("GenerationWriter is not open: use it in a with statement, publish once")
        return self._path

    def __enter__(self) -> GenerationWriter:
        self._lock = build_lock(self._home)
        try:
            folder = generations_folder(self._home)
            folder.mkdir(exist_ok=True)
            fsync_folder(self._home)
            remove_stale_builds(self._home)
            self._id = next_id(self._home, datetime.now(UTC), pointer_or_none(self._home))
            path = folder / f"{BUILDING_PREFIX}{self._id}-{os.getpid()}"
            path.mkdir()
            self._path = path
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self._path is not None:
                shutil.rmtree(self._path, ignore_errors=True)
                self._path = None
        finally:
            self._lock.release()

    def publish(
        self,
        *,
        fingerprints: Mapping[str, str],
        counts: Mapping[str, int],
        notes: Mapping[str, JSON],
    ) -> str:
        """Flush and checksum every file, write the manifest, and make this generation current.

        Returns its id. Afterwards the writer is closed and the build lock free, so that generations can
        be pruned at once.
        """
        path = self.path
        manifest = Manifest(
            id=self._id,
            created=datetime.now(UTC),
            fingerprints=fingerprints,
            counts=counts,
            notes=notes,
            files=_flush_and_measure(path),
        )
        write_file(path / MANIFEST_NAME, dump_manifest(manifest))
        fsync_folder(path)
        with HomeLock(self._home, PUBLISH_LOCK):
            published = generations_folder(self._home) / self._id
            os.rename(path, published)  # noqa: PTH104 - fails on a folder that holds something
            self._path = None
            fsync_folder(published.parent)
            write_pointer(self._home, self._id)
        self._lock.release()
        return self._id


def remove_stale_builds(home: Path) -> list[str]:
    """Remove what killed builds left and return the folders' names. The build lock must be held: then no
    build runs, so that every unfinished one is stale, whatever its process number means today."""
    stale = sorted(generations_folder(home).glob(f"{BUILDING_PREFIX}*"))
    for folder in stale:
        shutil.rmtree(folder, ignore_errors=True)
    return [folder.name for folder in stale]


def _flush_and_measure(folder: Path) -> dict[str, FileEntry]:
    entries = {}
    for path in _files(folder):
        fsync_file(path)
        entries[path.relative_to(folder).as_posix()] = measure(path)
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            fsync_folder(path)
    return entries


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            # What a link points to could change behind the manifest's back.
            raise ValueError(f"only plain files belong into a generation: {path.name}")
        if path.is_file():
            if path.parent == folder and path.name == MANIFEST_NAME:
                raise ValueError(f"{MANIFEST_NAME} is written by publish()")
            yield path
