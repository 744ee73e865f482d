"""``manifest.json``: what a generation consists of. Written last, so a folder without one is no generation.

It carries a sha256 of itself, since the files' checksums are only as good as the manifest that holds them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TypeAlias, TypeVar, Union

from index.generation.checksums import FileEntry
from index.generation.layout import MANIFEST_NAME
from ingest.errors import DamagedIndex, NoIndex

FORMAT_VERSION = 1
"""Raised whenever a generation's files change in a way that older code misreads, or newer code would."""

JSON: TypeAlias = Union[None, bool, int, float, str, list["JSON"], dict[str, "JSON"]]  # noqa: UP007
"""Anything that ``json`` round-trips."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation's own account of itself.

    ``created`` is the time of publishing (UTC); ``fingerprints`` name the model, tokenizer and chunker it
    was made with; ``counts`` say how much is in it; ``notes`` is for whatever else a build wants to keep;
    ``files`` maps names relative to the folder, with ``/``, to their size and sha256.
    """

    id: str
    created: datetime
    fingerprints: Mapping[str, str]
    counts: Mapping[str, int]
    notes: Mapping[str, JSON]
    files: Mapping[str, FileEntry]


def dump_manifest(manifest: Manifest) -> bytes:
    """Return the bytes of ``manifest.json``. Raises ``TypeError`` or ``ValueError`` on notes that are
    not JSON."""
    body: dict[str, JSON] = {
        "format_version": FORMAT_VERSION,
        "id": manifest.id,
        "created": manifest.created.isoformat(),
        "fingerprints": dict(manifest.fingerprints),
        "counts": dict(manifest.counts),
        "notes": dict(manifest.notes),
        "files": {
            name: {"size": entry.size, "sha256": entry.sha256}
            for name, entry in sorted(manifest.files.items())
        },
    }
    sealed = {**body, "manifest_sha256": _seal(body)}
    return json.dumps(sealed, ensure_ascii=False, indent=1, allow_nan=False).encode()


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of the generation in ``folder``.

    Raises :class:`DamagedIndex` where it is missing or altered, and :class:`NoIndex` where the generation
    is of another format version.
    """
    path = folder / MANIFEST_NAME
    try:
        body = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise damaged(folder, MANIFEST_NAME, "文件不存在") from None
    except (OSError, ValueError):
        raise damaged(folder, MANIFEST_NAME, "无法解析") from None
    if not isinstance(body, dict):
        raise damaged(folder, MANIFEST_NAME, "无法解析")
    # The seal first: a flipped bit in the version is damage, not another version.
    if body.pop("manifest_sha256", None) != _seal(body):
        raise damaged(folder, MANIFEST_NAME, "校验和不符")
    _check_version(folder, body.get("format_version"))
    try:
        manifest = _from_json(body)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise damaged(folder, MANIFEST_NAME, "内容不全") from None
    if manifest.id != folder.name:
        raise damaged(folder, MANIFEST_NAME, f"属于另一代索引 {manifest.id}")
    return manifest


def damaged(folder: Path, name: str, problem: str) -> DamagedIndex:
    """Return the error that names a generation's damaged file and the way out."""
    return DamagedIndex(
        f"索引 {folder.name} 已损坏：{name} {problem}",
        remedy="运行 `planqa rollback` 回到上一代完好的索引，或运行 `planqa build` 重建",
    )


def _check_version(folder: Path, version: object) -> None:
    if version == FORMAT_VERSION:
        return
    newer = isinstance(version, int) and version > FORMAT_VERSION
    upgrade = "升级 planqa，或" if newer else ""
    raise NoIndex(
        f"索引 {folder.name} 的格式版本为 {version}，本程序使用版本 {FORMAT_VERSION}",
        remedy=f"{upgrade}运行 `planqa build` 重建索引",
    )


def _seal(body: Mapping[str, JSON]) -> str:
    canonical = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _from_json(body: dict[str, JSON]) -> Manifest:
    return Manifest(
        id=_expect(body["id"], str),
        created=datetime.fromisoformat(_expect(body["created"], str)),
        fingerprints={k: _expect(v, str) for k, v in _object(body["fingerprints"]).items()},
        counts={k: _expect(v, int) for k, v in _object(body["counts"]).items()},
        notes=_object(body["notes"]),
        files={_inside(name): _entry(_object(entry)) for name, entry in _object(body["files"]).items()},
    )


def _entry(entry: dict[str, JSON]) -> FileEntry:
    return FileEntry(size=_expect(entry["size"], int), sha256=_expect(entry["sha256"], str))


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{name!r} leaves the generation's folder")
    return name


def _object(value: JSON) -> dict[str, JSON]:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, got {type(value).__name__}")
    return value


def _expect(value: JSON, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
    return value
