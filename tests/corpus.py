"""Where the real documents lie: beside the repository, never in it.

``PLANQA_CORPUS`` names the folder; without it ``../shared/corpus`` is tried, with the gold outlines and the
questions beside it. Where there is none, the tests that need it are skipped, once a module and with a reason.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = REPOSITORY / "samples"
ABSENT = "no real corpus: set PLANQA_CORPUS to its folder, or put it at ../shared/corpus"


def corpus_folder() -> Path | None:
    """Return the corpus folder, ``None`` where there is none. A variable that names no folder is an error."""
    named = os.environ.get("PLANQA_CORPUS")
    if named:
        folder = Path(named)
        if not folder.is_dir():
            raise NotADirectoryError(f"PLANQA_CORPUS names no folder: {named}")
        return folder
    beside = REPOSITORY.parent / "shared" / "corpus"
    return beside if beside.is_dir() else None


def corpus_or_skip() -> Path:
    """Return the corpus folder, or skip the whole module that asks for it."""
    folder = corpus_folder()
    if folder is None:
        pytest.skip(ABSENT, allow_module_level=True)
    return folder


def beside_corpus(name: str) -> Path:
    """Return a folder that stands beside the corpus: ``outlines`` or ``questions``."""
    return corpus_or_skip().parent / name


def corpus_file(number: str) -> Path:
    """Return the corpus file whose name begins with ``number`` (three digits)."""
    (path,) = corpus_or_skip().glob(f"{number}_*.txt")
    return path
