"""An encoder without a model: each letter is a token whose vector is drawn by its code point. It makes the
same kind of vectors as a real one, in no time, and in forked processes too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoded, unit

DIM = 32


class LettersEncoder:
    """Meant for what is done with vectors, not for how well they find."""

    name, dim, max_tokens, runtime, precision, fingerprint = "letters", DIM, 512, "none", "f32", "letters"

    def encode_passages(
        self, texts: Sequence[str], *, advance: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        if advance:
            advance(len(texts))
        return [_encoded(text) for text in texts]

    def encode_query(self, text: str) -> Encoded:
        return _encoded(text)

    def warm_up(self) -> None: ...


def _encoded(text: str) -> Encoded:
    hidden = np.stack([_letter(letter) for letter in text[:512] or " "])
    places = np.arange(len(hidden), dtype=np.int32)
    pooled = unit(hidden.mean(axis=0).astype(np.float32))
    return Encoded(pooled, hidden, np.stack([places, places + 1], axis=1))


def _letter(letter: str) -> NDArray[np.float32]:
    return np.random.default_rng(ord(letter)).normal(size=DIM).astype(np.float32)
