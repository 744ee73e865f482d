"""Rows of the current generation that the next one takes over: a passage that did not change keeps its
vectors, codes and sentences as they stand on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.documents_io import load_documents
from index.encoder import Encoder
from index.generation import Generation, open_current
from index.late import LateIndex
from index.layout import Names
from index.passage_text import Indexed, indexed_text
from index.ragged import ragged
from index.vector_cache import text_key
from index.vectors import SCHEME
from ingest.errors import NoIndex

MOST_GROWTH = 2.0
"""The codes' quantiser is fitted to the passages of one build and kept for the following changes. Once there
are this many times as many passages (or as few), all are quantised anew."""


@dataclass(frozen=True, slots=True)
class ReusedRows:
    """The stores of a generation and the row of each passage's key.

    ``first_span`` (passages + 1,) says where each passage's sentences begin; ``fitted`` is the number of
    passages that the codes' quantiser was fitted to.
    """

    row: dict[str, int]
    dense: DenseIndex
    sentences: DenseIndex
    spans: NDArray[np.int32]
    first_span: NDArray[np.int64]
    late: LateIndex
    fitted: int

    def suits(self, passages: int) -> bool:
        """Tell whether an index of so many passages may go on with this one's quantiser."""
        return self.fitted / MOST_GROWTH <= passages <= self.fitted * MOST_GROWTH

    def sentence_rows(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of the sentences of the passages ``rows``."""
        return ragged(self.first_span, rows)


def keys_of(texts: Sequence[Indexed]) -> list[str]:
    """Return the key of each passage: what it is embedded by, its own text told from its headings."""
    return [text_key(f"{item.body}\x1f{item.text}") for item in texts]


def reusable(home: Path, encoder: Encoder) -> ReusedRows | None:
    """Return the current generation's rows, or ``None`` where there are none that this encoder made."""
    try:
        generation = open_current(home)
        if not _made_alike(generation, encoder):
            return None
        return _opened(generation)
    except NoIndex:
        return None  # none, damaged, or of another version: everything is made anew


def _made_alike(generation: Generation, encoder: Encoder) -> bool:
    made = generation.fingerprints
    return made.get("model") == encoder.fingerprint and made.get("vectors") == SCHEME


def _opened(generation: Generation) -> ReusedRows | None:
    fitted = generation.notes.get("fitted")
    if not isinstance(fitted, int):
        return None
    documents = load_documents(generation.path / Names.DOCUMENTS)
    keys = keys_of([indexed_text(d, p) for d in documents for p in d.passages])
    spans: NDArray[np.int32] = np.load(generation.path / Names.SPANS, allow_pickle=False)
    late = LateIndex.load(generation.path / Names.LATE)
    if len(late) != len(keys):
        return None
    return ReusedRows(
        row={key: number for number, key in enumerate(keys)},
        dense=DenseIndex.load(generation.path / Names.PASSAGES),
        sentences=DenseIndex.load(generation.path / Names.SENTENCES),
        spans=spans,
        first_span=np.searchsorted(spans[:, 0], np.arange(len(keys) + 1)),
        late=late,
        fitted=fitted,
    )
