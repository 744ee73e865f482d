"""A question read before it is searched: where it may be answered from, what it names, what it cannot get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.search import Searcher, mask_of
from index.text import fold
from ingest.chars import squeeze
from qa_service.about import About, facts, read_about
from qa_service.definitions import asks_to_define, defined_terms, may_ask_to_define
from qa_service.headed_years import HeadedYears
from qa_service.named_places import Places, named_places, stands_at
from qa_service.named_titles import named_documents
from qa_service.people import People
from qa_service.references import References, read_references
from qa_service.whole import asks_for_whole

COVER_BONUS = 6.0
"""Bonus (on the fused score, whose first place is about 20) for the cover of a document that the question
asks about."""

PLACE_BONUS = 5.0
"""Bonus for the article, part, chapter or the like that a question names by number."""

DEFINING_BONUS = 3.0
"""Bonus for a passage that defines (是指) the term whose meaning is asked for."""

OTHER_YEARS_MALUS = 3.0
"""Taken from a passage under a heading of other years than the question's."""

MEANT_PLACE_BONUS = 15.0
"""The same in a document that it names, too: nothing else is meant then."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``allowed`` (passages,) says where the answer may stand, ``raised`` maps named passages to a bonus, and
    those of other years to a malus;
    ``refusal`` is the Chinese reason why no document can answer, empty if one may. ``known``: the question
    asks for facts of a named document's own (文号, date, …), and all of them are known, or for a named
    document or place as a whole. ``unlisted``: rows of a list of appointments that don't answer, and why;
    where one of them is the best that there is, nothing does."""

    allowed: NDArray[np.bool_]
    raised: dict[int, float]
    refusal: str
    known: bool = False
    unlisted: tuple[frozenset[int], str] = (frozenset(), "")


def read_question(
    question: str, verdicts: Sequence[bool], searcher: Searcher, people: People, headed: HeadedYears
) -> Reading:
    """Read ``question``; ``verdicts`` are the filters' verdicts for each document, ``people`` the persons in
    the lists of appointments, ``headed`` the passages under headings of years."""
    documents = searcher.documents
    references = read_references(question, documents)
    admitted = [a and b for a, b in zip(verdicts, references.admits(len(documents)), strict=True)]
    # What the user filtered for explicitly outweighs what the question seems to name.
    chosen = admitted if any(admitted) else list(verdicts)
    about = read_about(question, documents, tuple(references.numbered or ()), chosen)
    places = named_places(question)
    meant = _meant(question, references, verdicts, searcher, titles=bool(places))
    at_places = _places(places, meant, searcher)
    posts = people.read(question)
    rows = [n for n in posts.rows if chosen[int(searcher.owner[n])]] if posts else []
    raised = dict.fromkeys(headed.other_than(question), -OTHER_YEARS_MALUS)
    raised |= dict.fromkeys(_defining(question, searcher), DEFINING_BONUS) | _covers(about, searcher)
    raised |= at_places | dict.fromkeys(() if posts and posts.refusal else rows, PLACE_BONUS)
    whole = bool(meant) and asks_for_whole(question, _names(meant, searcher))
    # The document, or the place in it, is there: nothing is asked that it could fail to say.
    known = (whole and bool(at_places or not places)) or (about is not None and not about.missing)
    known = known or (posts is not None and posts.known and len(rows) == len(posts.rows))
    refusal = _refusal(references, about, searcher)
    if whole and places and not at_places:
        refusal = refusal or f"未找到依据：《{_title(meant, searcher)}》中没有所问的条款或章节"
    unlisted = (frozenset(rows), posts.refusal) if posts and posts.refusal else (frozenset[int](), "")
    return Reading(mask_of(searcher.owner, chosen), raised, refusal, known, unlisted)


def _meant(
    question: str, references: References, verdicts: Sequence[bool], searcher: Searcher, *, titles: bool
) -> frozenset[int]:
    """The documents that may be answered from and that the question names by number, or by title if asked."""
    named = references.numbered or (named_documents(question, searcher.documents) if titles else ())
    return frozenset(i for i in named if verdicts[i])


def _names(meant: frozenset[int], searcher: Searcher) -> list[str]:
    found = [searcher.documents[i].metadata for i in meant]
    return [name for m in found for name in (m.title, *m.part_titles, m.doc_number or "", m.region or "")]


def _covers(about: About | None, searcher: Searcher) -> dict[int, float]:
    if about is None:
        return {}
    own = [n for n, owner in enumerate(searcher.owner) if int(owner) in about.documents]
    covers = [n for n in own if searcher.passages[n].kind == "front"]
    # 有效期 and 施行 stand in the last article or in a line at the end, 文号 and date on the cover.
    places = own if {"valid_until", "effective"} & set(about.fields) else covers
    stating = [n for n in places if _shows(about, n, searcher)]
    return dict.fromkeys(stating or covers, COVER_BONUS)


def _shows(about: About, number: int, searcher: Searcher) -> bool:
    """Whether a passage shows one of the facts that are asked for."""
    metadata = searcher.documents[int(searcher.owner[number])].metadata
    text = fold(squeeze(searcher.passages[number].text))
    return any(fold(squeeze(value)) in text for value in facts(metadata, about.fields)) or (
        "valid_until" in about.fields and "有效期" in text
    )


def _defining(question: str, searcher: Searcher) -> list[int]:
    """The passages that define the term whose meaning is asked for."""
    if not may_ask_to_define(question):
        return []
    holders = {int(n) for gram in ("是指", "指的", "系指") for n in searcher.bigrams.holders(gram)}
    return [n for n in sorted(holders) if asks_to_define(question, defined_terms(searcher.passages[n].text))]


def _places(places: Places, meant: frozenset[int], searcher: Searcher) -> dict[int, float]:
    if not places:
        return {}
    bonus = MEANT_PLACE_BONUS if meant else PLACE_BONUS
    return {
        number: bonus
        for number, (owner, passage) in enumerate(zip(searcher.owner, searcher.passages, strict=True))
        if (not meant or int(owner) in meant) and stands_at(passage, places)
    }


def _refusal(references: References, about: About | None, searcher: Searcher) -> str:
    """A 文号 that stands nowhere, or facts that a document does not state of itself."""
    for number in references.unknown_numbers:
        if not any(fold(number) in fold(squeeze(p.text)) for p in searcher.passages):
            return f"未找到依据：现有文件中没有文号为{number}的文件，也没有提到它的段落"
    if about and len(about.missing) == len(about.fields):
        return f"未找到依据：《{_title(about.documents, searcher)}》没有载明{'、'.join(about.missing)}"
    return ""


def _title(documents: Iterable[int], searcher: Searcher) -> str:
    return min(searcher.documents[i].metadata.title for i in documents)
