"""Jobs and what they say, as plain data: what the journal keeps and what the service shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

JobKind = Literal["add", "replace", "delete", "restore"]
JobState = Literal["queued", "running", "done", "failed"]
Stage = Literal["waiting", "read", "embed", "write", "open", "done"]
Outcome = Literal["pending", "added", "replaced", "unchanged", "failed"]
Scope = Literal["document", "source"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error as it is kept: its code, HTTP status, and the two sentences for people."""

    code: str
    status: int
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One file of the collection."""

    id: str
    name: str
    origin: Literal["upload", "built"]
    media_type: str
    sha256: str
    size_bytes: int
    encoding: str
    pages: int | None
    document_ids: tuple[str, ...]
    passage_count: int
    added: datetime | None


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """One document of an ingest report."""

    id: str
    title: str
    section_count: int
    passage_count: int


@dataclass(frozen=True, slots=True)
class CoverageCounts:
    """Non-blank characters: in the file, in passages, left out on purpose, and in neither (a defect).
    ``share`` is what is accounted for, 0 to 1."""

    total: int
    in_passages: int
    dropped: int
    missing: int
    share: float


@dataclass(frozen=True, slots=True)
class DroppedExample:
    """A piece of text that is in no passage."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class DroppedCount:
    """What was left out for one reason: non-blank characters, and the first few pieces."""

    reason: str
    label: str
    characters: int
    examples: tuple[DroppedExample, ...]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What reading one file gave."""

    source: SourceCard
    documents: tuple[ReportDocument, ...]
    section_count: int
    passage_count: int
    coverage: CoverageCounts | None
    dropped: tuple[DroppedCount, ...]
    warnings: tuple[str, ...]
    seconds: float


@dataclass(slots=True)
class FileResult:
    """One file of a job. ``path`` is where the upload is kept, ``replaces`` the id of the file whose place
    it takes."""

    name: str
    sha256: str = ""
    size_bytes: int = 0
    outcome: Outcome = "pending"
    source_id: str = ""
    document_ids: tuple[str, ...] = ()
    report: IngestReport | None = None
    problem: Trouble | None = None
    path: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class RemovedItem:
    """A deletion: of a document or of a whole file, with what is needed to undo it until
    ``restorable_until``. ``places`` are the documents concerned: sha256 of their file, and id."""

    kind: Scope
    id: str
    source_id: str
    title: str
    source: str
    deleted: datetime
    restorable_until: datetime
    places: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Job:
    """One accepted change and how far it is. ``attempts`` counts how often work on it was begun."""

    id: str
    kind: JobKind
    created: datetime
    state: JobState = "queued"
    stage: Stage = "waiting"
    stage_done: int = 0
    stage_total: int = 0
    started: datetime | None = None
    finished: datetime | None = None
    files: list[FileResult] = field(default_factory=list)
    removed: list[RemovedItem] = field(default_factory=list)
    generation: str | None = None
    error: Trouble | None = None
    attempts: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")
