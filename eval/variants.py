"""Indexes for comparison: the same documents, cut or presented otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from eval.configurations import Passages
from index.build import Progress, write_generation
from index.encoder import Encoder
from index.generation import Generation, open_current, prune
from index.passage_text import Indexed, indexed_text
from ingest.model import Document, FileReport, Locator, Passage

CHUNK: Final = 500
"""Characters of a chunk, as the simple systems in the field cut them."""


def build_variant(
    passages: Passages,
    reports: Sequence[FileReport],
    encoder: Encoder,
    home: Path,
    shown: Progress | None = None,
) -> Generation:
    """Build the documents of ``reports`` into ``home`` in another way and return the generation.

    ``home`` is a folder for this variant alone: its vectors are kept there for the next time.
    """
    changed = [_chunked(report) for report in reports] if passages == "fixed-500" else list(reports)
    texts = [
        indexed_text(document, passage) if passages in ("sections", "untuned") else Indexed(passage.text, 0)
        for report in changed
        for document in report.documents
        for passage in document.passages
    ]
    write_generation(changed, texts, encoder, home, shown=shown)
    prune(home, keep=1)
    return open_current(home)


def fixed_chunks(document: Document, size: int = CHUNK) -> tuple[Passage, ...]:
    """Cut ``document`` every ``size`` characters of its canonical text, sentences and sections be damned.

    Chunks know their span and, from the passages they overlap, their source lines; they have no path.
    """
    chunks = []
    for start in range(0, len(document.text), size):
        text = document.text[start : start + size]
        if any(char.isalnum() for char in text):
            locator = _locator(document, start, start + len(text))
            chunks.append(Passage(f"{document.id}-{start}", document.id, "text", text, (), locator))
    return tuple(chunks)


def _locator(document: Document, start: int, end: int) -> Locator:
    under = [p.locator for p in document.passages if p.locator.start < end and p.locator.end > start]
    first = min((place.line_start for place in under), default=document.line_start)
    last = max((place.line_end for place in under), default=document.line_end)
    return Locator(start, end, first, last)


def _chunked(report: FileReport) -> FileReport:
    documents = tuple(replace(item, passages=fixed_chunks(item)) for item in report.documents)
    return replace(report, documents=documents)
