"""A passage's vectors from one forward pass: its own, one for each sentence, and one for each token."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoded
from index.late import to_bytes
from index.passage_text import Indexed
from ingest.sentences import sentence_spans

SCHEME = "vectors/5"
"""Names what :func:`passage_vectors` makes of an encoded text; part of the cache's key."""


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """``pooled`` (dim,) float32; ``sentences`` (s, dim) float32, unit rows; ``spans`` (s, 2) int32, the
    sentences' offsets in the passage's own text; ``codes`` (tokens, dim) int8."""

    pooled: NDArray[np.float32]
    sentences: NDArray[np.float32]
    spans: NDArray[np.int32]
    codes: NDArray[np.int8]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays by name, sentences as float16: what the cache keeps."""
        return {
            "pooled": self.pooled,
            "sentences": self.sentences.astype(np.float16),
            "spans": self.spans,
            "codes": self.codes,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> PassageVectors:
        """Inverse of :meth:`arrays`; sentence vectors are brought back to unit length."""
        sentences = arrays["sentences"].astype(np.float32)
        sentences /= np.maximum(np.linalg.norm(sentences, axis=1, keepdims=True), 1e-9)
        return cls(
            np.asarray(arrays["pooled"], np.float32),
            sentences,
            np.asarray(arrays["spans"], np.int32),
            np.asarray(arrays["codes"], np.int8),
        )


def passage_vectors(indexed: Indexed, encoded: Encoded) -> PassageVectors:
    """Take a passage's vectors from its encoded text.

    Sentences behind the model's limit have no vector of their own; a passage always has at least one
    sentence vector (the pooled one where nothing else fits) and one token.
    """
    body = indexed.text[indexed.body :]
    vectors, spans = [], []
    for start, end in sentence_spans(body):
        vector = encoded.span_vector(indexed.body + start, indexed.body + end)
        if vector is not None:
            vectors.append(vector)
            spans.append((start, end))
    if not vectors:
        vectors, spans = [encoded.pooled], [(0, len(body))]
    tokens = encoded.tokens if len(encoded.tokens) else encoded.pooled[None, :]
    return PassageVectors(encoded.pooled, np.stack(vectors), np.array(spans, np.int32), to_bytes(tokens))
