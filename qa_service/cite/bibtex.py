"""A BibTeX entry; institutions stand in double braces, so that they are not taken for personal names."""

from __future__ import annotations

import re

from qa_service.cite.gbt7714 import page_range
from qa_service.cite.reference import Reference

_SPECIAL = re.compile(r"([&%$#_{}])")


def write(reference: Reference, mark: str) -> str:
    """Return a ``@misc`` entry with the fields that are known; ``mark`` is what gbt7714 packages read."""
    known = {
        "author": f"{{{_safe(reference.issuer)}}}" if reference.issuer else "",
        "title": f"{{{_safe(reference.title)}}}",
        "number": _safe(reference.doc_number or ""),
        "year": str(reference.written.year) if reference.written else "",
        "date": reference.written.isoformat() if reference.written else "",
        "pages": page_range(reference, "--"),
        "mark": mark,
        "langid": "chinese",
    }
    lines = [f"  {name:<6} = {{{value}}}," for name, value in known.items() if value]
    return "\n".join([f"@misc{{{reference.key},", *lines, "}"])


def _safe(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\\", r"\textbackslash "))
