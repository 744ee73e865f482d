"""The lexical legs' tokens of every passage of the last build, kept so that jieba cuts only what is new.

One file (``<home>/cache/tokens.bin``), written anew by each build, of some 2 KB a passage. It may be deleted
at any time, and a file that is torn or made by another version is as good as none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.array_record import pack, unpack
from index.code_version import code_version
from index.token_rows import TokenRows

_NAME = "tokens.bin"
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class LexicalTokens:
    """What the two lexical legs index of passages, in the same order."""

    words: TokenRows
    bigrams: TokenRows

    def take(self, rows: NDArray[np.int64]) -> LexicalTokens:
        """Return those of the passages ``rows``."""
        return LexicalTokens(self.words.take(rows), self.bigrams.take(rows))

    def joined(self, other: LexicalTokens) -> LexicalTokens:
        """Return these passages' followed by ``other``'s."""
        return LexicalTokens(self.words.joined(other.words), self.bigrams.joined(other.bigrams))


def save_tokens(home: Path, keys: list[str], tokens: LexicalTokens) -> None:
    """Keep ``tokens``; ``keys`` are the passages' (:func:`~index.reused_rows.keys_of`), in the same order."""
    arrays: dict[str, NDArray[Any]] = {"keys": np.frombuffer(bytes.fromhex("".join(keys)), np.uint8)}
    for name, rows in (("words", tokens.words), ("bigrams", tokens.bigrams)):
        vocabulary = "\n".join(rows.vocabulary).encode()
        arrays |= {f"{name}-vocabulary": np.frombuffer(vocabulary, np.uint8)}
        arrays |= {f"{name}-ids": rows.ids, f"{name}-starts": rows.starts}
    body = pack(arrays)
    path = _path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{_NAME}.tmp")
    aside.write_bytes(_digest(body) + body)
    aside.replace(path)  # no flush: the digest tells a torn file, and it is only a cache


def load_tokens(home: Path) -> tuple[dict[str, int], LexicalTokens] | None:
    """Return the row of each key and the tokens kept, or ``None`` where there are none that fit."""
    try:
        data = _path(home).read_bytes()
    except OSError:
        return None
    body = data[_DIGEST:]
    if data[:_DIGEST] != _digest(body):
        return None
    arrays = unpack(body)
    raw = arrays["keys"].tobytes().hex()
    keys = {raw[i : i + 64]: i // 64 for i in range(0, len(raw), 64)}
    return keys, LexicalTokens(_rows(arrays, "words"), _rows(arrays, "bigrams"))


def _rows(arrays: dict[str, NDArray[Any]], name: str) -> TokenRows:
    text = arrays[f"{name}-vocabulary"].tobytes().decode()
    vocabulary = tuple(text.split("\n")) if text else ()
    return TokenRows(vocabulary, arrays[f"{name}-ids"], arrays[f"{name}-starts"])


def _path(home: Path) -> Path:
    return home / "cache" / _NAME


def _digest(body: bytes) -> bytes:
    made_by = code_version("index/text.py", "index/segment.py", "ingest/numerals.py")
    return hashlib.sha256(made_by.encode() + body).digest()
