"""A checked draft as a file: a page, the Word document given back, Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.model import Document
from qa_service.check.draft_file import DraftText
from qa_service.check.remarks import Options, Remarks
from qa_service.check.report_html import html_report
from qa_service.check.report_markdown import markdown_report
from qa_service.check.verdict import DraftCheck
from qa_service.check.word.annotate import annotated
from qa_service.check.word.plain import word_of

ExportFormat = Literal["json", "html", "docx", "md"]

MEDIA_TYPES: dict[str, str] = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
"""The formats besides JSON."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file: its suggested ``name`` and its ``data``."""

    name: str
    data: bytes


def export(
    format: str, draft: DraftText, result: DraftCheck, documents: dict[str, Document], options: Options
) -> Exported:
    """Return the checked ``draft`` as ``html``, ``docx`` or ``md``.

    A draft that is no Word document becomes a plain one first, a line a paragraph.
    """
    remarks = Remarks(documents, options)
    name = f"{Path(draft.name).stem or '文稿'}-核对.{format}"
    if format == "html":
        return Exported(name, html_report(result).encode())
    if format == "md":
        return Exported(name, markdown_report(result, remarks, markdown=draft.markdown).encode())
    word = draft.word if draft.word is not None else word_of(draft.text)
    return Exported(name, annotated(word, result, remarks))
