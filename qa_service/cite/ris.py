"""A RIS record, for Zotero, EndNote and NoteExpress. Lines end in CR LF, as the format says."""

from __future__ import annotations

from qa_service.cite.reference import Reference


def write(reference: Reference, mark: str) -> str:
    """Return a record of type ``GOVDOC`` with the fields that are known."""
    written = reference.written
    pages = reference.pages
    known = [
        ("TY", "GOVDOC"),
        ("ID", reference.key),
        ("AU", reference.issuer),
        ("TI", reference.title),
        ("M1", reference.doc_number),
        ("PY", str(written.year) if written else None),
        ("DA", f"{written.year}/{written.month:02}/{written.day:02}" if written else None),
        ("SP", str(pages[0]) if pages else None),
        ("EP", str(pages[1]) if pages else None),
        ("LA", "zh"),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in known if value]
    return "\r\n".join([*lines, "ER  - "]) + "\r\n"
