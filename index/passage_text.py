"""What of a passage is indexed: its own text, with title, heading path and table header in front."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.model import Document, Passage


@dataclass(frozen=True, slots=True)
class Indexed:
    """The text that the legs see. ``body`` is the index where the passage's own text begins."""

    text: str
    body: int


def indexed_text(document: Document, passage: Passage) -> Indexed:
    """Return a passage's indexed text.

    The heading path begins with the title of the document or of the part that holds the passage, so that
    「（三）发展目标」 of one plan can be told from that of another.
    """
    path = passage.path or (document.metadata.title,)
    parts = [*path, passage.context] if passage.context else list(path)
    head = " ".join(parts)
    return Indexed(f"{head}\n{passage.text}", len(head) + 1)
