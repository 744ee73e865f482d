"""What the documents can be narrowed down by: each facet's values and how many documents have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ingest.model import Document
from qa_service.filters import NAMES, STATES, admitted
from qa_service.model import Filters
from qa_service.short_titles import short_title
from qa_service.validity import validity_of

FACETS = ("validity", "kinds", "years", "regions", "issuers", "documents")
"""The facets by the name of the filter that each sets, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """``value`` is what the filter takes, ``label`` what a reader is shown, ``count`` the documents that
    would be left with it, ``chosen`` whether the filter has it already."""

    value: str | int
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow down: ``name`` is the filter's, ``title`` what a reader is shown."""

    name: str
    title: str
    values: tuple[FacetValue, ...]


def facets_of(documents: Sequence[Document], filters: Filters, today: date) -> list[Facet]:
    """Return the facets of ``documents`` under ``filters``.

    A facet counts the documents that all *other* filters admit: its own values widen each other (this
    year or that one), so each tells what choosing it as well would bring. What is chosen is shown even at
    zero, or it could not be taken back.

    >>> [facet.title for facet in facets_of([], Filters(), date(2026, 1, 1))]
    ['时效', '文种', '年份', '地区', '发文机关', '文件']
    """
    return [Facet(name, NAMES[name], _values(name, documents, filters, today)) for name in FACETS]


def _values(
    name: str, documents: Sequence[Document], filters: Filters, today: date
) -> tuple[FacetValue, ...]:
    nothing: dict[str, Any] = {name: ()}
    without = replace(filters, **nothing)
    verdicts, _ = admitted(documents, without, today)
    counts: Counter[str | int] = Counter()
    labels: dict[str | int, str] = {}
    for document, kept in zip(documents, verdicts, strict=True):
        found = _value(name, document, today)
        if found is not None:
            labels[found[0]] = found[1]
            counts[found[0]] += kept
    chosen = set(getattr(filters, name))
    values = [
        FacetValue(value, label, counts[value], value in chosen)
        for value, label in labels.items()
        if counts[value] or value in chosen
    ]
    return tuple(sorted(values, key=lambda value: _order(name, value)))


def _value(name: str, document: Document, today: date) -> tuple[str | int, str] | None:
    """The value that a document has in a facet, and its label; ``None`` where its text does not tell."""
    metadata = document.metadata
    if name == "documents":
        return document.id, short_title(metadata)
    if name == "validity":
        state = validity_of(metadata, today).state
        return state, STATES[state]
    if name == "years":
        return (metadata.written.year, f"{metadata.written.year}年") if metadata.written else None
    own = {"issuers": metadata.issuer, "regions": metadata.region, "kinds": metadata.kind}[name]
    return (own, own) if own else None


def _order(name: str, value: FacetValue) -> tuple[object, ...]:
    if name == "documents":
        return ()
    if name == "years":
        return (-int(value.value),)
    if name == "validity":
        return (list(STATES).index(str(value.value)),)
    return (-value.count, value.label)
