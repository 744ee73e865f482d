"""A Markdown footnote: the mark for the text, and the note."""

from __future__ import annotations

import re

from qa_service.cite.reference import Reference

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


def write(reference: Reference, mark: str) -> str:
    r"""Return the footnote.

    >>> write(Reference("甲", None, None, None, None, "《甲*》第二条", "a-1"), "A")
    '[^a-1]\n\n[^a-1]: 《甲\\*》第二条。'
    """
    note = _SPECIAL.sub(r"\\\1", reference.gongwen)
    return f"[^{reference.key}]\n\n[^{reference.key}]: {note}。"
