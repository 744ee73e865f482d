"""The input layer of a BERT model, read from its weights file without loading it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PADDING_BIAS = np.float32(-1e9)


class WeightsFile:
    """Memory-mapped view of a float32 ``safetensors`` file: 8 bytes of header length, a JSON header,
    then the tensors. Only the pages that are read come into memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            self._header = json.loads(file.read(size))
        self._start = 8 + size
        self._path = path

    def __call__(self, name: str) -> NDArray[np.float32]:
        """Return the tensor ``name``, mapped read-only. ``KeyError`` if there is none."""
        entry = self._header[name]
        if entry["dtype"] != "F32":
            raise ValueError(f"{name} is {entry['dtype']}, float32 was expected")
        return np.memmap(
            self._path, "<f4", "r", offset=self._start + entry["data_offsets"][0], shape=tuple(entry["shape"])
        )


class InputLayer:
    """Sums word, position and type embeddings of padded token ids."""

    def __init__(self, weights: WeightsFile) -> None:
        self._words = weights("embeddings.word_embeddings.weight")
        places = weights("embeddings.position_embeddings.weight")
        self._places = places + weights("embeddings.token_type_embeddings.weight")[0]

    def __call__(
        self, batch: Sequence[NDArray[np.int32]], width: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return (embedded (B, ``width``, H), attention bias (B, 1, 1, ``width``)) for token ids."""
        embedded = np.zeros((len(batch), width, self._words.shape[1]), dtype=np.float32)
        bias = np.full((len(batch), 1, 1, width), PADDING_BIAS, dtype=np.float32)
        for row, ids in enumerate(batch):
            np.add(self._words[ids], self._places[: len(ids)], out=embedded[row, : len(ids)])
            bias[row, 0, 0, : len(ids)] = 0.0
        return embedded, bias
