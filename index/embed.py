"""Vectors for all passages of a build: from the cache where the text is known, from the model otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.encoder import Encoder
from index.passage_text import Indexed
from index.vector_cache import VectorCache, text_key
from index.vectors import SCHEME, PassageVectors, passage_vectors

SLICE = 256
"""Passages handed to the encoder at once: enough for batches of equal length, little enough memory."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors in the order of the passages, and how many were computed and how many came from the cache."""

    vectors: list[PassageVectors]
    computed: int
    reused: int


def embed_passages(
    texts: Sequence[Indexed], encoder: Encoder, home: Path, advance: Callable[[int], None]
) -> Embedded:
    """Embed ``texts``, computing each distinct one once and keeping it in ``home``'s cache.

    ``advance(n)`` is called as passages get done, cached ones at once.
    """
    keys = [text_key(f"{item.body}\x1f{item.text}") for item in texts]
    wanted = dict(zip(keys, texts, strict=True))
    with VectorCache(home, f"{encoder.fingerprint}/{SCHEME}") as cache:
        known = {key: PassageVectors.from_arrays(arrays) for key, arrays in cache.get(list(wanted)).items()}
        missing = [key for key in wanted if key not in known]
        advance(len(texts) - len(missing))
        # Longest first: batches of equal length, and the memory peak comes at the start.
        missing.sort(key=lambda key: -len(wanted[key].text))
        for start in range(0, len(missing), SLICE):
            part = missing[start : start + SLICE]
            encoded = encoder.encode_passages([wanted[key].text for key in part], advance=advance)
            fresh = {key: passage_vectors(wanted[key], item) for key, item in zip(part, encoded, strict=True)}
            cache.put({key: vectors.arrays() for key, vectors in fresh.items()})
            known |= fresh
    return Embedded([known[key] for key in keys], len(missing), len(wanted) - len(missing))


def prune_vectors(home: Path, encoder: Encoder, keys: Sequence[str]) -> None:
    """Forget vectors other than those of ``keys`` once they are the greater part of the cache: pruning writes
    the whole file anew, some 80 KB a passage."""
    with VectorCache(home, f"{encoder.fingerprint}/{SCHEME}") as cache:
        crowded = len(cache) > 2 * len(set(keys))
    if crowded:
        drop_vectors(home, encoder, keys)


def drop_vectors(home: Path, encoder: Encoder, keys: Sequence[str]) -> None:
    """Forget all vectors but those of ``keys``."""
    with VectorCache(home, f"{encoder.fingerprint}/{SCHEME}") as cache:
        cache.prune(set(keys))
