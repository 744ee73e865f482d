"""What goes over the wire when a draft is checked or a passage is cited; every field described.

Offsets count Unicode code points of the checked text (``Check.text``), not UTF-16 units.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from ingest.model import Document
from qa_service.api.schemas import Locator, Validity, Wire
from qa_service.check.changes import Operation, changes
from qa_service.check.verdict import WORDS, ClaimKind, DifferenceKind, DraftCheck, SentenceCheck, SourcePlace
from qa_service.check.verdict import Claim as ClaimValues
from qa_service.check.verdict import Verdict as VerdictName
from qa_service.cite.reference import Reference, reference_of
from qa_service.cite.registry import DEFAULT_MARK, STYLES, write_citation
from qa_service.validity import validity_of

if TYPE_CHECKING:
    from qa_service.engine import Engine


class CheckRequest(BaseModel):
    """A draft as text. How long it may be is for the checker to say (422 `bad-input`)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(description="The draft; up to 400,000 characters.")
    name: str = Field(default="", max_length=200, description="What to call it in reports.")
    markdown: bool = Field(default=False, description="Whether `text` is Markdown.")
    style: str = Field(default="gongwen", description="Citation style; see `/v1/passages/{id}/citation`.")
    mark: str = Field(default=DEFAULT_MARK, description="文献类型标识 for the styles of GB/T 7714.")


class CheckPlace(Wire):
    """Where a sentence, or what it claims, stands."""

    passage_id: str = Field(description="Passage that it begins in; see `/v1/passages/{id}`.")
    document_id: str = Field(description="Id of the document.")
    title: str = Field(description="Title of the document.")
    doc_number: str | None = Field(description="文号.")
    source: str = Field(description="Name of the source file.")
    heading_path: list[str] = Field(description="Headings from the document's title down to the section.")
    locator: Locator = Field(description="Its exact span, lines, pages, article.")
    text: str = Field(description="What stands there, verbatim.")
    citation: str = Field(description="Citation in the style that was asked for.")
    validity: Validity = Field(description="Whether the document still holds today.")


class Difference(Wire):
    """One place where the sentence and its source part."""

    kind: DifferenceKind = Field(description="What differs, e.g. `figure`, `unit`, `year`, `negation`.")
    material: bool = Field(
        description="Whether it makes the claim altered; if not, it is only worth knowing."
    )
    draft: str = Field(description="The draft's own characters; empty: nothing there.")
    source: str = Field(description="The source's own characters; empty: nothing there.")
    draft_start: int = Field(description="First character in the checked text (code points, 0-based).")
    draft_end: int = Field(description="End in the checked text (code points, exclusive).")
    source_start: int = Field(description="First character in the document's canonical text; -1: nowhere.")
    source_end: int = Field(description="End in the document's canonical text; -1: nowhere.")
    message: str = Field(description="A sentence to show (Chinese); may be empty.")


class ChangeStep(Wire):
    """One step of the sentence laid beside `places[0].text`."""

    op: Operation = Field(
        description="`equal` (but for width, punctuation, blanks), `replace`, `insert` (only in the source) "
        "or `delete` (only in the draft)."
    )
    draft: str = Field(description="The draft's characters.")
    source: str = Field(description="The source's characters.")


class CheckClaim(BaseModel):
    """One thing that a sentence claims."""

    kind: ClaimKind = Field(description="`quotation`, `figure`, `document`, `person` or `statement`.")
    text: str = Field(description="The draft's own characters.")
    start: int = Field(description="First character in the checked text (code points, 0-based).")
    end: int = Field(description="End in the checked text (code points, exclusive).")
    verdict: VerdictName = Field(description="Verdict on this claim alone.")
    label: str = Field(description="The verdict in Chinese.")
    note: str = Field(description="A remark to show (Chinese); may be empty.")
    passage_ids: list[str] = Field(description="Passages where it stands.")


class CheckedSentence(BaseModel):
    """The verdict on one sentence."""

    number: int = Field(description="Place in the draft (1-based).")
    start: int = Field(description="First character in the checked text (code points, 0-based).")
    end: int = Field(description="End in the checked text (code points, exclusive).")
    text: str = Field(description="The sentence, verbatim.")
    verdict: VerdictName = Field(
        description="`verified`, `altered`, `misattributed`, `outdated`, `paraphrase` or `not-found`."
    )
    label: str = Field(description="The verdict in Chinese.")
    similarity: float = Field(description="Share of the sentence that the source has, 0 to 1.")
    flags: list[str] = Field(description="What is wrong, one sentence each (Chinese).")
    notes: list[str] = Field(description="What else to know, one sentence each (Chinese).")
    differences: list[Difference] = Field(description="Where the sentence and its source part.")
    changes: list[ChangeStep] = Field(description="Sentence against `places[0].text`, step by step.")
    places: list[CheckPlace] = Field(description="Its sources, best first.")
    later: list[CheckPlace] = Field(description="Where a later document gives another figure.")
    claims: list[CheckClaim] = Field(description="Quotations, figures, documents named, persons.")


class Check(BaseModel):
    """A checked draft."""

    name: str = Field(description="The draft's name.")
    text: str = Field(description="The text that was checked; all offsets lead into it.")
    characters: int = Field(description="Its length (code points).")
    generation: str = Field(description="Id of the index generation that it was checked against.")
    seconds: float = Field(description="Wall time of the check (seconds).")
    counts: dict[VerdictName, int] = Field(description="How many sentences got each verdict.")
    warnings: list[str] = Field(description="What could not be read or checked (Chinese).")
    style: str = Field(description="Style of the citations.")
    sentences: list[CheckedSentence] = Field(description="The sentences that claim something, in order.")


class StyledCitation(BaseModel):
    """A passage cited in one style."""

    name: str = Field(description="Name of the style.")
    title: str = Field(description="What it is called in Chinese.")
    citation: str = Field(description="The citation, ready to paste.")


class PassageCitation(BaseModel):
    """The citation of a passage, in the style asked for and in all others."""

    passage_id: str = Field(description="Id of the passage.")
    style: str = Field(description="The style asked for.")
    mark: str = Field(description="文献类型标识 for the styles of GB/T 7714.")
    citation: str = Field(description="The citation, ready to paste.")
    styles: list[StyledCitation] = Field(description="The same in every style.")


def check_reply(
    engine: Engine,
    result: DraftCheck,
    *,
    style: str = "gongwen",
    mark: str = DEFAULT_MARK,
    today: date | None = None,
) -> Check:
    """Return ``result`` as it is sent. Raises BadInput for an unknown style or mark.

    >>> check_reply(engine, check_draft(engine, "等级民宿达到90家。")).sentences[0].label  # doctest: +SKIP
    '有出入'
    """
    documents = {document.id: document for document in engine.checker().library.documents}
    return CheckWriter(documents, style=style, mark=mark, today=today).check(result)


class CheckWriter:
    """Makes the wire's form of a result; ``documents`` are those that it was checked against, by id."""

    def __init__(
        self,
        documents: dict[str, Document],
        *,
        style: str = "gongwen",
        mark: str = DEFAULT_MARK,
        today: date | None = None,
    ) -> None:
        self._documents = documents
        self._style, self._mark = style, mark
        self._today = today or date.today()

    def check(self, result: DraftCheck) -> Check:
        """Return ``result`` as it is sent."""
        return Check(
            name=result.name,
            text=result.text,
            characters=len(result.text),
            generation=result.generation,
            seconds=result.seconds,
            counts=result.counts,
            warnings=list(result.warnings),
            style=self._style,
            sentences=[self._sentence(number, one) for number, one in enumerate(result.sentences, 1)],
        )

    def _sentence(self, number: int, one: SentenceCheck) -> CheckedSentence:
        steps = changes(one.text, one.places[0].text) if one.places else ()
        return CheckedSentence(
            number=number,
            start=one.start,
            end=one.end,
            text=one.text,
            verdict=one.verdict,
            label=WORDS[one.verdict],
            similarity=one.similarity,
            flags=list(one.flags),
            notes=list(one.notes),
            differences=[Difference.model_validate(difference) for difference in one.differences],
            changes=[ChangeStep.model_validate(step) for step in steps],
            places=[self._place(place) for place in one.places],
            later=[self._place(place) for place in one.later],
            claims=[_claim(claim) for claim in one.claims],
        )

    def _place(self, place: SourcePlace) -> CheckPlace:
        metadata = self._documents[place.document_id].metadata
        reference = reference_of(metadata, place.heading_path, place.locator, place.passage_id)
        return CheckPlace(
            passage_id=place.passage_id,
            document_id=place.document_id,
            title=place.title,
            doc_number=place.doc_number,
            source=place.source,
            heading_path=list(place.heading_path),
            locator=Locator.model_validate(place.locator),
            text=place.text,
            citation=write_citation(reference, self._style, mark=self._mark),
            validity=Validity.model_validate(validity_of(metadata, self._today)),
        )


def _claim(claim: ClaimValues) -> CheckClaim:
    return CheckClaim(
        kind=claim.kind,
        text=claim.text,
        start=claim.start,
        end=claim.end,
        verdict=claim.verdict,
        label=WORDS[claim.verdict],
        note=claim.note,
        passage_ids=[place.passage_id for place in claim.places],
    )


def cited(reference: Reference, style: str, mark: str) -> PassageCitation:
    """Return the citation of ``reference`` in every style. Raises BadInput for an unknown style or mark."""
    chosen = write_citation(reference, style, mark=mark)
    return PassageCitation(
        passage_id=reference.key,
        style=style,
        mark=mark,
        citation=chosen,
        styles=[
            StyledCitation(name=name, title=one.title, citation=write_citation(reference, name, mark=mark))
            for name, one in STYLES.items()
        ],
    )
