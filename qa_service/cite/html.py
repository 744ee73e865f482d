"""An HTML footnote: a raised mark that leads to the note, and a way back."""

from __future__ import annotations

from html import escape

from qa_service.cite.reference import Reference


def write(reference: Reference, mark: str) -> str:
    """Return the mark and the note, on two lines."""
    key, note = escape(reference.key), escape(reference.gongwen)
    return (
        f'<sup id="ref-{key}"><a href="#note-{key}">注</a></sup>\n'
        f'<p id="note-{key}">{note}。<a href="#ref-{key}" aria-label="返回正文">↩</a></p>'
    )
