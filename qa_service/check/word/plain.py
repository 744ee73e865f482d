"""A plain Word document of a draft that is none: a line a paragraph."""

from __future__ import annotations

import io
import re

_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold (XML 1.0, 2.2)."""


def word_of(text: str) -> bytes:
    """Return a .docx that holds ``text``; read back, each character stands at the same offset."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(12)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    for line in _FORBIDDEN.sub(" ", text).removesuffix("\n").split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
