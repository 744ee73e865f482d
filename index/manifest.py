"""The manifest of an unpacked model folder: written last, so a folder that has one is complete."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
FORMAT = 4
"""Raised whenever a folder written by an older version has to be written again."""


def write_manifest(folder: Path, facts: dict[str, Any]) -> None:
    """Hash every file under ``folder``, flush them to disk, and write the manifest with ``facts``."""
    files = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        files[path.relative_to(folder).as_posix()] = {"sha256": digest, "bytes": path.stat().st_size}
    content = {"format": FORMAT, **facts, "files": files}
    with (folder / MANIFEST).open("w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False, indent=2)
        out.flush()
        os.fsync(out.fileno())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the folder's manifest. ``OSError`` or ``ValueError`` if there is no readable one."""
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError("the manifest is no object")
    return content


def is_complete(folder: Path) -> bool:
    """Tell whether ``folder`` holds every file its manifest lists, in full length and today's format.

    Contents are not hashed (half a second for each opening): :func:`damaged_files` does that.
    """
    try:
        manifest = read_manifest(folder)
        return manifest["format"] == FORMAT and all(
            (folder / name).stat().st_size == entry["bytes"] for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def damaged_files(folder: Path) -> list[str]:
    """Return the names of the listed files whose contents differ from the manifest or are missing."""
    damaged = []
    for name, entry in read_manifest(folder)["files"].items():
        path = folder / name
        if not path.is_file():
            damaged.append(name)
            continue
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != entry["sha256"]:
                damaged.append(name)
    return damaged
