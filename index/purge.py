"""Deleting for good: what was deleted leaves the disk, with everything that could bring it back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.changes import Applied, apply_changes
from index.documents_io import load_reports
from index.embed import drop_vectors
from index.encoder import Encoder
from index.generation import open_current, prune
from index.holdings import from_notes
from index.layout import Names
from index.publishing import texts_of
from index.readings import Readings
from index.reused_rows import keys_of


@dataclass(frozen=True, slots=True)
class Purged:
    """What is left: the current generation and the digests of the files that it holds; ``removed`` are the
    generations that went."""

    generation: str
    digests: frozenset[str]
    removed: tuple[str, ...]


def purge(home: Path, encoder: Encoder) -> Purged:
    """Forget deletions that could be undone, all generations but the current one, and what the caches have
    of text that is not in it.

    Deletions of files that a build reads in place are still noted, so that they stay out. Raises as
    :func:`index.changes.apply_changes` does.
    """
    applied: Applied = apply_changes([], home, encoder, undo_days=0)
    removed = prune(home, keep=1)
    current = open_current(home)
    held = from_notes(current.notes).files
    Readings(home).keep_only({(one.name, one.sha256) for one in held})
    texts = texts_of(load_reports(current.path / Names.DOCUMENTS))
    drop_vectors(home, encoder, keys_of(texts))
    return Purged(applied.generation, frozenset(one.sha256 for one in held), tuple(removed))
