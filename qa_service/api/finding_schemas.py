"""What goes over the wire while a question is being made: passages, suggestions, facets, examples."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from qa_service.api.schemas import Filters, Hit, Wire
from qa_service.suggestions import SuggestionKind


class SearchRequest(BaseModel):
    """What to look for, and which page of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(description="Question or words, in Chinese; up to 2000 characters.")
    limit: int = Field(default=10, ge=1, le=50, description="Passages of a page.")
    cursor: str | None = Field(
        default=None, max_length=200, description="`next` of the page before; none: the first page."
    )
    filters: Filters = Field(default=Filters(), description="Hard constraints.")


class SearchPage(Wire):
    """One page of passages as they rank; whether they answer is for `/v1/ask` to say."""

    hits: list[Hit] = Field(description="Passages, best first.")
    total: int = Field(description="How many can be paged through.")
    next: str | None = Field(description="Cursor of the next page; null on the last one.")
    emptied: str = Field(description="Which filter left nothing to search in (Chinese); else empty.")
    generation: str = Field(description="Id of the index generation; a cursor holds for this one.")


class Suggestion(Wire):
    """Something that the typed characters may be meant for."""

    kind: SuggestionKind = Field(
        description="`document` (a title), `number` (文号), `heading` or `indicator` (of a table)."
    )
    text: str = Field(description="What is suggested, as the document writes it.")
    document_id: str = Field(description="Id of the document where it stands.")
    title: str = Field(description="Title of that document.")
    passage_id: str | None = Field(description="Passage where it stands; null: the document as a whole.")


class SuggestionList(Wire):
    """What may be meant."""

    suggestions: list[Suggestion] = Field(description="The best first; empty if nothing fits.")


class SampleQuestion(Wire):
    """A question to begin with."""

    question: str = Field(description="The question; the documents answer it.")
    document_id: str = Field(description="Id of the document that it was made from.")
    title: str = Field(description="Title of that document.")


class SampleQuestions(Wire):
    """Questions to begin with, made from the documents and tried on them."""

    questions: list[SampleQuestion] = Field(description="Up to four; empty for an index without any.")


class FacetValue(Wire):
    """One value of a facet."""

    value: str | int = Field(description="What the filter of the facet's name takes.")
    label: str = Field(description="The same for readers (Chinese).")
    count: int = Field(description="Documents that would be left with it.")
    chosen: bool = Field(description="Whether the filters given have it.")


class Facet(Wire):
    """One way to narrow down."""

    name: str = Field(description="Name of the filter that it sets, e.g. `issuers`.")
    title: str = Field(description="The same for readers (Chinese), e.g. `发文机关`.")
    values: list[FacetValue] = Field(description="Its values, those with most documents first.")


class Facets(Wire):
    """What the documents can be narrowed down by."""

    facets: list[Facet] = Field(description="In the order in which they are shown.")
    total: int = Field(description="Documents of the index.")
    left: int = Field(description="Documents that the filters given admit.")
    generation: str = Field(description="Id of the index generation.")
