"""A later document that gives another figure for the same thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from rapidfuzz.distance import Indel

from ingest.model import Document, Metadata
from qa_service.check.candidates import Candidates
from qa_service.check.figures import read_figures
from qa_service.check.folding import fold_letters
from qa_service.check.judged import Judged
from qa_service.check.library import Library
from qa_service.check.sources import near_places
from qa_service.check.tokens import FIGURE, tokenise
from qa_service.check.verdict import DifferenceKind, SourcePlace

ALIKE = 0.8
"""Share of a sentence, its figures aside, that the later document must have to speak of the same thing. The
opening words of notices (经第57次常务会议审议通过) share 0.7 with each other."""

BESIDE = 0.6
"""Likeness of two titles from which they belong to two documents of one series."""

PERIODIC = frozenset({"报告", "规划", "计划", "纲要", "项目"})
"""Kinds of documents that give a figure for each year or period: without a year two of them don't compare."""

_EDITION = re.compile(
    r"(?:19|20)\d\d年?(?:度|版|修订)?|十[一二三四五六七八九]五|第?[一二三四五六七八九十]+个?五年|修订|试行|暂行"
)

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
    allowed = _later(text, holders, library.documents)
    if not any(allowed) or not any(f and not f.is_year and not f.is_period for f in draft.figures):
        return (), ""
    judged = candidates.judged(text, folded, draft, (), allowed)
    held = [library.documents[number] for number in holders]
    found = [
        one
        for one in judged
        if _contradicts(one) and _concerns(library.documents[one.found.stretch.document], held)
    ]
    if not found:
        return (), ""
    places = near_places(found[0], found, library)
    told = next(d for d in found[0].differences if d.material and d.kind in _FIGURES)
    document = library.documents[found[0].found.stretch.document]
    title = f"《{document.metadata.title}》{_dated(document)}"
    return places, f"较新的{title}为“{told.source}”，稿中为“{told.draft}”"


def _dated(document: Document) -> str:
    known = document.metadata.doc_number or _issued(document.metadata)
    return f"（{known}）" if known else ""


def _issued(metadata: Metadata) -> date | None:
    return metadata.written or metadata.published or metadata.effective


def _later(text: str, holders: Collection[int], documents: list[Document]) -> list[bool]:
    """Which documents are later than every holder and may speak of the same thing."""
    held = [documents[number].metadata for number in holders]
    dates = [_issued(one) for one in held]
    if not dates or None in dates:
        return [False] * len(documents)
    newest = max(day for day in dates if day)
    years = [int(f.low) for f in read_figures(fold_letters(text).text) if f.is_year]
    # What had been reached by a year that is over is not set anew.
    past = bool(years) and max(years) <= newest.year
    allowed = []
    for number, document in enumerate(documents):
        metadata = document.metadata
        issued = _issued(metadata)
        newer = number not in holders and issued is not None and issued > newest
        if metadata.kind in PERIODIC and not years:
            newer = False
        allowed.append(newer and any(_follows(one, metadata, past=past) for one in held))
    return allowed


def _follows(held: Metadata, other: Metadata, *, past: bool) -> bool:
    """Whether a document may take the place of another one, or of a part of it.

    The next edition has the same title; a notice that changes a rule has another one. Titles that are nearly
    the same (甲功能区规划, 乙功能区规划) are those of documents beside each other.
    """
    if held.region != other.region:
        return False
    one, two = _core(held), _core(other)
    if one == two:
        return True
    return not past and Indel.normalized_similarity(one, two) < BESIDE


def _concerns(later: Document, held: Sequence[Document]) -> bool:
    """Whether a later document takes the place of one of ``held`` and doesn't merely use its words, as laws
    use each other's: it is the next edition, comes from the same issuer, or names it."""
    core, text = _core(later.metadata), fold_letters(later.text).text
    for one in (document.metadata for document in held):
        if _core(one) == core or (one.issuer is not None and one.issuer == later.metadata.issuer):
            return True
        names = filter(None, (_core(one), fold_letters(one.doc_number or "").text))
        if any(name in text for name in names):
            return True
    return False


def _core(metadata: Metadata) -> str:
    """A title without what differs from edition to edition."""
    title = metadata.part_titles[0] if metadata.part_titles else metadata.title
    return _EDITION.sub("", fold_letters(title).text)


def _contradicts(one: Judged) -> bool:
    """Whether a stretch says the same with another figure, and nothing else."""
    draft = one.found.draft
    words = draft.codes != FIGURE
    share = float(draft.weights[words & one.found.equal].sum()) / max(float(draft.weights[words].sum()), 1e-6)
    kinds = {difference.kind for difference in one.differences if difference.material}
    other = any(difference.kind in _CALENDAR for difference in one.differences)
    counted = any(d.material and d.draft.startswith("第") for d in one.differences)  # 第57次 is no amount
    return share >= ALIKE and bool(kinds) and kinds <= _FIGURES and not (other or counted or one.torn)
