"""A draft as the Word document that an office would write."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import Any

from eval.claims.labelled import Paragraph

TOGETHER = 2
"""Claims that stand in one paragraph: sentences stand in a text, not each on its own."""


def word_draft(paragraphs: Sequence[Paragraph], seed: int = 1) -> bytes:
    """Return a .docx in the manner of 公文: A4, 仿宋 of 16 points, 28 points from line to line, a head.

    Some words are set bold or in colour, so that sentences consist of several runs.
    """
    from docx import Document

    document = Document()
    _set_up(document)
    rng = random.Random(seed)
    body: Any = None
    held = 0
    for one in paragraphs:
        if one.level is not None:
            document.add_heading(one.text, one.level)
            body = None
            continue
        if body is None or held == TOGETHER:
            body, held = document.add_paragraph(), 0
        _add_runs(body, one.text, rng)
        held += 1
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.header.paragraphs[0].text = "内部资料　注意保存"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    normal.paragraph_format.line_spacing = Pt(28)
    normal.paragraph_format.first_line_indent = Pt(32)
    normal.paragraph_format.space_after = Pt(0)


def _add_runs(body: Any, text: str, rng: random.Random) -> None:
    """Write a sentence in up to three runs, one of them bold or red."""
    from docx.shared import RGBColor

    cuts = sorted(rng.sample(range(1, len(text)), min(2, len(text) - 1))) if rng.random() < 0.6 else []
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    marked = rng.randrange(len(pieces)) if len(pieces) > 1 else -1
    for index, piece in enumerate(pieces):
        run = body.add_run(piece)
        if index == marked:
            run.bold = True
            if rng.random() < 0.3:
                run.font.color.rgb = RGBColor(0xC0, 0x00, 0x00)
