"""The plain data that crosses package borders: frozen dataclasses, no behaviour beyond look-up.

Positions. *Source* offsets count characters of the decoded source file (the carriage return of ``\\r\\n``
counts, a byte-order mark is no character), so that anyone can check them against the file.
*Canonical* offsets count characters of :attr:`Document.text`. Lines and pages are 1-based.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

PassageKind = Literal["text", "front", "row", "note"]
"""``text`` body text; ``front`` title, number, date and addressees; ``row`` one table or list row;
``note`` a footnote."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was given.

    ``sha256`` is the hex digest of its bytes, ``encoding`` the one that decoded it, ``pages`` the
    number of pages where the format or the layout tells (``None`` otherwise). ``page_labels`` gives each
    page's number as printed ("iv", "12"; empty for a page without one), in order; it is empty where no page's
    number is known.
    """

    name: str
    path: str
    media_type: str
    sha256: str
    size_bytes: int
    encoding: str
    characters: int
    lines: int
    pages: int | None = None
    page_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` characters of canonical text from ``start`` on that stand at ``source_start`` in the
    source. ``source_start`` is ``-1`` for a separator that joining put in (a line feed between
    paragraphs, a tab between cells)."""

    start: int
    length: int
    source_start: int


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a span of canonical text stands: ``[start, end)`` in :attr:`Document.text`, first and last
    source line, first and last page where pages are known, and the article (第N条) that holds it.

    ``page_start`` and ``page_end`` count the pages of the file; ``page_label_start`` and ``page_label_end``
    are the numbers printed on them, ``None`` where none is known."""

    start: int
    end: int
    line_start: int
    line_end: int
    page_start: int | None = None
    page_end: int | None = None
    article: str | None = None
    page_label_start: str | None = None
    page_label_end: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what it governs. ``level`` 0 is a document's title; ``path`` holds the headings from
    the outermost one down to this section's own. ``[start, end)`` is canonical and covers the heading
    and everything up to the next heading of the same or a higher rank; ``line`` is the source line
    where the heading begins."""

    level: int
    heading: str
    path: tuple[str, ...]
    start: int
    end: int
    line: int


ValueRole = Literal["base", "target", "actual", "value"]
"""``base`` where a plan starts from, ``target`` what it is to reach, ``actual`` what was reached, ``value``
where the table doesn't say."""


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One figure of an indicator: its ``column`` as headed, the ``value`` as printed, and the ``year`` it is
    for, ``None`` where neither header nor caption tells."""

    column: str
    value: str
    year: int | None = None
    role: ValueRole = "value"


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """What a row of a table of indicators (指标表) says. ``attribute`` is 约束性, 预期性 or the like."""

    indicator: str
    unit: str | None
    attribute: str | None
    values: tuple[IndicatorValue, ...]


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a row of a list of appointments (人事任免) says; ``act`` is 任命, 免去, 聘任 or 解聘, ``None``
    where the list doesn't tell."""

    person: str
    post: str
    act: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is retrieved and quoted: never crosses a section border.

    ``text`` is canonical text, verbatim. ``path`` (heading path) and ``context`` (a table's caption and
    header) stand beside it: they are shown and indexed but are no part of the quotation. ``id``
    depends on the document and the text alone, so rebuilding keeps it. ``indicator`` or ``appointment``
    holds what a table row says, as :attr:`fields`.
    """

    id: str
    document_id: str
    kind: PassageKind
    text: str
    path: tuple[str, ...]
    locator: Locator
    context: str = ""
    indicator: IndicatorRow | None = None
    appointment: Appointment | None = None

    @property
    def fields(self) -> IndicatorRow | Appointment | None:
        """What a table row says, as fields; ``None`` for other passages and other tables."""
        return self.indicator or self.appointment


@dataclass(frozen=True, slots=True)
class Dropped:
    """Source text that is in no passage, and why (``reason`` is one of
    :data:`ingest.coverage.REASONS`). Every non-blank character that is not in a passage is here."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document. A field that the text does not give is ``None`` or empty; nothing is
    guessed. ``written`` is 成文日期, ``published`` 发布日期, ``effective`` 施行日期, ``valid_until`` the
    last day of 有效期, ``plan_period`` first and last year of the plan."""

    title: str
    issuer: str | None = None
    doc_number: str | None = None
    written: date | None = None
    published: date | None = None
    effective: date | None = None
    valid_until: date | None = None
    plan_period: tuple[int, int] | None = None
    region: str | None = None
    kind: str | None = None
    part_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One official document: its metadata, canonical text, sections, passages, and the map back.

    ``runs`` (ascending in ``start``) map canonical to source characters. ``line_start`` and ``line_end`` are
    its first and last line in the source; the blank lines behind it count to it.
    """

    id: str
    source: Source
    metadata: Metadata
    text: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    runs: tuple[Run, ...]
    line_start: int
    line_end: int
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """A page whose text was recognised in its picture (OCR): 1-based ``page``, so many ``characters``, and
    the mean ``confidence`` (0 to 1) of its lines, each counting by its length."""

    page: int
    confidence: float
    characters: int


@dataclass(frozen=True, slots=True)
class FileReport:
    """What reading one file gave; the ingest report is a list of these. ``seconds`` is wall time,
    ``recognised`` the pages that were read by OCR."""

    source: Source
    documents: tuple[Document, ...]
    dropped: tuple[Dropped, ...]
    seconds: float
    warnings: tuple[str, ...] = field(default=())
    recognised: tuple[RecognisedPage, ...] = ()


def run_at(runs: tuple[Run, ...], offset: int) -> Run:
    """Return the run that holds canonical ``offset``.

    >>> run_at((Run(0, 3, 10), Run(3, 1, -1), Run(4, 2, 20)), 4).source_start
    20
    """
    index = bisect_right(runs, offset, key=lambda run: run.start) - 1
    return runs[max(index, 0)]


def source_slices(runs: tuple[Run, ...], start: int, end: int) -> list[tuple[int, int]]:
    """Return the source slices ``(start, end)`` that canonical ``[start, end)`` is made of, in order.

    Separators that joining put in give no slice.

    >>> source_slices((Run(0, 3, 10), Run(3, 1, -1), Run(4, 2, 20)), 1, 6)
    [(11, 13), (20, 22)]
    """
    slices: list[tuple[int, int]] = []
    index = max(bisect_right(runs, start, key=lambda run: run.start) - 1, 0)
    while index < len(runs) and runs[index].start < end:
        run = runs[index]
        low, high = max(run.start, start), min(run.start + run.length, end)
        if run.source_start >= 0 and low < high:
            slices.append((run.source_start + low - run.start, run.source_start + high - run.start))
        index += 1
    return slices
