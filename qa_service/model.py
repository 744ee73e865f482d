"""The plain data of an answer: what the engine returns and every edge (command line, HTTP) shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ingest.model import Appointment, IndicatorRow, Locator

ValidityState = Literal["in-force", "expiring", "expired", "unknown"]


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a document still holds on a given day. ``until`` is the last day of 有效期 or of the plan
    period (``basis`` tells which: ``有效期`` or ``规划期``); ``note`` is a Chinese sentence to show."""

    state: ValidityState
    until: date | None = None
    basis: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """What a list or a citation shows of a document. ``source`` is the file's name; ``page_count`` is
    ``None`` where the format has no pages. ``same_as`` are the ids of the same document in other files, the
    one to cite first."""

    id: str
    title: str
    part_titles: tuple[str, ...]
    doc_number: str | None
    issuer: str | None
    written: date | None
    published: date | None
    effective: date | None
    plan_period: tuple[int, int] | None
    region: str | None
    kind: str | None
    validity: Validity
    source: str
    source_sha256: str
    line_start: int
    line_end: int
    page_count: int | None
    section_count: int
    passage_count: int
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """One more place where the same passage stands."""

    document_id: str
    title: str
    doc_number: str | None
    source: str
    passage_id: str
    line_start: int
    line_end: int
    citation: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Offsets ``[start, end)`` into a passage's text of the sentence (or row) that answers; ``score`` is its
    share of the question's evidence, 0 to 1."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage with its citation.

    ``text`` is verbatim; ``marks`` point into it, to the sentences that answer, and so do ``answers``, to the
    number, date or the like that the question asks for (best first; empty where it asks for no such thing).
    ``heading_path`` leads from the document's (or part's) title to the section. ``scores`` holds the final
    score and each leg's own. ``also_in`` lists the other places where the same text stands. ``fields`` are
    what a row of an indicator table or of a list of appointments says, ``None`` for any other passage.
    """

    rank: int
    passage_id: str
    document: DocumentCard
    heading_path: tuple[str, ...]
    kind: str
    context: str
    text: str
    marks: tuple[Mark, ...]
    locator: Locator
    citation: str
    scores: dict[str, float]
    also_in: tuple[Provenance, ...] = ()
    fields: IndicatorRow | Appointment | None = None
    answers: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets.

    ``answerable`` is the verdict, ``confidence`` (0 to 1) what it rests on: the calibrated probability
    that the evidence is there. When it is ``False`` the hits are the nearest passages, not an answer, and
    ``reason`` says in Chinese what was not found. ``warnings`` are Chinese sentences (an expired
    document, a filter that emptied the result), ``reworded`` others that tell where something else was looked
    for than was written: a slip put right, official words for everyday ones.
    ``seconds`` maps each stage to its wall time.
    """

    question: str
    answerable: bool
    confidence: float
    reason: str
    hits: tuple[Hit, ...]
    warnings: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    generation: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Hard constraints: a passage that fails one is not returned by any leg. Empty means no constraint.

    ``documents`` are document ids, ``issuers``, ``regions`` and ``kinds`` exact values as the document
    list shows them, ``doc_numbers`` 文号 in any writing, ``years`` years of 成文日期, ``in_force`` keeps
    documents that still hold today (unknown validity counts as holding), ``validity`` those in one of the
    states named.
    """

    documents: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    doc_numbers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    in_force: bool = False
    validity: tuple[ValidityState, ...] = ()


@dataclass(frozen=True, slots=True)
class SpanCheck:
    """Whether a passage's span still gives its text in the source file: ``ok``, ``changed`` (the file's
    sha256 differs), ``missing`` (no such file), ``different`` (same file, other text: a defect)."""

    state: Literal["ok", "changed", "missing", "different"]
    message: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage looked up by id, with its citation and the check against the source file; ``fields`` as in
    :class:`Hit`."""

    passage_id: str
    document: DocumentCard
    heading_path: tuple[str, ...]
    kind: str
    context: str
    text: str
    locator: Locator
    citation: str
    check: SpanCheck
    previous_id: str | None
    next_id: str | None
    fields: IndicatorRow | Appointment | None = None


@dataclass(frozen=True, slots=True)
class SectionNode:
    """One entry of a document's outline; ``line`` is 1-based in the source file."""

    level: int
    heading: str
    line: int
    passage_id: str | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its outline and the ids of its passages in reading order."""

    document: DocumentCard
    outline: tuple[SectionNode, ...]
    passage_ids: tuple[str, ...]
