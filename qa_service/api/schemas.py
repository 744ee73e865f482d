"""What goes over the wire: one model for each dataclass of :mod:`qa_service.model`, every field described.

The fields are the dataclasses' own, name for name; ``from_attributes`` does the copying, and a test holds
the two together. Offsets count Unicode code points (Python's characters), not UTF-16 units or bytes;
dates are ISO 8601; lines and pages are 1-based and both ends are included.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa_service.model import Filters as FilterValues
from qa_service.model import ValidityState

MAX_FILTER_VALUES = 1000
"""Values of one filter: more than any list of documents that is picked by hand."""


class Wire(BaseModel):
    """Base of what is sent: built from a dataclass by its attributes."""

    model_config = ConfigDict(from_attributes=True)


class Locator(Wire):
    """Where a passage stands, in the document's canonical text and in the source file."""

    start: int = Field(description="First character in the document's canonical text (code points, 0-based).")
    end: int = Field(description="End in the canonical text (code points, exclusive).")
    line_start: int = Field(description="First line in the source file (1-based).")
    line_end: int = Field(description="Last line in the source file (1-based, inclusive).")
    page_start: int | None = Field(description="First page (1-based); null where the format has no pages.")
    page_end: int | None = Field(description="Last page (1-based, inclusive).")
    article: str | None = Field(description="The article that holds it, as written, e.g. `第六条`.")
    page_label_start: str | None = Field(
        description="Number printed on the first page, e.g. `7` or `iv`; null where unknown."
    )
    page_label_end: str | None = Field(description="Number printed on the last page.")


class Validity(Wire):
    """Whether a document still holds today."""

    state: ValidityState = Field(
        description="`in-force`, `expiring` (ends soon), `expired`, or `unknown` (the text does not say)."
    )
    until: date | None = Field(description="Last day of validity or of the plan period.")
    basis: str | None = Field(description="What `until` rests on: `有效期` or `规划期`.")
    note: str = Field(description="A sentence to show (Chinese).")


class DocumentCard(Wire):
    """What is known of a document; a field that its text does not give is null."""

    id: str = Field(description="Stable id of the document.")
    title: str = Field(description="Full title, verbatim.")
    part_titles: list[str] = Field(description="Titles of the parts, e.g. the plan that a notice passes on.")
    doc_number: str | None = Field(description="文号.")
    issuer: str | None = Field(description="发文机关.")
    written: date | None = Field(description="成文日期.")
    published: date | None = Field(description="发布日期.")
    effective: date | None = Field(description="施行日期.")
    plan_period: tuple[int, int] | None = Field(description="First and last year of the plan (规划期).")
    region: str | None = Field(description="Region it applies to.")
    kind: str | None = Field(description="Kind of document, e.g. `规划`, `办法`, `通知`.")
    validity: Validity = Field(description="Whether it still holds today.")
    source: str = Field(description="Name of the source file.")
    source_sha256: str = Field(description="SHA-256 of the source file (hex).")
    line_start: int = Field(description="First line of the document in the source file (1-based).")
    line_end: int = Field(description="Last line in the source file (1-based, inclusive).")
    page_count: int | None = Field(description="Pages of the source file; null where it has none.")
    section_count: int = Field(description="Number of headings.")
    passage_count: int = Field(description="Number of passages.")
    same_as: list[str] = Field(description="Ids of the same document in other files, the one to cite first.")


class Provenance(Wire):
    """One more place where the same passage stands."""

    document_id: str = Field(description="Id of that document.")
    title: str = Field(description="Its title.")
    doc_number: str | None = Field(description="Its 文号.")
    source: str = Field(description="Name of its source file.")
    passage_id: str = Field(description="Id of the passage there.")
    line_start: int = Field(description="First line in that source file (1-based).")
    line_end: int = Field(description="Last line (1-based, inclusive).")
    citation: str = Field(description="Citation of that place, ready to paste.")


class IndicatorValue(Wire):
    """One figure of an indicator."""

    column: str = Field(description="Header of its column, verbatim.")
    value: str = Field(description="The figure, verbatim.")
    year: int | None = Field(description="The year it is for, where header or caption tells.")
    role: Literal["base", "target", "actual", "value"] = Field(
        description="`base`: where the plan starts from; `target`: what it is to reach; `actual`: what was "
        "reached; `value`: the table doesn't say."
    )


class IndicatorRow(Wire):
    """What a row of a table of indicators says."""

    indicator: str = Field(description="Name of the indicator.")
    unit: str | None = Field(description="Its unit.")
    attribute: str | None = Field(description="`约束性`, `预期性` or the like.")
    values: list[IndicatorValue] = Field(description="Its figures, from left to right.")


class Appointment(Wire):
    """What a row of a list of appointments says."""

    person: str = Field(description="Who.")
    post: str = Field(description="The post, verbatim.")
    act: str | None = Field(description="`任命`, `免去`, `聘任` or `解聘`, where the list tells.")


class Mark(Wire):
    """The sentence or table row of a passage that answers."""

    start: int = Field(description="First character in the passage's `text` (code points, 0-based).")
    end: int = Field(description="End in the passage's `text` (code points, exclusive).")
    score: float = Field(description="Its share of the question's evidence, 0 to 1.")


class Hit(Wire):
    """A ranked passage with its citation."""

    rank: int = Field(description="Place in the ranking (1-based).")
    passage_id: str = Field(description="Stable id of the passage; see `/v1/passages/{id}`.")
    document: DocumentCard = Field(description="The document it stands in.")
    heading_path: list[str] = Field(description="Headings from the document's title down to the section.")
    kind: str = Field(description="`text`, `front` (title, number, date), `row` (of a table) or `note`.")
    context: str = Field(description="What a table row needs beside it: caption and header; else empty.")
    text: str = Field(description="The passage, verbatim.")
    marks: list[Mark] = Field(description="What of `text` answers the question.")
    locator: Locator = Field(description="Where it stands.")
    citation: str = Field(description="Citation, ready to paste.")
    scores: dict[str, float] = Field(description="The final score and that of each leg of the retrieval.")
    also_in: list[Provenance] = Field(description="Other places where the same text stands.")
    fields: IndicatorRow | Appointment | None = Field(
        description="What a row of an indicator table or of a list of appointments says; else null."
    )
    answers: list[Mark] = Field(
        description="The number, date or the like that the question asks for, in `text`; best first."
    )


class Answer(Wire):
    """What a question gets."""

    question: str = Field(description="The question as it was read.")
    answerable: bool = Field(
        description="Whether the documents answer it. If false, `hits` are the nearest passages, no answer."
    )
    confidence: float = Field(description="Probability that the evidence is there, 0 to 1.")
    reason: str = Field(
        description="If not answerable: what was not found (Chinese), and where it stands beyond the filters."
    )
    hits: list[Hit] = Field(description="Passages, best first.")
    warnings: list[str] = Field(description="Sentences to show (Chinese), e.g. on an expired document.")
    reworded: list[str] = Field(
        description="Where something else was looked for than was written (Chinese): a slip put "
        "right, official words for everyday ones."
    )
    flags: list[str] = Field(description="Remarks on the hits (stable identifiers).")
    seconds: dict[str, float] = Field(description="Wall time of each stage (seconds).")
    generation: str = Field(description="Id of the index generation that answered.")


class SpanCheck(Wire):
    """Whether the passage is still found in its source file."""

    state: Literal["ok", "changed", "missing", "different"] = Field(
        description="`ok`; `changed`: the file's SHA-256 differs; `missing`: no such file; "
        "`different`: the same file gives another text (a defect)."
    )
    message: str = Field(description="The same as a sentence (Chinese).")


class PassageView(Wire):
    """One passage with its citation and the check against its source file."""

    passage_id: str = Field(description="Stable id of the passage.")
    document: DocumentCard = Field(description="The document it stands in.")
    heading_path: list[str] = Field(description="Headings from the document's title down to the section.")
    kind: str = Field(description="`text`, `front`, `row` or `note`.")
    context: str = Field(description="Caption and header of a table row; else empty.")
    text: str = Field(description="The passage, verbatim.")
    locator: Locator = Field(description="Where it stands.")
    citation: str = Field(description="Citation, ready to paste.")
    check: SpanCheck = Field(description="Whether the source file still says so.")
    previous_id: str | None = Field(description="The passage before it in the document.")
    next_id: str | None = Field(description="The passage after it.")
    fields: IndicatorRow | Appointment | None = Field(
        description="What a row of an indicator table or of a list of appointments says; else null."
    )


class SectionNode(Wire):
    """One entry of an outline."""

    level: int = Field(description="0 is a title; deeper headings have higher numbers.")
    heading: str = Field(description="The heading, verbatim.")
    line: int = Field(description="Line in the source file (1-based).")
    passage_id: str | None = Field(description="First passage of the section, if it has one.")


class DocumentView(Wire):
    """A document with its outline."""

    document: DocumentCard = Field(description="What is known of it.")
    outline: list[SectionNode] = Field(description="Its headings in reading order.")
    passage_ids: list[str] = Field(description="Ids of its passages in reading order.")


class Documents(Wire):
    """The documents of the index."""

    documents: list[DocumentCard] = Field(description="All documents, or one page of them.")
    total: int = Field(description="How many there are on all pages.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    generation: str = Field(description="Id of the index generation.")


Strings = Annotated[list[str], Field(max_length=MAX_FILTER_VALUES)]
Years = Annotated[list[int], Field(max_length=MAX_FILTER_VALUES)]


class Filters(BaseModel):
    """Hard constraints on the documents; an empty one constrains nothing, several must all be met."""

    model_config = ConfigDict(extra="forbid", strict=True)

    documents: Strings = Field(default=[], description="Document ids.")
    issuers: Strings = Field(default=[], description="发文机关, exactly as `/v1/documents` shows it.")
    regions: Strings = Field(default=[], description="Regions, exactly as `/v1/documents` shows them.")
    kinds: Strings = Field(
        default=[], description="Kinds of document, exactly as `/v1/documents` shows them."
    )
    doc_numbers: Strings = Field(default=[], description="文号, in any writing.")
    years: Years = Field(default=[], description="Years of 成文日期.")
    in_force: bool = Field(
        default=False, description="Only documents that still hold today (unknown counts as so)."
    )
    validity: list[ValidityState] = Field(
        default=[], max_length=4, description="States of validity, as a document's `validity` shows them."
    )

    def values(self) -> FilterValues:
        """Return the same as the engine's dataclass."""
        return FilterValues(
            documents=tuple(self.documents),
            issuers=tuple(self.issuers),
            regions=tuple(self.regions),
            kinds=tuple(self.kinds),
            doc_numbers=tuple(self.doc_numbers),
            years=tuple(self.years),
            in_force=self.in_force,
            validity=tuple(self.validity),
        )


class AskRequest(BaseModel):
    """A question. How long it may be and what is empty is for the engine to say (422 `bad-input`)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(description="The question, in Chinese; up to 2000 characters.")
    k: int | None = Field(
        default=None,
        ge=1,
        le=50,
        description="How many passages to return; by default what the service is set to (5).",
    )
    filters: Filters = Field(default=Filters(), description="Hard constraints.")


class Health(BaseModel):
    """The process is up."""

    status: Literal["ok"] = Field(default="ok", description="Always `ok`.")


class OpenError(BaseModel):
    """Why a newer generation could not be opened; the older one goes on answering."""

    code: str = Field(description="Stable code, as in a problem's type.")
    message: str = Field(description="What went wrong (Chinese).")
    remedy: str = Field(description="What mends it (Chinese).")


class ReadyCheck(BaseModel):
    """One thing that answering depends on, as it was found a moment ago."""

    name: Literal["model", "index", "disk"] = Field(description="What was looked at.")
    state: Literal["ok", "low", "failed"] = Field(
        description="`ok`; `low`: it works, but not for long (disk nearly full, files gone); `failed`."
    )
    seconds: float = Field(description="Wall time that looking took (seconds).")
    detail: str = Field(description="What was found (Chinese).")


class Ready(BaseModel):
    """The model and the index are loaded and work."""

    ready: Literal[True] = Field(
        default=True, description="Always true; otherwise the answer is a 503 problem."
    )
    generation: str = Field(description="Id of the generation that answers.")
    created: datetime = Field(description="When it was built.")
    counts: dict[str, int] = Field(description="How much is in it: files, documents, passages, …")
    model: dict[str, str | int] = Field(description="Name, runtime and precision of the embedding model.")
    fingerprints: dict[str, str] = Field(description="Model, tokenizer and chunker that it was made with.")
    seconds: dict[str, float] = Field(description="Wall time of loading, by part (seconds).")
    newer: OpenError | None = Field(
        default=None, description="Set while a newer generation cannot be opened."
    )
    checks: list[ReadyCheck] = Field(description="Model, index and disk, looked at now or up to 2 s ago.")
