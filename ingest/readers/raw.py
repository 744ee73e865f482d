"""What every reader gives: text laid out for the pipeline, and what the format alone can tell.

Positions. For plain text and Markdown ``text`` is the decoded file. For every other format it is the text as
the reader lays it out, and all locators (lines, characters) refer to *that*: one paragraph a line, a table
row as cells kept apart by tabs, ``\\f`` before each page that is known. The same bytes always give the same
text, so a citation is checked by reading the file again through :func:`ingest.readers.registry.read_raw`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from ingest.model import RecognisedPage

Told = tuple[int, str, str]
"""Something left out: where in the text (character offset), what, and why (a key of coverage.REASONS)."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a web page says of its document beside the text (dates in ISO form, ``None``: nothing)."""

    published: str | None = None
    written: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """A file's text and how it was come by.

    ``page_labels`` are the pages' numbers as printed, one a page, an empty string where none is known (no
    entry at all where the format has no pages); ``recognised`` are the pages that were read by OCR,
    ``dropped`` what stands in the file but not in ``text``, ``warnings`` Chinese sentences for the report,
    ``facts`` what a web page says of its document beside the text.
    ``whole_lines`` says that each line is a whole paragraph, so that none need guess whether it wraps.

    >>> RawText("总则\\n", "utf-8", "text/plain").page_labels
    ()
    """

    text: str
    encoding: str
    media_type: str
    page_labels: tuple[str, ...] = ()
    dropped: tuple[Told, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: PageFacts = PageFacts()
    whole_lines: bool = False
    recognised: tuple[RecognisedPage, ...] = ()


def to_json(raw: RawText) -> str:
    """Return ``raw`` as JSON, the form in which it crosses from the child process."""
    return json.dumps(asdict(raw), ensure_ascii=False)


def from_json(text: str) -> RawText:
    """Return the :class:`RawText` that :func:`to_json` wrote."""
    data = json.loads(text)
    return RawText(
        text=str(data["text"]),
        encoding=str(data["encoding"]),
        media_type=str(data["media_type"]),
        page_labels=tuple(map(str, data["page_labels"])),
        dropped=tuple((int(at), str(what), str(why)) for at, what, why in data["dropped"]),
        warnings=tuple(map(str, data["warnings"])),
        facts=PageFacts(**data["facts"]),
        whole_lines=bool(data["whole_lines"]),
        recognised=tuple(RecognisedPage(**page) for page in data["recognised"]),
    )
