"""A question about several regions or documents as one question for each: 甲区和乙区的目标 asks for
甲区的目标 and for 乙区的目标. Where the whole seems unanswered, each may be looked for apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.text import fold
from ingest.model import Document
from qa_service.references import short_name
from qa_service.side_by_side import TitleNames
from qa_service.spread import named_regions

_JOIN = "(?:[、/]|以及|和|与|及|跟|同|还是|或)?"
_KIND = "(?:功能区|[区市省县])?"


@dataclass(frozen=True, slots=True)
class Part:
    """The question for one of them alone, the ``documents`` (indices) that may answer it, and whether it was
    the documents that were named, not regions."""

    question: str
    documents: frozenset[int]
    by_title: bool = False


def parts_of(question: str, documents: Sequence[Document], titles: TitleNames) -> tuple[Part, ...]:
    """Return ``question`` for each of the regions, or of the documents, that it sets beside each other; none
    if it names fewer than two.

    >>> parts_of("有几座公园", [], TitleNames([]))
    ()
    """
    folded = fold(question)
    regions = named_regions(question, documents)
    if len(regions) > 1:
        names = {region: short_name(region) for region in regions}
        return tuple(
            Part(
                _without(folded, [name for other, name in names.items() if other != region]),
                frozenset(i for i, d in enumerate(documents) if d.metadata.region == region),
            )
            for region in regions
        )
    named = titles.side_by_side(question)
    shown = [folded[one.start : one.end] for one in named]
    return tuple(
        Part(_without(folded, (name for name in shown if name != own)), one.documents, by_title=True)
        for one, own in zip(named, shown, strict=True)
    )


def _without(question: str, names: Iterable[str]) -> str:
    for name in names:
        question = re.sub(f"{_JOIN}{re.escape(name)}{_KIND}{_JOIN}", "", question)
    return question
