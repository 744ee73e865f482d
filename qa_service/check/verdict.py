"""The plain data of a check: what every edge (command line, report, HTTP) shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ingest.model import Locator

Verdict = Literal["verified", "altered", "misattributed", "outdated", "paraphrase", "not-found"]
ClaimKind = Literal["quotation", "figure", "document", "person", "statement"]
DifferenceKind = Literal[
    "figure",
    "scale",
    "unit",
    "year",
    "period",
    "bound",
    "direction",
    "negation",
    "name",
    "numeral",
    "opposite",
    "word",
    "added",
    "omitted",
    "rounded",
    "qualifier",
    "unsupported",
]

WORDS: dict[Verdict, str] = {
    "verified": "属实",
    "altered": "有出入",
    "misattributed": "出处有误",
    "outdated": "已过时",
    "paraphrase": "转述有据",
    "not-found": "未找到依据",
}
"""What each verdict is called in front of users."""

OBJECTIONS: tuple[Verdict, ...] = ("altered", "misattributed", "outdated", "not-found")
"""What must be mended."""

GRAVITY: tuple[Verdict, ...] = ("altered", "misattributed", "not-found", "outdated", "paraphrase", "verified")
"""From the one that matters most."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a draft and its source part. ``draft`` and ``source`` are verbatim (empty: nothing there);
    ``draft_start``, ``draft_end`` are offsets in the checked text, ``source_start``, ``source_end`` canonical
    offsets in the source document (-1: nowhere). Only a ``material`` one makes a claim altered; ``message``
    is a Chinese sentence to show."""

    kind: DifferenceKind
    draft: str
    source: str
    draft_start: int
    draft_end: int
    source_start: int = -1
    source_end: int = -1
    material: bool = True
    message: str = ""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where something stands: ``text`` is canonical text, verbatim, ``locator`` its exact span."""

    document_id: str
    title: str
    doc_number: str | None
    source: str
    passage_id: str
    heading_path: tuple[str, ...]
    locator: Locator
    citation: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a sentence claims, ``[start, end)`` of the checked text, with its own verdict."""

    kind: ClaimKind
    text: str
    start: int
    end: int
    verdict: Verdict
    note: str = ""
    places: tuple[SourcePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """The verdict on one sentence, ``[start, end)`` of the checked text.

    ``places`` are its sources, the best first, then the others where the same stands. ``similarity`` (0 to 1)
    is the share of the sentence that the source has. ``flags`` name each altered fact in Chinese, ``notes``
    what else a reader should know (a figure rounded, a document expired). ``later`` is where a later document
    gives another figure for the same thing.
    """

    text: str
    start: int
    end: int
    verdict: Verdict
    similarity: float
    places: tuple[SourcePlace, ...] = ()
    differences: tuple[Difference, ...] = ()
    claims: tuple[Claim, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    later: tuple[SourcePlace, ...] = ()

    @property
    def is_objection(self) -> bool:
        """Whether the sentence must be mended before the draft goes out."""
        return self.verdict in OBJECTIONS


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A whole draft checked: its sentences in order, how many got each verdict, wall time in seconds, and the
    ``text`` that all offsets lead into."""

    name: str
    sentences: tuple[SentenceCheck, ...]
    counts: dict[Verdict, int]
    seconds: float
    generation: str = ""
    warnings: tuple[str, ...] = field(default=())
    text: str = ""
