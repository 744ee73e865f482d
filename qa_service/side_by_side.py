"""Several documents named in one breath, by what tells their titles apart: 甲功能区、乙功能区各有多少."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text import bigrams, fold
from ingest.model import Document
from ingest.titles import title_kind

_JOINED = re.compile(r"[^，。；？！]{0,5}(?:[、/]|和|与|及|跟|同|还是|或)[^，。；？！]{0,2}")
"""What stands between two of the names: the rest of the first, and a word that joins them."""


@dataclass(frozen=True, slots=True)
class Named:
    """``documents`` (indices) of one title, and where the folded question names them: ``[start, end)``."""

    documents: frozenset[int]
    start: int
    end: int


def side_by_side(question: str, documents: Sequence[Document]) -> tuple[Named, ...]:
    """Return the documents that ``question`` sets side by side, none if it names fewer than two so.

    A name is what stands in one title only: 大宁 of 《大宁功能区“十四五”规划》 among the plans of others.
    """
    titles = tuple(_title(d.metadata.title, d.metadata.part_titles) for d in documents)
    folded = fold(question)
    found = ((title, _span(folded, own)) for title, own in _telling(titles).items())
    spans = [(*span, title) for title, span in found if span]
    chains: list[list[tuple[int, int, str]]] = [[]]
    for span in sorted(spans):
        before = chains[-1][-1] if chains[-1] else None
        if before and not _JOINED.fullmatch(folded, before[1], max(span[0], before[1])):
            chains.append([])
        chains[-1].append(span)
    chain = max(chains, key=len)
    if len(chain) < 2:
        return ()
    return tuple(
        Named(frozenset(i for i, title in enumerate(titles) if title == wanted), start, end)
        for start, end, wanted in chain
    )


@lru_cache(maxsize=4096)  # every question asks it of every document
def _title(title: str, parts: tuple[str, ...]) -> str:
    """What a document is told apart by: the part that a notice passes on, not the notice."""
    return fold(parts[0] if parts and title_kind(title) == "通知" else title)


@lru_cache(maxsize=16)  # of an index it is always the same
def _telling(titles: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """The bigrams by which each title is told from all others."""
    grams = {title: frozenset(bigrams(title)) for title in titles}
    held = Counter(gram for own in grams.values() for gram in own)
    return {title: frozenset(gram for gram in own if held[gram] == 1) for title, own in grams.items()}


def _span(question: str, own: frozenset[str]) -> tuple[int, int] | None:
    """Where the first run of a title's own bigrams stands in the question."""
    starts = [at for at in range(len(question) - 1) if question[at : at + 2] in own]
    if not starts:
        return None
    end = starts[0] + 2
    while end - 1 in starts:
        end += 1
    return starts[0], end
