"""Any sentence-transformers model as an encoder: slower to open and to run than the bundled graph."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelUnavailable

from .encoder import Encoded, unit
from .model_source import load_model
from .pieces import Pieces, PieceTokenizer
from .prompts import prompts_of

BATCH_TEXTS = 16
_PRECISIONS = {"float32": "f32", "bfloat16": "bf16", "float16": "f16"}
_DEFAULT_MAX_TOKENS = 512
_LARGEST_LIMIT = 1 << 20


class TorchEncoder:
    """An :class:`index.encoder.Encoder` over ``SentenceTransformer``.

    ``model`` is a local folder, which is opened offline, or a hub name. The model must be a transformer
    with a fast tokenizer whose token vectors have the length of its sentence vectors; one that is not
    (static embeddings, a projecting head) is refused with :class:`ingest.errors.ModelUnavailable`.
    Its token vectors are those of the last layer: which one late interaction does best with is known of the
    default model alone.

    >>> encoder = TorchEncoder("BAAI/bge-base-zh-v1.5")  # doctest: +SKIP
    >>> encoder.dim  # doctest: +SKIP
    768
    """

    runtime = "torch"

    def __init__(self, model: str) -> None:
        self._model, self._device = load_model(model), threading.Lock()
        self.name = model.rstrip("/").rsplit("/", 1)[-1] if Path(model).is_dir() else model
        self._prompts = prompts_of(self.name, self._model.prompts)
        self.dim = self._probe()
        self.max_tokens = self._limit()
        self._tokenizer = self._piece_tokenizer()
        dtype = str(next(self._model.parameters()).dtype).removeprefix("torch.")
        self.precision = _PRECISIONS.get(dtype, dtype)
        parts = [identity(model, self._model), self._prompts.query, self._prompts.passage, self.precision]
        self.fingerprint = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]

    def warm_up(self) -> None:
        """The model is ready once it is loaded."""

    def encode_query(self, text: str) -> Encoded:
        """Encode one question; see :class:`index.encoder.Encoder`."""
        return self._encode(self._prompts.query, [text])[0]

    def encode_passages(
        self, texts: Sequence[str], *, advance: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Encode passages in batches of like length; see :class:`index.encoder.Encoder`."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        done: dict[int, Encoded] = {}
        for start in range(0, len(order), BATCH_TEXTS):
            batch = order[start : start + BATCH_TEXTS]
            done.update(
                zip(batch, self._encode(self._prompts.passage, [texts[i] for i in batch]), strict=True)
            )
            if advance:
                advance(len(batch))
        return [done[i] for i in range(len(texts))]

    def _encode(self, prompt: str, texts: list[str]) -> list[Encoded]:
        pieces = self._tokenizer(prompt, texts)
        with self._device:  # its tokenizer keeps the padding of a call as state
            rows = self._model.encode(
                texts, prompt=prompt, output_value=None, batch_size=len(texts), show_progress_bar=False
            )
        return [self._encoded(row, piece) for row, piece in zip(rows, pieces, strict=True)]

    def _encoded(self, row: dict[str, Any], piece: Pieces) -> Encoded:
        real = row["attention_mask"].bool()
        if row["input_ids"][real].tolist() != piece.ids.tolist():
            raise _refused(self.name, "它的词元与其分词器给出的不一致，无法对应到原文位置")
        states = _numpy(row["token_embeddings"][real])
        pooled = unit(_numpy(row["sentence_embedding"]))
        return Encoded(pooled, states[piece.first : piece.last].copy(), piece.offsets, piece.truncated_at)

    def _limit(self) -> int:
        limit = self._model.max_seq_length
        if not limit or limit > _LARGEST_LIMIT:  # some configurations say "none" with infinity or 10**30
            self._model.max_seq_length = limit = _DEFAULT_MAX_TOKENS
        return int(limit)

    def _piece_tokenizer(self) -> PieceTokenizer:
        from tokenizers import Tokenizer

        backend = getattr(getattr(self._model, "tokenizer", None), "backend_tokenizer", None)
        if backend is None:
            raise _refused(self.name, "它没有快速分词器（tokenizer.json），无法得知每个词元在原文中的位置")
        return PieceTokenizer(Tokenizer.from_str(backend.to_str()), self.max_tokens)

    def _probe(self) -> int:
        """Run the model once; return the length of its vectors, or say what it cannot do."""
        row = self._model.encode(
            ["规划"], prompt=self._prompts.query, output_value=None, show_progress_bar=False
        )[0]
        if not {"token_embeddings", "attention_mask", "input_ids"} <= set(row):
            raise _refused(self.name, "它只给出句向量，不给出词元向量")
        tokens, dim = int(row["token_embeddings"].shape[-1]), int(row["sentence_embedding"].shape[-1])
        if tokens != dim:
            raise _refused(self.name, f"它的词元向量（{tokens} 维）与句向量（{dim} 维）长度不同")
        return dim


def identity(model: str, loaded: Any) -> str:
    """Return a string that changes with the model's weights or tokenizer: the hub's commit for a hub
    model, otherwise the SHA-256 over the folder's weights and configuration files."""
    if not Path(model).is_dir():
        config = getattr(loaded.transformers_model, "config", None)
        return f"{model}@{getattr(config, '_commit_hash', None)}"
    total = hashlib.sha256()
    for path in sorted(p for p in Path(model).rglob("*") if p.suffix in _IDENTIFYING and p.is_file()):
        with path.open("rb") as file:
            total.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


_IDENTIFYING = frozenset({".safetensors", ".bin", ".pt", ".json", ".txt", ".model", ".vocab"})


def _numpy(tensor: Any) -> NDArray[np.float32]:
    array: NDArray[np.float32] = tensor.detach().float().cpu().numpy()
    return array


def _refused(name: str, reason: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"模型 {name} 不能用于本系统：{reason}",
        remedy="请换用基于 Transformer、带 tokenizer.json 的句向量模型（如 BAAI/bge-base-zh-v1.5）或默认模型",
    )
