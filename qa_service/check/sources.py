"""The places that a verdict rests on, the one that counts most first."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Document
from qa_service.check.differences import Texts, source_span
from qa_service.check.folding import fold_letters
from qa_service.check.judged import Judged, as_good
from qa_service.check.library import Library, Stretch
from qa_service.check.places import by_authority, place_of
from qa_service.check.verdict import SourcePlace


def exact_places(
    first: Sequence[tuple[Stretch, ...]], others: Sequence[tuple[Stretch, ...]], library: Library
) -> tuple[SourcePlace, ...]:
    """Return the places where a text stands word by word: those of ``first`` before ``others``."""
    documents = library.documents
    order = by_authority([row[0] for row in first], documents)
    order += [one for one in by_authority([r[0] for r in others], documents) if one not in order]
    ends = {row[0]: row[-1].end for row in (*first, *others)}
    return tuple(
        place_of(documents[one.document], *library.folded[one.document].span(one.start, ends[one]))
        for one in order
    )


def near_places(chosen: Judged, judged: Sequence[Judged], library: Library) -> tuple[SourcePlace, ...]:
    """Return the place that a sentence draws on and those that say the same."""
    spans: list[tuple[int, int, int]] = []
    for row in [chosen] + [j for j in judged if j is not chosen and as_good(j, chosen)]:
        span = _span(row, library)
        if span is None or any(n == span[0] and span[1] < e and s < span[2] for n, s, e in spans):
            continue
        spans.append(span)
    ends = {(n, s): e for n, s, e in spans}
    order = by_authority([Stretch(n, s, e) for n, s, e in spans], library.documents)
    same = [one for one in order if _same_text(library.documents, one, spans[0])] if spans else []
    rest = [one for one in order if one not in same]
    return tuple(
        place_of(library.documents[one.document], one.start, ends[one.document, one.start])
        for one in (*same, *rest)
    )


def _span(row: Judged, library: Library) -> tuple[int, int, int] | None:
    """The canonical span of what the sentence shares with its source, and of what was altered."""
    low, high = row.found.used()
    if low >= high:
        return None
    number = row.found.stretch.document
    texts = Texts("", fold_letters(""), library.documents[number].text, library.folded[number])
    start, end = source_span(row.found, low, high, texts)
    # The excerpt shows what was altered, too, where it stands at the sentence's end.
    for one in row.differences:
        if one.material and one.source_start >= 0:
            start, end = min(start, one.source_start), max(end, one.source_end)
    return number, start, end


def _same_text(documents: Sequence[Document], one: Stretch, first: tuple[int, int, int]) -> bool:
    number, start, end = first
    ours = fold_letters(documents[one.document].text[one.start : one.end]).text
    return ours == fold_letters(documents[number].text[start:end]).text
