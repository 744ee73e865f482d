"""A fingerprint of the code that made something, for caches: what other code made is not to be used again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


@cache
def code_version(*names: str) -> str:
    """Return sixteen hex digits that change with any of the modules or packages ``names``.

    A version number would have to be raised by hand, and a cache that outlives a mended reader is worse than
    none. Reading forty source files takes some milliseconds, once a process.

    >>> code_version("index/text.py") == code_version("index/text.py", "index/segment.py")
    False
    """
    digest = hashlib.sha256()
    for path in _files(names):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(names: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for name in names:
        path = _ROOT / name
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found
