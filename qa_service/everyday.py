"""Everyday words of a question in the words of the documents: who asks about 小强 means 蟑螂.

The list of both, ``everyday.tsv``, was written for this from general knowledge of how residents speak and how
official documents are worded, without sight of any question set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from ingest.errors import BadInput
from qa_service.abbreviations import RARER, held

LIST: Final = Path(__file__).with_name("everyday.tsv")
"""``EVERYDAY<TAB>OFFICIAL``, several official words with ``|`` between them, the usual one first."""

OWN: Final = "everyday.tsv"
"""Name of a home's own list, of the same form. It is read when an index is opened."""

LONGEST: Final = 8
"""Characters of the longest everyday word."""

Words = Mapping[str, tuple[str, ...]]

_QUOTED = re.compile("《[^》]*》|“[^”]*”")


class BadWords(BadInput):
    """A list of everyday words that cannot be read; a service answers nothing until it is mended."""

    code = "bad-words"
    status = 503


@dataclass(frozen=True, slots=True)
class Meant:
    """The everyday word ``said``, which ends at character ``end`` of the question, and the documents' word
    for it."""

    said: str
    word: str
    end: int


def official_words(question: str, holders: Callable[[str], int], words: Words) -> list[Meant]:
    """Return the documents' words for the everyday ones of ``question``.

    ``holders`` tells in how many passages a folded term (:func:`index.text.bigrams`) stands, ``words`` the
    official words for each everyday one. Of overlapping everyday words the first counts, of those that begin
    together the longest. There is nothing for one that the documents use themselves, whose official words
    they don't use, or where the question has one of these already; nor within 《》 and “”, which quote.

    >>> words = {"小强": ("蟑螂", "病媒生物")}
    >>> official_words("厨房有小强", lambda term: 0 if term == "小强" else 5, words)
    [Meant(said='小强', word='蟑螂', end=5)]
    >>> official_words("厨房有小强", lambda term: 5, words)
    []
    """
    found: list[Meant] = []
    at = 0
    open_text = _QUOTED.sub(lambda match: " " * len(match.group()), question)
    while at < len(question):
        ends = range(min(at + LONGEST, len(question)), at, -1)
        end = next((end for end in ends if open_text[at:end] in words), None)
        if end and (word := _word(question, question[at:end], words, holders)):
            found.append(Meant(question[at:end], word, end))
        at = end or at + 1
    return found


def explained(question: str, meant: Sequence[Meant]) -> str:
    """Return ``question`` with each word that is ``meant`` in brackets behind the one that was said.

    What was said stays: so a wrong guess costs little, and nothing that was asked is lost.

    >>> explained("厨房有小强怎么办", [Meant("小强", "蟑螂", 5)])
    '厨房有小强（蟑螂）怎么办'
    """
    for one in reversed(meant):
        question = f"{question[: one.end]}（{one.word}）{question[one.end :]}"
    return question


def _word(question: str, said: str, known: Words, holders: Callable[[str], int]) -> str | None:
    if any(word in question for word in known[said]):
        return None
    own = held(said, holders)
    return next((word for word in known[said] if own < RARER * held(word, holders)), None)


@lru_cache(maxsize=1)
def shipped_words() -> dict[str, tuple[str, ...]]:
    """Return the words of :data:`LIST`."""
    return read_words(LIST)


def words_of(home: Path) -> Words:
    """Return the shipped words and those that ``home`` adds or puts in their place (:data:`OWN`).

    Raises :class:`BadWords` for a list of its own that cannot be read, naming the line.
    """
    own = home / OWN
    return {**shipped_words(), **read_words(own)} if own.is_file() else shipped_words()


def read_words(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the words of the list at ``path``; lines that are empty or begin with # say nothing.

    Raises :class:`BadWords` for another encoding than UTF-8 and for a line without both sides
    or whose everyday word has less than two characters or more than :data:`LONGEST`.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadWords(f"{path} 不是 UTF-8 编码", remedy="请另存为 UTF-8 编码的文本文件") from error
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    return dict(_row(path, number, line) for number, line in rows)


def _row(path: Path, number: int, line: str) -> tuple[str, tuple[str, ...]]:
    said, _, rest = (part.strip() for part in line.partition("\t"))
    official = tuple(word for part in rest.split("|") if (word := part.strip()))
    if not (2 <= len(said) <= LONGEST and official):
        raise BadWords(
            f"{path} 第 {number} 行不是“日常说法<制表符>文件用语”：{line[:40]}",
            remedy=f"日常说法 2 至 {LONGEST} 个字，几个文件用语用 | 隔开，例如：小强<制表符>蟑螂|病媒生物",
        )
    return said, official
