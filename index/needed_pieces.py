"""Tokenizing with the few pieces of a large vocabulary that a text can be made of.

A unigram model looks only at pieces that stand in the text. With these alone it reaches exactly the same
segmentation as with all, and they are hundreds, not 250,000: the whole vocabulary as a tokenizer takes
280 MB and .7 s to load, as a trie 5 MB.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import zlib
from array import array
from pathlib import Path
from typing import Any

from .model_folder import TOKENIZER

PIECES = "graph/pieces.bin"
FORMAT = "planqa-pieces/1"

LONGEST = 64
"""Characters of the longest piece that is looked for; the default model's longest has 16."""


class NeededPieces:
    """The vocabulary of a ``tokenizer.json``: a trie of its pieces, each with its id and score.

    ``head`` is the tokenizer's JSON without its vocabulary, ``lowest`` the piece with the lowest score: the
    price of an unknown character hangs on it, so it stays whatever the text is.
    """

    def __init__(
        self, head: dict[str, Any], lowest: str, trie: Any, ids: array[int], scores: array[float]
    ) -> None:
        self._head = head
        self._lowest = lowest
        self._trie = trie
        self._ids = ids
        self._scores = scores
        self._special = {token["content"]: int(token["id"]) for token in head["added_tokens"]}

    @classmethod
    def read(cls, folder: Path) -> NeededPieces:
        """Read the vocabulary of the tokenizer in ``folder``.

        Its compact form is left beside the graph for the next process, where it can be: reading the whole
        takes .8 s.
        """
        compact = _read_compact(folder / PIECES)
        if compact:
            return cls(*compact)
        made = cls.of(json.loads((folder / TOKENIZER).read_text(encoding="utf-8")))
        made.save(folder)
        return made

    @classmethod
    def of(cls, content: dict[str, Any]) -> NeededPieces:
        """Take a parsed ``tokenizer.json`` of a unigram model apart."""
        import marisa_trie

        vocabulary = content["model"]["vocab"]
        trie = marisa_trie.Trie([piece for piece, _ in vocabulary])
        ids, scores = array("i", bytes(4 * len(trie))), array("d", bytes(8 * len(trie)))
        for number, (piece, score) in enumerate(vocabulary):
            place = trie[piece]
            ids[place], scores[place] = number, score
        lowest = min(vocabulary, key=lambda entry: entry[1])[0]
        head = {**content, "model": {**content["model"], "vocab": []}}
        return cls(head, lowest, trie, ids, scores)

    def save(self, folder: Path) -> None:
        """Write the compact form in one step; where that can't be, nothing is written."""
        body = self._ids.tobytes() + self._scores.tobytes() + self._trie.tobytes()
        facts = {
            "format": FORMAT,
            "order": sys.byteorder,
            "crc": zlib.crc32(body),
            "pieces": len(self._ids),
            "lowest": self._lowest,
            "head": self._head,
        }
        try:
            (folder / PIECES).parent.mkdir(exist_ok=True)
            descriptor, aside = tempfile.mkstemp(dir=(folder / PIECES).parent, prefix=".pieces.")
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(json.dumps(facts).encode() + b"\n" + body)
            Path(aside).chmod(0o644)
            Path(aside).replace(folder / PIECES)
        except OSError:
            return

    def knows(self, text: str) -> bool:
        """Tell whether :meth:`encode` may be used: not for a text that spells out a special token."""
        return not any(content in text for content in self._special)

    def encode(self, text: str, normalizer: Any) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the ids and the character spans of the tokens of ``text``, no special ones among them.
        ``normalizer`` is that of the tokenizer."""
        from tokenizers import Tokenizer

        pieces = self._standing_in("▁" + normalizer.normalize_str(text).replace(" ", "▁"))
        tokenizer = Tokenizer.from_str(json.dumps(self._with(pieces), ensure_ascii=False))
        encoding = tokenizer.encode(text, add_special_tokens=False)
        ids = [self._special.get(piece, self._ids[self._trie[piece]]) for piece in pieces]
        return [ids[number] for number in encoding.ids], encoding.offsets

    def _standing_in(self, text: str) -> list[str]:
        """Specials, the lowest piece, and every piece that stands in ``text`` anywhere."""
        found = dict.fromkeys([*self._special, self._lowest])
        for start in range(len(text)):
            found.update(dict.fromkeys(self._trie.prefixes(text[start : start + LONGEST])))
        return list(found)

    def _with(self, pieces: list[str]) -> dict[str, Any]:
        place = {piece: number for number, piece in enumerate(pieces)}
        unknown = next(piece for piece, number in self._special.items() if number == self._unknown)
        model = {
            **self._head["model"],
            "vocab": [[piece, self._scores[self._trie[piece]]] for piece in pieces],
            "unk_id": place[unknown],
        }
        added = [{**token, "id": place[token["content"]]} for token in self._head["added_tokens"]]
        return {**self._head, "model": model, "added_tokens": added, "post_processor": None}

    @property
    def _unknown(self) -> int:
        return int(self._head["model"]["unk_id"])


def _read_compact(path: Path) -> tuple[dict[str, Any], str, Any, array[int], array[float]] | None:
    """Return what :meth:`NeededPieces.save` wrote; ``None`` where there is nothing, or damage."""
    import marisa_trie

    try:
        first, _, body = path.read_bytes().partition(b"\n")
        facts = json.loads(first)
        told = facts["format"], facts["order"], facts["crc"]
        if told != (FORMAT, sys.byteorder, zlib.crc32(body)):
            return None
        ids, scores, trie = array("i"), array("d"), marisa_trie.Trie()
        behind_ids = ids.itemsize * facts["pieces"]
        behind_scores = behind_ids + scores.itemsize * facts["pieces"]
        ids.frombytes(body[:behind_ids])
        scores.frombytes(body[behind_ids:behind_scores])
        trie.frombytes(body[behind_scores:])
        return facts["head"], facts["lowest"], trie, ids, scores
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):
        return None
