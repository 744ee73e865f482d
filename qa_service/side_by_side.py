"""Several documents named in one breath, by what tells their titles apart: 甲功能区、乙功能区各有多少."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from index.text import bigrams, fold
from ingest.model import Document
from qa_service.named_titles import Named, called, whole_titles

_JOINED = re.compile(r"[^，。；？！]{0,5}(?:[、/]|和|与|及|跟|同|还是|或)[^，。；？！]{0,2}")
"""What stands between two of the names: the rest of the first, and a word that joins them."""

COMMON = 0.06
"""Share of the other documents' passages above which a bigram is a word and no name: in the development files
示范, of one title only, stands in 11 %, 大宁 in 3 %."""


class TitleNames:
    """Finds documents by what stands in one title only: 大宁 of 《大宁功能区“十四五”规划》 among the plans of
    other areas. Safe to use from any number of threads.

    >>> TitleNames([]).side_by_side("甲区和乙区")
    ()
    """

    def __init__(
        self,
        documents: Sequence[Document],
        elsewhere: Callable[[str, frozenset[int]], float] = lambda gram, own: 0.0,
    ) -> None:
        """``elsewhere`` tells in which share of the passages of all but its ``own`` documents a bigram
        stands: 建设 may stand in one title only and is no name."""
        self._documents = documents
        self._titles = tuple(fold(called(document)[0]) for document in documents)
        self._of = {
            title: frozenset(i for i, other in enumerate(self._titles) if other == title)
            for title in self._titles
        }
        grams = {title: frozenset(bigrams(title)) for title in self._of}
        held = Counter(gram for own in grams.values() for gram in own)
        self._own = {
            title: frozenset(g for g in own if held[g] == 1 and elsewhere(g, self._of[title]) <= COMMON)
            for title, own in grams.items()
        }

    def side_by_side(self, question: str) -> tuple[Named, ...]:
        """Return the documents that ``question`` sets side by side, none if it names fewer than two so: by
        their whole titles, or by what stands in one title only."""
        folded = fold(question)
        whole = _chain(folded, whole_titles(question, self._documents))
        return whole or _chain(folded, self._by_own(folded))

    def _by_own(self, folded: str) -> list[Named]:
        found = ((title, _span(folded, own)) for title, own in self._own.items())
        return sorted(
            (Named(self._of[title], *span) for title, span in found if span), key=lambda one: one.start
        )


def _chain(question: str, named: Iterable[Named]) -> tuple[Named, ...]:
    """The longest row of names with nothing but joining words between them, if it names more than one."""
    chains: list[list[Named]] = [[]]
    for one in named:
        before = chains[-1][-1] if chains[-1] else None
        if before and not _JOINED.fullmatch(question, before.end, max(one.start, before.end)):
            chains.append([])
        chains[-1].append(one)
    longest = max(chains, key=len)
    return tuple(longest) if len({one.documents for one in longest}) > 1 else ()


def _span(question: str, own: frozenset[str]) -> tuple[int, int] | None:
    """Where the first run of a title's own bigrams stands in the question."""
    starts = [at for at in range(len(question) - 1) if question[at : at + 2] in own]
    if not starts:
        return None
    end = starts[0] + 2
    while end - 1 in starts:
        end += 1
    return starts[0], end
