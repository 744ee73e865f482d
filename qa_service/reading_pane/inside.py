"""Where something that a reader typed stands in one document."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from ingest.errors import BadInput
from ingest.model import Document
from qa_service.check.folding import Folded, fold_letters

AROUND = 24
"""Characters of context on either side of a match in its excerpt."""

LONGEST = 200
"""Characters that may be searched for."""


@dataclass(frozen=True, slots=True)
class Match:
    """``[start, end)`` of the canonical text; ``excerpt`` is the text around it, the match at ``[at, at +
    length)`` of it; ``heading`` is the heading that it stands under (empty: none)."""

    start: int
    end: int
    excerpt: str
    at: int
    length: int
    heading: str
    passage_id: str | None


def find_inside(document: Document, wanted: str) -> list[Match]:
    """Return every place of ``document`` where ``wanted`` stands, in reading order.

    Width, case, blanks, line ends, punctuation and Traditional forms don't count.

    Raises:
        BadInput: nothing to search for, or more than :data:`LONGEST` characters.
    """
    if len(wanted) > LONGEST:
        raise BadInput(f"要查找的文字超过 {LONGEST} 字", remedy="请缩短")
    key = fold_letters(wanted).text
    if not key:
        raise BadInput("要查找的文字为空", remedy="请输入文字或数字")
    folded = _folded(document.text)
    places = _Places(document)
    found: list[Match] = []
    at = folded.text.find(key)
    while at >= 0:
        found.append(places.match(*folded.span(at, at + len(key))))
        at = folded.text.find(key, at + len(key))
    return found


@lru_cache(maxsize=32)
def _folded(text: str) -> Folded:
    return fold_letters(text)


class _Places:
    """Tells heading and passage of an offset."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sections = [section.start for section in document.sections]
        self._passages = [passage.locator.start for passage in document.passages]

    def match(self, start: int, end: int) -> Match:
        document = self._document
        section = bisect_right(self._sections, start) - 1
        passage = bisect_right(self._passages, start) - 1
        low = max(0, start - AROUND)
        return Match(
            start,
            end,
            document.text[low : end + AROUND].replace("\n", " ").replace("\t", " "),
            start - low,
            end - start,
            document.sections[section].heading if section >= 0 else "",
            document.passages[passage].id if passage >= 0 else None,
        )
