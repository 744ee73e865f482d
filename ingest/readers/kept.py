"""What OCR made of a file, kept on disk: a scan of 20 pages takes half a minute, and each citation of it is
checked against it.

Kept in ``$PLANQA_CACHE``, else ``$XDG_CACHE_HOME/planqa``, else ``~/.cache/planqa``, readable by the owner
alone; an entry is named by the file's bytes and the version of what read it. Nothing depends on it: what
is missing or damaged is read again, and where nothing can be written nothing is kept.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from ingest.readers.raw import RawText, from_json, to_json

MOST_FILES = 500


def kept_or_read(data: bytes, kind: str, reader: str, read: Callable[[], RawText]) -> RawText:
    """Return what ``read`` gives, now or earlier; ``reader`` names what reads, and its version."""
    key = sha256(f"{kind}\x1f{reader}\x1f{_code()}\x1f{sha256(data).hexdigest()}".encode()).hexdigest()
    path = folder() / f"{key}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        return from_json(path.read_text(encoding="utf-8"))
    raw = read()
    with suppress(OSError):
        _keep(path, to_json(raw))
    return raw


@cache
def _code() -> str:
    """A digest of this package's code: another version may lay the same page out in another way."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def folder() -> Path:
    """Return where it is kept."""
    named = os.environ.get("PLANQA_CACHE")
    if named:
        return Path(named, "ocr")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser(), "planqa", "ocr")


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    oldest = sorted(path.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)
    for one in oldest[:-MOST_FILES]:
        one.unlink(missing_ok=True)
