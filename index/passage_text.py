"""What of a passage is indexed: its own text, with title, heading path and table header in front."""

from __future__ import annotations

from dataclasses import dataclass

from index.text import arabic_dates, arabic_years
from ingest.chars import squeeze
from ingest.model import Document, Passage
from ingest.regions import bare_name


@dataclass(frozen=True, slots=True)
class Indexed:
    """The text that the legs see. ``body`` is the index where the passage's own text begins."""

    text: str
    body: int


def indexed_text(document: Document, passage: Passage) -> Indexed:
    """Return a passage's indexed text.

    The heading path begins with the title of the document or of the part that holds the passage, so that
    「（三）发展目标」 of one plan can be told from that of another; a title without the document's region
    (政府工作报告) has it put in front. The model knows 二○二一年 less well than
    2021年: years are in Arabic digits, in front also months and days.
    """
    title = document.metadata.title
    path = passage.path or (title,)
    if path[0] == title:
        path = (squeeze(title), *path[1:])  # the model reads issuers that a blank parts as something else
    parts = [*path, passage.context] if passage.context else list(path)
    region = document.metadata.region
    if region and bare_name(region) not in "".join(path):
        parts.insert(0, region)
    head = arabic_dates(" ".join(parts))
    return Indexed(f"{head}\n{arabic_years(passage.text)}", len(head) + 1)
