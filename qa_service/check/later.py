"""A later document that gives another figure for the same thing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ingest.model import Document, Metadata
from qa_service.check.candidates import Candidates
from qa_service.check.folding import fold_letters
from qa_service.check.judged import Judged
from qa_service.check.library import Library
from qa_service.check.sources import near_places
from qa_service.check.tokens import FIGURE, tokenise
from qa_service.check.verdict import DifferenceKind, SourcePlace

ALIKE = 0.8
"""Share of a sentence, its figures aside, that the later document must have to speak of the same thing. The
opening words of notices (经第57次常务会议审议通过) share 0.7 with each other."""

_FIGURES: frozenset[DifferenceKind] = frozenset({"figure", "scale", "unit", "bound"})
_CALENDAR: frozenset[DifferenceKind] = frozenset({"year", "period", "unsupported"})


def later_places(
    text: str, holders: Collection[int], library: Library, candidates: Candidates
) -> tuple[tuple[SourcePlace, ...], str]:
    """Return where documents later than all ``holders`` of ``text`` give another figure, and what to say.

    Same subject, same indicator, same year: a plan for 2030 does not outdate one for 2025.
    """
    folded = fold_letters(text)
    draft = tokenise(folded)
    allowed = _later(holders, library.documents)
    if not any(allowed) or not any(f and not f.is_year and not f.is_period for f in draft.figures):
        return (), ""
    judged = candidates.judged(text, folded, draft, (), allowed)
    found = [one for one in judged if _contradicts(one)]
    if not found:
        return (), ""
    places = near_places(found[0], found, library)
    told = next(d for d in found[0].differences if d.material and d.kind in _FIGURES)
    document = library.documents[found[0].found.stretch.document]
    return (
        places,
        f"较新的《{document.metadata.title}》{_dated(document)}为“{told.source}”，稿中为“{told.draft}”",
    )


def _dated(document: Document) -> str:
    known = document.metadata.doc_number or _issued(document.metadata)
    return f"（{known}）" if known else ""


def _issued(metadata: Metadata) -> date | None:
    return metadata.written or metadata.published or metadata.effective


def _later(holders: Collection[int], documents: list[Document]) -> list[bool]:
    """Which documents are later than every holder and speak of the same district."""
    held = [documents[number].metadata for number in holders]
    dates = [_issued(one) for one in held]
    if not dates or None in dates:
        return [False] * len(documents)
    newest = max(day for day in dates if day)
    regions = {one.region for one in held}
    allowed = []
    for number, document in enumerate(documents):
        issued = _issued(document.metadata)
        same = document.metadata.region in regions
        allowed.append(number not in holders and same and issued is not None and issued > newest)
    return allowed


def _contradicts(one: Judged) -> bool:
    """Whether a stretch says the same with another figure, and nothing else."""
    draft = one.found.draft
    words = draft.codes != FIGURE
    share = float(draft.weights[words & one.found.equal].sum()) / max(float(draft.weights[words].sum()), 1e-6)
    kinds = {difference.kind for difference in one.differences if difference.material}
    unsupported = any(difference.kind in _CALENDAR for difference in one.differences)
    return share >= ALIKE and bool(kinds) and kinds <= _FIGURES and not unsupported and not one.torn
