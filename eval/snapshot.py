"""What a run rests on: questions, corpus, index, model, code, machine. Without it nothing can be compared."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from eval.questions import Question, set_fingerprint
from index.cores import cores

FORMAT: Final = "planqa-run/1"
PACKAGES: Final = ("ingest", "index", "qa_service", "eval")
ROOT: Final = Path(__file__).resolve().parent.parent


def snapshot(
    name: str,
    set_name: str,
    questions: Sequence[Question],
    *,
    corpus: Mapping[str, str] | None = None,
    index: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    seconds: float | None = None,
) -> dict[str, Any]:
    """Return the JSON-able record of what a run called ``name`` rests on.

    ``corpus`` maps file name to the file's sha256 (``None``: not known, so that no comparison is safe);
    ``index`` is :meth:`qa_service.engine.Engine.status`; ``seconds`` the wall time of the whole run.
    """
    return {
        "format": FORMAT,
        "name": name,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "set": {"name": set_name, "sha256": set_fingerprint(questions), "questions": len(questions)},
        "corpus": None if corpus is None else {"sha256": corpus_fingerprint(corpus), "files": dict(corpus)},
        "index": None if index is None else dict(index),
        "settings": dict(settings or {}),
        "code": code_version(),
        "machine": machine(),
        "load": load(),
        "seconds": seconds,
    }


def corpus_fingerprint(files: Mapping[str, str]) -> str:
    """Return the sha256 over names and sha256 of a corpus's files, whatever order they come in.

    The files alone count: another chunker gives other passages of the same corpus, and comparing the two
    is what evaluation is for.

    >>> corpus_fingerprint({"a": "1", "b": "2"}) == corpus_fingerprint({"b": "2", "a": "1"})
    True
    """
    return sha256("".join(f"{name}\x1f{files[name]}\x1e" for name in sorted(files)).encode()).hexdigest()


def folder_corpus(folder: Path) -> dict[str, str]:
    """Return name → sha256 of every file of a known format under ``folder``. Raises :class:`BadInput`."""
    from ingest.files import find_files

    return {path.name: sha256(path.read_bytes()).hexdigest() for path in find_files([folder])}


def home_corpus(home: Path) -> dict[str, str] | None:
    """Return name → sha256 of every file in the index of ``home``. Raises :class:`NoIndex`."""
    from index.generation import open_current

    return index_corpus(open_current(home).notes.get("sources"))


def index_corpus(sources: object) -> dict[str, str] | None:
    """Return name → sha256 from a generation's note of its sources (path → sha256)."""
    if not isinstance(sources, Mapping):
        return None
    return {Path(str(path)).name: str(digest) for path, digest in sources.items()}


@cache
def code_version() -> dict[str, Any]:
    """Return a sha256 over the packages' sources and, in a git work tree, the commit and whether those
    sources differ from it. The hash tells two states of a changed work tree apart; the commit is for people.
    """
    digest = sha256()
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\x1f".encode() + path.read_bytes() + b"\x1e")
    commit = _git("rev-parse", "HEAD")
    changed = _git("status", "--porcelain", "--", *PACKAGES) if commit else None
    return {
        "sha256": digest.hexdigest(),
        "commit": commit,
        "dirty": None if changed is None else bool(changed),
    }


def machine() -> dict[str, Any]:
    """Return what speed depends on: system, processor, cores that this process may use, Python. No names of
    hosts or users."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": cores(),
        "python": platform.python_version(),
    }


def load() -> float | None:
    """Return how many processes want to run just now: latencies taken beside others' work say little."""
    try:
        return round(os.getloadavg()[0], 2)
    except OSError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


def _git(*arguments: str) -> str | None:
    """Output of git in our own work tree; ``None`` where there is none (an installed package)."""
    if not (ROOT / ".git").exists():
        return None
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
