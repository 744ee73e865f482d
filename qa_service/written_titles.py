"""Titles that a question doesn't write as their documents do: laws by a short name (个保法), one wrong letter
(招标投标法实行条例)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from index.text import plain
from ingest.chars import fold_title
from ingest.numerals import CHINESE
from ingest.regions import region_of
from qa_service.abbreviations import RARER, held

LEAST_SHORT: Final = 3
"""The short name of a law has at least so many letters."""

LEAST_SLIPPED: Final = 8
"""Fewer letters are too few to tell a slip from another title (档案法 and 预算法 share two of three)."""

_STATE: Final = "中华人民共和国"
_LAWS: Final = ("法", "条例")
_END: Final = re.compile("|".join(_LAWS))
_LONGEST_SHORT: Final = 7
"""Letters of a short name, 政采法实施条例 being among the longest."""

_VERSION: Final = re.compile(r"[(（][^()（）]{1,24}[)）]$")
_TELLING: Final = frozenset("0123456789" + CHINESE + "国省市区县镇乡上下大中小前后增减")
"""Letters that tell one title from another: of figures (第一批, 第二批), of levels, of opposites."""

Pair = tuple[str, str]
"""What was said, and what is meant."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A question with titles as their documents have them, and what was put right or written out."""

    text: str
    slips: tuple[Pair, ...] = ()
    shortened: tuple[Pair, ...] = ()


class WrittenTitles:
    """Writes the titles of documents as they are. Safe to use from any number of threads.

    >>> titles = WrittenTitles(["中华人民共和国个人信息保护法", "某市数据安全管理条例"])
    >>> titles.rewrite("某市数椐安全管理条例第三条", lambda term: 0).slips
    (('数椐', '数据'),)
    >>> titles.rewrite("个保法第三条", lambda term: 0).text
    '个人信息保护法第三条'
    """

    def __init__(self, titles: Iterable[str]) -> None:
        self._titles = sorted({_letters(_VERSION.sub("", plain(title))) for title in titles})
        self._laws = [title for title in self._titles if title.endswith(_LAWS)]

    def rewrite(self, question: str, holders: Callable[[str], int]) -> Rewritten:
        """Return ``question`` (:func:`index.text.plain`) with the titles that it means. ``holders`` tells in
        how many passages a folded term stands: what the documents call a law themselves stays."""
        shortened = self._shortened(question, holders)
        text = question
        for said, meant in shortened:
            text = text.replace(said, meant)
        text, slips = self._put_right(text)
        return Rewritten(text, slips, shortened)

    # one wrong letter -------------------------------------------------------------------------------

    def _put_right(self, question: str) -> tuple[str, tuple[Pair, ...]]:
        places = [index for index, char in enumerate(question) if fold_title(char)]
        letters = "".join(fold_title(question[index]) for index in places)
        if len(letters) < LEAST_SLIPPED or len(letters) != len(places):
            return question, ()
        chars, pairs = list(question), []
        for at, meant in self._slips(letters):
            start = max(at - 1, 0)
            said = letters[start : at + 1]
            pairs.append((said, said[:-1] + meant))
            chars[places[at]] = meant
        return "".join(chars), tuple(pairs)

    def _slips(self, letters: str) -> Iterator[tuple[int, str]]:
        """The places of wrong letters, and the right ones."""
        written = [(at, at + len(title)) for title in self._titles for at in _all(title, letters)]
        found: dict[int, set[str]] = {}
        for title in self._titles:
            for start, place in slipped_places(title, letters):
                # What is another title as it stands is meant so.
                if not any(a <= start and start + len(title) <= b for a, b in written):
                    found.setdefault(start + place, set()).add(title[place])
        yield from ((at, min(meant)) for at, meant in sorted(found.items()) if len(meant) == 1)

    # short names of laws ----------------------------------------------------------------------------

    def _shortened(self, question: str, holders: Callable[[str], int]) -> tuple[Pair, ...]:
        names = _endings(question) if self._laws else ()
        meant = {name: [law for law in self._laws if _shortens(name, law)] for name in names}
        alone = {name: laws[0] for name, laws in meant.items() if len(laws) == 1}
        # Pairs of its letters may stand somewhere by chance.
        clear = [n for n, law in alone.items() if held(n, holders) <= RARER * held(law, holders)]
        # Of 采保法 and 政采保法 the longer one is what was said.
        whole = [n for n in clear if not any(n != other and n in other for other in clear)]
        return tuple((name, alone[name]) for name in sorted(whole))


NO_TITLES: Final = WrittenTitles(())


def slipped_places(title: str, letters: str) -> list[tuple[int, int]]:
    """Return where ``title`` stands in ``letters`` with exactly one wrong letter, and which of its letters.

    A figure is no slip (第一批, 第二批), nor is a letter of a place's name (青浦区, 黄浦区): either makes
    another document's title.

    >>> slipped_places("招标投标法实施条例", "按招标投标法实行条例第十条")
    [(1, 6)]
    >>> slipped_places("第一批历史建筑名录", "第二批历史建筑名录")
    []
    """
    if len(title) < LEAST_SLIPPED:
        return []
    half = len(title) // 2
    # One of the halves is as it should be, and finding that is quick.
    starts = {*_all(title[:half], letters), *(at - half for at in _all(title[half:], letters))}
    found = ((start, _wrong_letter(title, letters, start)) for start in sorted(starts))
    return [(start, place) for start, place in found if place is not None]


def _wrong_letter(title: str, letters: str, start: int) -> int | None:
    said = letters[max(start, 0) : max(start, 0) + len(title)]
    if start < 0 or len(said) < len(title):
        return None
    wrong = [place for place, (a, b) in enumerate(zip(title, said, strict=True)) if a != b]
    if len(wrong) != 1 or {title[wrong[0]], said[wrong[0]]} & _TELLING:
        return None
    return wrong[0] if wrong[0] >= len(region_of(title) or "") else None


def _endings(question: str) -> set[str]:
    """What ends as a law's title does, at every length that a short name may have."""
    return {
        question[start : match.end()]
        for match in _END.finditer(question)
        for start in range(max(0, match.end() - _LONGEST_SHORT), match.end() - LEAST_SHORT + 1)
    }


def _shortens(name: str, law: str) -> bool:
    """Whether ``name`` has some letters of ``law``, in their order and from several places: 劳动法 is not
    劳动合同法."""
    end = "法" if name.endswith("法") else "条例"
    # An 办法 is no 法, and its short names are too many.
    if not law.endswith(end) or law.endswith("办法") or law.startswith(name.removesuffix(end)):
        return False
    if not LEAST_SHORT <= len(name) < len(law) or name[0] != law[0]:
        return False
    rest = iter(law)
    return all(letter in rest for letter in name)


def _letters(title: str) -> str:
    return fold_title(title).removeprefix(_STATE)


def _all(part: str, letters: str) -> list[int]:
    return [at for at in range(len(letters) - len(part) + 1) if letters.startswith(part, at)]
