"""Opening a generation: whole, with every file checked against its manifest, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.generation.checksums import first_damage
from index.generation.layout import generations_folder, ids, is_id
from index.generation.manifest import JSON, Manifest, damaged, load_manifest
from index.generation.pointer import pointer_or_none, read_pointer
from ingest.errors import DamagedIndex, NoIndex, NotFound

OPEN_ATTEMPTS = 5
"""How often :func:`open_current` starts again when the pointer is flipped while it checks the files."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation whose files agreed with its manifest when it was opened.

    ``path`` is its folder; nothing in it may be changed.
    """

    path: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """The generation's id, e.g. ``0007-20261121T090000Z``."""
        return self.manifest.id

    @property
    def created(self) -> datetime:
        """When it was published (UTC)."""
        return self.manifest.created

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """Model, tokenizer and chunker it was made with."""
        return self.manifest.fingerprints

    @property
    def counts(self) -> Mapping[str, int]:
        """How much is in it, e.g. ``{"passages": 1500}``."""
        return self.manifest.counts

    @property
    def notes(self) -> Mapping[str, JSON]:
        """Whatever else the build kept."""
        return self.manifest.notes

    def file(self, name: str) -> Path:
        """Return the path of the file ``name`` (relative, with ``/``).

        Raises :class:`DamagedIndex` where the manifest has no such file: it was never checked, so it is
        not to be read.
        """
        if name not in self.manifest.files:
            raise damaged(self.path, name, "不在清单中")
        return self.path / name


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """A line of the list of generations. ``problem`` says in Chinese why it cannot be opened (empty if it
    can); ``created`` and ``counts`` are unknown where the manifest cannot be read. ``damaged`` is off for
    a generation that merely belongs to another version of planqa."""

    id: str
    created: datetime | None
    current: bool
    counts: Mapping[str, int]
    intact: bool
    damaged: bool
    problem: str


def open_current(home: Path) -> Generation:
    """Open the generation that ``CURRENT`` names, checking format version, and presence, size and sha256
    of every file.

    Raises :class:`NoIndex` (none built, another format version) or :class:`DamagedIndex`; both say what
    to do. There is no such thing as an empty answer for a broken index.

    >>> open_current(Path("data")).counts["passages"]  # doctest: +SKIP
    1500
    """
    name = read_pointer(home)
    for _ in range(OPEN_ATTEMPTS):
        try:
            return _open(generations_folder(home) / name)
        except DamagedIndex:
            # A build may have published and pruned while the files were being checked: then the
            # generation is gone, not damaged.
            latest = read_pointer(home)
            if latest == name:
                raise
            name = latest
    return _open(generations_folder(home) / name)


def open_generation(home: Path, generation_id: str) -> Generation:
    """Open one generation by its id, checked as :func:`open_current` does.

    Raises :class:`NotFound` where there is none of that id.
    """
    if not is_id(generation_id) or generation_id not in ids(home):
        raise NotFound(
            f"没有编号为 {generation_id} 的索引", remedy="运行 `planqa generations` 查看已有的索引"
        )
    return _open(generations_folder(home) / generation_id)


def list_generations(home: Path) -> list[GenerationInfo]:
    """Return all generations of ``home``, newest first, each with its files checked."""
    current = pointer_or_none(home)
    return [_info(generations_folder(home) / name, name == current) for name in reversed(ids(home))]


def _open(folder: Path) -> Generation:
    if not folder.is_dir():
        raise damaged(folder, folder.name, "目录不存在")
    manifest = load_manifest(folder)
    damage = first_damage(folder, manifest.files)
    if damage:
        raise damaged(folder, *damage)
    return Generation(path=folder, manifest=manifest)


def _info(folder: Path, current: bool) -> GenerationInfo:
    manifest: Manifest | None = None
    failure: NoIndex | None = None
    try:
        manifest = load_manifest(folder)
        damage = first_damage(folder, manifest.files)
        failure = damaged(folder, *damage) if damage else None
    except NoIndex as error:
        failure = error
    return GenerationInfo(
        id=folder.name,
        created=manifest.created if manifest else None,
        current=current,
        counts=manifest.counts if manifest else {},
        intact=failure is None,
        damaged=isinstance(failure, DamagedIndex),
        problem=failure.message if failure else "",
    )
