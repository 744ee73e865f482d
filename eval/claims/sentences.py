"""Sentences of documents that can be retold."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Document
from ingest.sentences import sentence_spans

SHORTEST, LONGEST = 24, 160
"""Characters: shorter ones say too little to be told apart, longer ones are lists."""

_OPENING = re.compile(r"^[（(]?[一二三四五六七八九十0-9]+[）)]?[、.．]|^第[一二三四五六七八九十百]+[章节条]")
_PAIRS = (("（", "）"), ("“", "”"), ("《", "》"), ("(", ")"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` on one line, of the document number ``number``."""

    text: str
    number: int
    document: str


def sentences(documents: Sequence[Document], count: int, seed: int) -> list[Sentence]:
    """Return ``count`` random sentences of running text, each only once, as many as there are at most."""
    found: dict[str, Sentence] = {}
    for number, document in enumerate(documents):
        for start, end in sentence_spans(document.text):
            text = " ".join(document.text[start:end].split())
            text = text.removesuffix("；") + "。" if text.endswith("；") else text
            if _is_usable(text) and text not in found:
                found[text] = Sentence(text, number, document.id)
    chosen = list(found.values())
    random.Random(seed).shuffle(chosen)
    return chosen[:count]


def _is_usable(text: str) -> bool:
    if not SHORTEST <= len(text) <= LONGEST or not text.endswith("。") or "\t" in text:
        return False
    paired = all(text.count(a) == text.count(b) for a, b in _PAIRS)
    return paired and not _OPENING.match(text)
