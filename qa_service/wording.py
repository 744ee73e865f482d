"""A question as it is looked for: slips put right, abbreviations and everyday words in the documents'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.lexical import LexicalIndex
from index.text import plain
from qa_service.abbreviations import spelled_out
from qa_service.everyday import Meant, Words, explained, official_words
from qa_service.slips import Slip, Spelling, corrected


@dataclass(frozen=True, slots=True)
class Worded:
    """The ``text`` that is looked for, and Chinese sentences that tell the reader where it is not what was
    asked."""

    text: str
    notes: tuple[str, ...] = ()


class Wording:
    """Words questions for one index. Safe to use from any number of threads.

    >>> bigrams = LexicalIndex.build([["首店", "静安"]] * 9)
    >>> Wording(bigrams, {}).of("靜按区的首店")
    Worded(text='静安区的首店', notes=('疑有错别字，已改正后检索：“静按”→“静安”',))
    """

    def __init__(self, bigrams: LexicalIndex, words: Words) -> None:
        """``bigrams`` tells in which passages the documents' bigrams stand, ``words`` are the official words
        for everyday ones."""
        self._bigrams = bigrams
        self._words = words
        self._spelling = Spelling(bigrams.tokens, self._holders)

    def of(self, question: str) -> Worded:
        """Return ``question`` as it is looked for."""
        written = plain(question)
        slips = self._spelling.slips(written)
        spelled = spelled_out(corrected(written, slips), self._holders)
        meant = official_words(spelled, self._holders, self._words)
        return Worded(explained(spelled, meant), (*_put_right(written, slips), *_understood(meant)))

    def _holders(self, term: str) -> int:
        """In how many passages a folded term stands."""
        return len(self._bigrams.holders(term))


def _put_right(question: str, slips: Sequence[Slip]) -> tuple[str, ...]:
    said = [question[slip.start : slip.start + len(slip.word)] for slip in slips]
    pairs = dict.fromkeys(f"“{old}”→“{slip.word}”" for old, slip in zip(said, slips, strict=True))
    return (f"疑有错别字，已改正后检索：{'、'.join(pairs)}",) if pairs else ()


def _understood(meant: Sequence[Meant]) -> tuple[str, ...]:
    pairs = dict.fromkeys(f"“{one.said}”→“{one.word}”" for one in meant)
    return (f"已按文件用语一并检索：{'、'.join(pairs)}",) if pairs else ()
