"""jieba's dictionary in three megabytes: its half a million words and beginnings of words as a trie.

As the library keeps it, a dictionary of Python strings, it takes 62 MB of every process and .8 s of a core
to load: a quarter of what a question costs that is asked in a process of its own. As a trie (marisa-trie) it
opens in milliseconds; cutting text takes half as long again, .2 ms a passage.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "planqa-words/1"
FILE = "words.bin"

LONGEST = 32
"""Characters that are looked at for a word; the longest of jieba's has sixteen."""


class WordFrequencies:
    """Takes the place of ``jieba.Tokenizer.FREQ``: what a segmenter asks of that dictionary.

    A beginning of a word that is no word has the frequency 0. Words may be added.

    >>> words = WordFrequencies.of({"养": 0, "养老": 7})
    >>> "养" in words, words["养老"], words.get("老")
    (True, 7, None)
    """

    __slots__ = ("_added", "_counts", "_trie")

    def __init__(self, trie: Any, counts: array[int]) -> None:
        self._trie = trie
        self._counts = counts
        self._added: dict[str, int] = {}

    @classmethod
    def of(cls, frequencies: Mapping[str, int]) -> WordFrequencies:
        """Return the same frequencies as a trie; half a million take .5 s."""
        import marisa_trie

        trie = marisa_trie.Trie(frequencies)
        counts = array("I", bytes(4 * len(trie)))
        for word, frequency in frequencies.items():
            counts[trie[word]] = frequency
        return cls(trie, counts)

    def __len__(self) -> int:
        return len(self._counts) + sum(word not in self._trie for word in self._added)

    def __contains__(self, word: str) -> bool:
        return word in self._trie or word in self._added

    def __getitem__(self, word: str) -> int:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    def get(self, word: str, default: int | None = None) -> int | None:
        """Return the frequency of ``word``, or ``default`` where it is neither a word nor begins one."""
        if self._added and word in self._added:
            return self._added[word]
        number = self._trie.get(word, -1)
        return default if number < 0 else self._counts[number]

    def beginning(self, text: str, start: int) -> list[tuple[int, int]]:
        """Return length and frequency of the words that ``text`` has at ``start``, the shortest first.

        >>> WordFrequencies.of({"养": 0, "养老": 7, "养老院": 9}).beginning("去养老院", 1)
        [(2, 7), (3, 9)]
        """
        if self._added:
            return self._beginning_with_added(text, start)
        counts = self._counts
        found = self._trie.iter_prefixes_with_ids(text[start : start + LONGEST])
        return [(len(word), counts[number]) for word, number in found if counts[number]]

    def _beginning_with_added(self, text: str, start: int) -> list[tuple[int, int]]:
        found = []
        for end in range(start + 1, len(text) + 1):
            frequency = self.get(text[start:end])
            if frequency is None:
                break
            if frequency:
                found.append((end - start, frequency))
        return found

    def __setitem__(self, word: str, frequency: int) -> None:
        self._added[word] = frequency

    def to_bytes(self) -> tuple[bytes, bytes]:
        """Return counts (little-endian, 32 bits each) and trie; added words are not among them."""
        return _little_endian(self._counts).tobytes(), self._trie.tobytes()


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Frequencies with their ``total``; ``source`` tells what they were read from."""

    frequencies: WordFrequencies
    total: int
    source: str


def save_dictionary(dictionary: Dictionary, path: Path) -> None:
    """Put ``dictionary`` in the place of ``path`` in one step. It is a cache: where it can't be written, the
    next process reads the library's file again."""
    counts, trie = dictionary.frequencies.to_bytes()
    head = {
        "format": FORMAT,
        "source": dictionary.source,
        "total": dictionary.total,
        "counts": len(counts),
        "crc": zlib.crc32(trie, zlib.crc32(counts)),
    }
    try:
        descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(json.dumps(head).encode() + b"\n" + counts + trie)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except OSError:
        return


def load_dictionary(path: Path, source: str) -> Dictionary | None:
    """Return what was saved in ``path``; ``None`` where there is nothing, another ``source``, or damage."""
    import marisa_trie

    try:
        head, _, body = path.read_bytes().partition(b"\n")
        facts = json.loads(head)
        if (facts["format"], facts["source"], facts["crc"]) != (FORMAT, source, zlib.crc32(body)):
            return None
        counts = array("I")
        counts.frombytes(body[: facts["counts"]])
        trie = marisa_trie.Trie()
        trie.frombytes(body[facts["counts"] :])
        return Dictionary(WordFrequencies(trie, _little_endian(counts)), int(facts["total"]), source)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):
        return None


def _little_endian(counts: array[int]) -> array[int]:
    """``counts`` with the bytes of each turned round on a big-endian machine: to or from the file's order."""
    if sys.byteorder == "little":
        return counts
    turned = array("I", counts)
    turned.byteswap()
    return turned
