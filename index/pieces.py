"""Text to token ids, with the place of each token in the text as it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Pieces:
    """One tokenized text. ``ids`` are all tokens that the model sees (specials and prompt included);
    ``first:last`` is the slice of them that belongs to the text itself, ``offsets`` (last - first, 2)
    their character spans in the text. ``truncated_at`` is the first character that did not fit."""

    ids: NDArray[np.int32]
    first: int
    last: int
    offsets: NDArray[np.int32]
    truncated_at: int | None


class PieceTokenizer:
    """A tokenizer of the ``tokenizers`` library, cut to ``max_tokens``. It is told not to pad or truncate:
    the library's own truncation does not tell where a text was cut.

    >>> tokenizer = PieceTokenizer.open(folder / "tokenizer.json", max_tokens=512)  # doctest: +SKIP
    >>> tokenizer("passage: ", ["第十二条"])[0].offsets.tolist()  # doctest: +SKIP
    [[0, 1], [1, 3], [3, 4]]
    """

    def __init__(self, tokenizer: Any, max_tokens: int) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self.max_tokens = max_tokens

    @classmethod
    def open(cls, path: Path, max_tokens: int) -> PieceTokenizer:
        """Read a ``tokenizer.json``."""
        from tokenizers import Tokenizer

        return cls(Tokenizer.from_file(str(path)), max_tokens)

    def __call__(self, prompt: str, texts: Sequence[str]) -> list[Pieces]:
        """Tokenize each of ``texts`` behind ``prompt``. Any number of threads may call at once."""
        if len(texts) == 1:  # a batch of one would wake the thread pool for nothing
            encodings = [self._tokenizer.encode(prompt + texts[0])]
        else:
            encodings = self._tokenizer.encode_batch([prompt + text for text in texts])
        return [cut(e.ids, e.offsets, e.sequence_ids, len(prompt), self.max_tokens) for e in encodings]


def cut(
    ids: list[int],
    spans: list[tuple[int, int]],
    sequence: list[int | None],
    prompt: int,
    max_tokens: int,
) -> Pieces:
    """Cut a tokenized text to ``max_tokens``, keeping the specials that close it.

    ``spans`` are in the text behind its prompt of ``prompt`` characters; ``sequence`` is ``None`` for
    special tokens.

    >>> ids, spans = [0, 9, 7, 8, 2], [(0, 0), (0, 2), (2, 3), (3, 4), (0, 0)]
    >>> pieces = cut(ids, spans, [None, 0, 0, 0, None], 2, max_tokens=4)
    >>> (pieces.ids.tolist(), pieces.offsets.tolist(), pieces.truncated_at)
    ([0, 9, 7, 2], [[0, 1]], 1)
    """
    ours = own_tokens(spans, sequence, prompt)
    first, last = (ours[0], ours[-1] + 1) if ours else (_closing(sequence), _closing(sequence))
    offsets = np.maximum(np.asarray(spans[first:last], dtype=np.int32).reshape(-1, 2) - prompt, 0)
    if len(ids) <= max_tokens or not ours:
        return Pieces(np.asarray(ids, dtype=np.int32), first, last, offsets, None)
    kept = max(max_tokens - (len(ids) - last), first)
    left = np.asarray(ids[:kept] + ids[last:], dtype=np.int32)
    return Pieces(left, first, kept, offsets[: kept - first], int(offsets[kept - first, 0]))


def _closing(sequence: Sequence[int | None]) -> int:
    """Return where the special tokens at the end begin."""
    position = len(sequence)
    while position and sequence[position - 1] is None:
        position -= 1
    return position


def own_tokens(spans: Sequence[tuple[int, int]], sequence: Sequence[int | None], prompt: int) -> list[int]:
    """Return the positions of the tokens that cover characters after the first ``prompt`` ones.

    Special tokens (``sequence`` ``None``) and tokens that stand for the prompt's own characters are left
    out; one that straddles the border (a word together with the space before it) belongs to the text.

    >>> own_tokens([(0, 0), (0, 7), (7, 8), (8, 10), (10, 12), (0, 0)], [None, 0, 0, 0, 0, None], 9)
    [3, 4]
    """
    return [
        i
        for i, ((_, end), part) in enumerate(zip(spans, sequence, strict=True))
        if part == 0 and end > prompt
    ]
