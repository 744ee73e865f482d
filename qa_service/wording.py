"""A question as it is looked for: without courtesies, slips put right, in the documents' own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.lexical import LexicalIndex
from index.text import plain
from qa_service.abbreviations import spelled_out
from qa_service.courtesy import without_courtesy
from qa_service.everyday import Words, explained, official_words
from qa_service.relative_years import with_years
from qa_service.slips import Slip, Spelling, corrected
from qa_service.written_titles import NO_TITLES, WrittenTitles


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

    def of(self, question: str, titles: WrittenTitles = NO_TITLES, today: date | None = None) -> Worded:
        """Return ``question`` as it is looked for; ``titles`` are those of the documents that it may name,
        ``today`` (default: the calendar's) is when it is asked."""
        dated, years = with_years(plain(without_courtesy(question)), today or date.today())
        named = titles.rewrite(dated, self._holders)
        written = named.text
        slips = self._spelling.slips(written)
        spelled = spelled_out(corrected(written, slips), self._holders)
        meant = official_words(spelled, self._holders, self._words)
        notes = (
            *_note("疑有错别字，已改正后检索", [*named.slips, *_put_right(written, slips)]),
            *_note("已按提问日期检索", years),
            *_note("已按文件名称检索", named.shortened),
            *_note("已按文件用语一并检索", [(one.said, one.word) for one in meant]),
        )
        return Worded(explained(spelled, meant), notes)

    def _holders(self, term: str) -> int:
        """In how many passages a folded term stands."""
        return len(self._bigrams.holders(term))


def _put_right(question: str, slips: Sequence[Slip]) -> list[tuple[str, str]]:
    return [(question[slip.start : slip.start + len(slip.word)], slip.word) for slip in slips]


def _note(what: str, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """One sentence on all ``pairs`` of said and sought; none for none."""
    shown = dict.fromkeys(f"“{said}”→“{sought}”" for said, sought in pairs)
    return (f"{what}：{'、'.join(shown)}",) if shown else ()
