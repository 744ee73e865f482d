"""What goes over the wire where documents are changed: one model for each dataclass of
:mod:`qa_service.collection.model`, without what only the journal needs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qa_service.api.problems import Problem
from qa_service.api.schemas import Wire
from qa_service.collection.feedback import Judgement
from qa_service.collection.model import JobKind, JobState, Outcome, Scope, Stage
from qa_service.question import MAX_QUESTION


class SourceCard(Wire):
    """A file of the index."""

    id: str = Field(description="Stable id of the file; it stays when the file is replaced.")
    name: str = Field(description="File name.")
    origin: Literal["upload", "built"] = Field(
        description="`upload`: kept by the service; `built`: read where it stands by `planqa build`."
    )
    media_type: str = Field(description="Media type, by content.")
    sha256: str = Field(description="SHA-256 of the file (hex).")
    size_bytes: int = Field(description="Size (bytes).")
    encoding: str = Field(description="Encoding that the text was read with; empty where there is none.")
    pages: int | None = Field(description="Number of pages; null where the format has none.")
    document_ids: list[str] = Field(description="The documents in it: one, or for a bulletin many.")
    passage_count: int = Field(description="Number of passages.")
    added: datetime | None = Field(description="When it was uploaded; null for a built file.")


class Sources(Wire):
    """All files of the index."""

    sources: list[SourceCard] = Field(description="The files, in the order of the index.")
    generation: str = Field(description="Id of the index generation; empty where there is none yet.")


class ReportDocument(Wire):
    """One document found in a file."""

    id: str = Field(description="Id of the document.")
    title: str = Field(description="Its title.")
    section_count: int = Field(description="Number of headings.")
    passage_count: int = Field(description="Number of passages.")


class CoverageCounts(Wire):
    """What became of the file's non-blank characters."""

    total: int = Field(description="In the file.")
    in_passages: int = Field(description="In passages.")
    dropped: int = Field(description="Left out on purpose; see `dropped` of the report.")
    missing: int = Field(description="In neither: a defect if not 0.")
    share: float = Field(description="Share that is accounted for, 0 to 1.")


class DroppedExample(Wire):
    """A piece of text that was left out."""

    line: int = Field(description="Line in the source file (1-based).")
    text: str = Field(description="The text, cut after 200 characters.")


class DroppedCount(Wire):
    """What was left out for one reason."""

    reason: str = Field(description="Stable identifier, e.g. `page-number`.")
    label: str = Field(description="The same in Chinese.")
    characters: int = Field(description="Non-blank characters.")
    examples: list[DroppedExample] = Field(description="The first few pieces.")


class IngestReport(Wire):
    """What reading a file gave."""

    source: SourceCard = Field(description="The file.")
    documents: list[ReportDocument] = Field(description="The documents found in it.")
    section_count: int = Field(description="Headings, all documents together.")
    passage_count: int = Field(description="Passages, all documents together.")
    coverage: CoverageCounts | None = Field(
        description="Account of its characters; null where an earlier version read it."
    )
    dropped: list[DroppedCount] = Field(description="What was left out, by reason, most first.")
    warnings: list[str] = Field(description="Sentences to show (Chinese).")
    seconds: float = Field(description="Time that reading took (seconds).")


class FileResult(BaseModel):
    """What became of one file of a job."""

    name: str = Field(description="File name as it is kept.")
    sha256: str = Field(description="SHA-256 of the file (hex); empty where it was refused.")
    size_bytes: int = Field(description="Size (bytes).")
    outcome: Outcome = Field(
        description="`pending`, `added`, `replaced`, `unchanged` (held already) or `failed`."
    )
    source_id: str = Field(description="Id of the file among `/v1/sources`; empty where it was refused.")
    document_ids: list[str] = Field(description="The documents found in it.")
    report: IngestReport | None = Field(description="Its ingest report, once it is read.")
    problem: Problem | None = Field(description="Why it was not taken in.")


class Removed(Wire):
    """A deletion."""

    kind: Scope = Field(description="What was deleted: a `document` or a whole `source`.")
    id: str = Field(description="Its id; undo with `POST /v1/documents/{id}/restore` or `/v1/sources/…`.")
    source_id: str = Field(description="Id of the file.")
    title: str = Field(description="Title of the document; those of a file's documents with 、 between.")
    source: str = Field(description="Name of the file.")
    deleted: datetime = Field(description="When it was deleted.")
    restorable_until: datetime = Field(description="Until when that can be undone.")


class RemovedList(Wire):
    """What can be restored."""

    removed: list[Removed] = Field(description="Deletions that can be undone, newest first.")


class Job(BaseModel):
    """An accepted change and how far it is."""

    id: str = Field(description="Id of the job.")
    kind: JobKind = Field(description="What it does.")
    state: JobState = Field(
        description="`queued`, `running`, `done`, or `failed`: nothing of it took effect."
    )
    stage: Stage = Field(
        description="`waiting`, `read`, `embed`, `write`, `open` (published, being opened) or `done`."
    )
    stage_done: int = Field(description="Units of the stage done: files, passages or steps.")
    stage_total: int = Field(description="Units of the stage in all.")
    created: datetime = Field(description="When it was accepted.")
    started: datetime | None = Field(description="When work on it began.")
    finished: datetime | None = Field(description="When it was over.")
    files: list[FileResult] = Field(description="The files it takes in, each with its own result.")
    removed: list[Removed] = Field(description="What it deletes or restores.")
    generation: str | None = Field(description="Id of the index generation from which it is in force.")
    error: Problem | None = Field(description="What made the whole job fail.")


class Jobs(BaseModel):
    """Jobs, newest first."""

    jobs: list[Job] = Field(description="The newest ones.")


class GenerationEntry(Wire):
    """One state of the index."""

    id: str = Field(description="Id of the generation.")
    created: datetime | None = Field(description="When it was published; null where that cannot be read.")
    current: bool = Field(description="Whether it is the one that answers.")
    counts: dict[str, int] = Field(description="How much is in it: files, documents, passages, …")
    intact: bool = Field(description="Whether all its files agree with their checksums.")
    problem: str = Field(description="Why it cannot be opened (Chinese); empty if it can.")


class Generations(BaseModel):
    """The generations kept, newest first."""

    generations: list[GenerationEntry] = Field(description="Those kept for going back.")


class FeedbackRequest(BaseModel):
    """What a user says of an answer or of one of its passages."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(min_length=1, max_length=MAX_QUESTION, description="The question that was asked.")
    passage_id: str | None = Field(
        default=None, max_length=100, description="The passage meant; null for the answer as a whole."
    )
    verdict: Judgement = Field(description="`helpful` or `not-helpful`.")
    note: str = Field(default="", max_length=1000, description="Anything to add.")


class FeedbackReceipt(BaseModel):
    """Feedback that was kept."""

    id: str = Field(description="Its id.")
    received: datetime = Field(description="When it was received.")
