"""What goes over the wire while a document is being read: outline, text by span, places of a word."""

from __future__ import annotations

from pydantic import Field

from qa_service.api.schemas import Wire
from qa_service.reading_pane.blocks import BlockKind


class OutlineNode(Wire):
    """A heading and the span that it governs."""

    level: int = Field(description="0 is a title; deeper headings have higher numbers.")
    heading: str = Field(description="The heading, verbatim.")
    start: int = Field(description="Where it begins in the canonical text (code points, 0-based).")
    end: int = Field(description="End of what it governs (exclusive).")
    passage_id: str | None = Field(description="First passage of the section, if it has one.")
    page: int | None = Field(description="Page of that passage (1-based); null where there are no pages.")


class NotePlace(Wire):
    """A footnote."""

    mark: str = Field(description="The mark that it begins with, e.g. `³`; empty for `注：`.")
    start: int = Field(description="First character in the canonical text.")
    end: int = Field(description="End in the canonical text (exclusive).")


class Outline(Wire):
    """A document's table of contents."""

    nodes: list[OutlineNode] = Field(description="Its headings in reading order.")
    notes: list[NotePlace] = Field(description="Its footnotes in reading order.")
    length: int = Field(description="Length of the canonical text (code points).")


class Cell(Wire):
    """One cell of a table."""

    start: int = Field(description="First character in the canonical text.")
    end: int = Field(description="End in the canonical text (exclusive).")
    text: str = Field(description="The cell, verbatim; empty where cells are merged.")


class Row(Wire):
    """One row of a table."""

    start: int = Field(description="First character in the canonical text.")
    end: int = Field(description="End in the canonical text (exclusive).")
    header: bool = Field(description="Whether it names the columns.")
    cells: list[Cell] = Field(description="Its cells from left to right.")


class TextBlock(Wire):
    """A heading, a paragraph, a table, a footnote, or a line of the cover."""

    kind: BlockKind = Field(description="`heading`, `text`, `table`, `note` or `front` (cover).")
    start: int = Field(description="First character in the canonical text (code points, 0-based).")
    end: int = Field(description="End in the canonical text (exclusive).")
    text: str = Field(description="The block, verbatim; empty for a table, see `rows`.")
    level: int | None = Field(description="Level of the heading that it is or begins with.")
    lead: int = Field(description="Length of a heading that runs into its paragraph; else 0.")
    page_start: int | None = Field(description="First page (1-based); null where there are no pages.")
    page_end: int | None = Field(description="Last page (1-based, inclusive).")
    rows: list[Row] = Field(description="A table's rows; else empty.")


class TextPart(Wire):
    """A stretch of a document's text."""

    start: int = Field(description="Where the stretch begins (code points).")
    end: int = Field(description="Where it ends; blocks that begin before it are whole.")
    length: int = Field(description="Length of the whole canonical text.")
    next: int | None = Field(description="Where to go on; null at the end of the text.")
    blocks: list[TextBlock] = Field(description="The blocks that begin in the stretch.")


class Match(Wire):
    """A place where what was searched for stands."""

    start: int = Field(description="First character in the canonical text.")
    end: int = Field(description="End in the canonical text (exclusive).")
    excerpt: str = Field(description="The text around it.")
    at: int = Field(description="Where in `excerpt` it begins (code points).")
    length: int = Field(description="Its length in `excerpt`.")
    heading: str = Field(description="Heading that it stands under; empty if none.")
    passage_id: str | None = Field(description="Passage that it begins in.")


class Matches(Wire):
    """All places of a document where something stands."""

    query: str = Field(description="What was searched for.")
    total: int = Field(description="How many places there are.")
    matches: list[Match] = Field(description="The places in reading order, from the cursor on.")
    next: str | None = Field(description="Cursor of the following ones; null if there are none.")
