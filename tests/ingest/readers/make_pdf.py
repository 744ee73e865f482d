"""The specimen as a PDF, set by reportlab: justified text, running heads, page numbers, footnotes, a ruled
table over a page end. Also tells on which pages each item begins and ends, as the typesetter knows it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid
from specimen import ITEMS, Box, Deleted, Heading, Line, Note, PageBreak, Paragraph, Table

FONT = "STSong-Light"
SIZE = 16
BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=SIZE, leading=28, firstLineIndent=2 * SIZE, wordWrap="CJK", alignment=4
)
CENTRE = ParagraphStyle("centre", parent=BODY, alignment=1, firstLineIndent=0)
TITLE = ParagraphStyle("title", parent=CENTRE, fontSize=22, leading=34, spaceAfter=12)
TO = ParagraphStyle("to", parent=BODY, firstLineIndent=0)
FROM = ParagraphStyle("from", parent=BODY, alignment=2, firstLineIndent=0)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=11, leading=15, firstLineIndent=0, alignment=0)
HEIGHT, GAP = 480, 110
"""Height of the text, room before the first table: chosen so that a paragraph and a table cross page ends."""

HEAD = "青禾区城市更新“十五五”规划"


@dataclass
class Made:
    """The file and the pages: ``pages`` maps the number of an item in ``ITEMS`` to its pieces' pages."""

    data: bytes = b""
    pages: dict[int, list[int]] = field(default_factory=dict)


class _Tracked(Text):  # type: ignore[misc]
    """Text that notes on which pages it is printed; its style carries the number of the item."""

    pages: dict[int, list[int]] = {}

    def draw(self) -> None:
        self.pages.setdefault(self.style.item, []).append(self.canv.getPageNumber())
        super().draw()


class _Foot(Flowable):  # type: ignore[misc]
    """Takes no room; prints a footnote at the foot of the page it falls on."""

    def __init__(self, note: str) -> None:
        super().__init__()
        self.note = note

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.saveState()
        x, y = self.canv.absolutePosition(0, 0)
        self.canv.translate(-x, -y)
        self.canv.line(90, 108, 230, 108)
        _draw_note(self.canv, self.note)
        self.canv.restoreState()


def _text(item: int, text: str, style: ParagraphStyle) -> Any:
    return _Tracked(text, ParagraphStyle(f"{style.name}{item}", parent=style, item=item))


def _draw_note(canvas: Any, note: str) -> None:
    canvas.setFont(FONT, 6)
    canvas.drawString(90, 98, "1")
    canvas.setFont(FONT, 10)
    canvas.drawString(96, 94, note[:38])
    canvas.drawString(90, 80, note[38:])


def _around(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 40, HEAD)
    canvas.setFont(FONT, 12)
    canvas.drawCentredString(A4[0] / 2, 40, f"— {document.page} —")


def make_pdf() -> Made:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    made = Made()
    _Tracked.pages = made.pages
    story: list[Any] = []
    for number, item in enumerate(ITEMS):
        if isinstance(item, PageBreak):
            story.append(NewPage())
        else:
            story += _flowables(number, item)
    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=A4, invariant=1)
    frame = Frame(85, 115, A4[0] - 170, HEIGHT, leftPadding=0, rightPadding=0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=_around))
    document.build(story)
    made.data = target.getvalue()
    return made


def _flowables(number: int, item: Any) -> list[Any]:
    if isinstance(item, Line):
        style = {"title": TITLE, "to": TO, "number": CENTRE, "annex": TO}.get(item.role, FROM)
        return [_text(number, item.text, style)]
    if isinstance(item, Heading):
        return [_text(number, item.number + item.text, BODY)]
    if isinstance(item, Paragraph):
        text, notes = "", []
        for part in item.parts:
            if isinstance(part, Note):
                notes.append(_Foot(part.text))
                text += f'<super size="9">{len(notes)}</super>'
            elif not isinstance(part, Deleted):
                text += part if isinstance(part, str) else part.text
        return [*notes, _text(number, text, BODY)]
    if isinstance(item, Table):
        return [
            Spacer(1, GAP if item.merged else 6),
            _text(number, item.caption, CENTRE),
            _grid(number, item),
            Spacer(1, 10),
        ]
    assert isinstance(item, Box)
    inner = [_text(number, line, BODY) for line in item.lines]
    return [
        Spacer(1, 6),
        Grid([[inner]], colWidths=[A4[0] - 170], style=[("BOX", (0, 0), (-1, -1), 1, black)]),
        Spacer(1, 6),
    ]


def _grid(number: int, item: Table) -> Any:
    cells = [[_text(number, text, CELL) for text in row] for row in item.rows]
    style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, black)]
    style += [("SPAN", (c, r), (c + columns - 1, r + rows - 1)) for r, c, rows, columns in item.merged]
    return Grid(cells, repeatRows=1, style=style)
