"""OFD, the national layout format (GB/T 33190—2016): pages of placed characters, like a PDF's.

Read with zipfile and lxml: easyofd, the library there is, draws pages through PyMuPDF (AGPL), takes the usual
namespace prefix for granted and has no limits for hostile files.
"""

from __future__ import annotations

import io
from collections import Counter

import numpy as np
from PIL import Image as Pictures

from ingest.errors import UnreadableFile
from ingest.readers.ocr import Image, Recogniser
from ingest.readers.ofd_document import MAIN, OfdDocument, OfdPage, documents
from ingest.readers.ofd_objects import POINTS, Drawn, draw
from ingest.readers.package import Package
from ingest.readers.page import Char, Page, Rule
from ingest.readers.page_furniture import MARGIN
from ingest.readers.page_setter import set_pages
from ingest.readers.pdf import DOTS, GARBLED_SHARE, MAX_PAGES, PICTURE_SHARE, SCANNED_CHARS
from ingest.readers.picture_page import Picture
from ingest.readers.raw import RawText
from ingest.readers.scanned import MOST_PIXELS, Scans

_REMEDY = "请用 OFD 阅读器（如数科、福昕）打开确认，或导出为 PDF 后重试"


def read_ofd(
    data: bytes, name: str, recogniser: Recogniser | None = None, *, partial: bool = True
) -> RawText:
    """Read an OFD file; pages that are pictures by ``recogniser`` (see :func:`ingest.readers.pdf.read_pdf`).

    Raises:
        ScannedPages: no page can be read without OCR, or not all, and ``partial`` is false.
        UnreadableFile: damaged, beyond the limits, or without any text.
    """
    package = Package(data, name, ".ofd", MAIN)
    held = [(document, page) for document in documents(package) for page in document.pages()]
    if not 0 < len(held) <= MAX_PAGES:
        raise UnreadableFile(f"{name}：OFD 文件中有 {len(held)} 页，无法读取", remedy=_REMEDY)
    scans = Scans(name, len(held))
    shared = Counter(key for _, page in held for key in page.templates)
    pages: list[Page] = []
    for number, (document, content) in enumerate(held):
        page, drawn = _page(document, content, shared)
        reason = _unreadable(page)
        picture = _picture(document, page, drawn) if reason and recogniser else None
        if picture is not None and recogniser:
            page = scans.recognise(number, picture, recogniser)
        elif reason:
            scans.put_off(number, reason)
        pages.append(page)
    scans.settle(pages, partial=partial)
    writer, labels = set_pages(pages)
    return RawText(
        writer.text(),
        "ofd",
        "application/ofd",
        page_labels=labels,
        dropped=tuple(writer.dropped),
        warnings=(*scans.warnings(), *writer.warnings, *_attached([document for document, _ in held])),
        whole_lines=True,
        recognised=tuple(scans.recognised),
    )


def _attached(held: list[OfdDocument]) -> list[str]:
    names = list(dict.fromkeys(name for document in held for name in document.attachments() if name))
    return [f"文件内附有：{'、'.join(names)}，未读取"] if names else []


def _page(document: OfdDocument, content: OfdPage, shared: Counter[str]) -> tuple[Page, Drawn]:
    """The page's own objects, its templates' and its annotations'."""
    x, y, wide, high = content.box
    drawn = Drawn()
    for key in content.templates:
        template, layer = document.template(key), Drawn()
        if template is not None:
            draw(template, (x, y), document.group, layer)
            _lay_under(drawn, layer, high * POINTS, repeated=shared[key] > 1)
    if content.content is not None:
        draw(content.content, (x, y), document.group, drawn)
    page = Page(wide * POINTS, high * POINTS)
    _turn(page, drawn)
    page.unmapped, page.drawings, page.watermark = drawn.unmapped, drawn.shapes, drawn.tilted
    page.left_out = [(text, "hidden-text") for text in drawn.hidden] + _annotated(document, content)
    covered = sum((x1 - x0) * (bottom - top) for _, (x0, top, x1, bottom) in drawn.pictures)
    page.pictures = min(1.0, covered / max(1.0, page.width * page.height))
    return page, drawn


def _lay_under(drawn: Drawn, layer: Drawn, height: float, *, repeated: bool) -> None:
    """Put a template's objects with the page's. Text on several pages that stands between head and foot is a
    watermark, upright or not."""
    for char, quarters in layer.chars:
        if repeated and MARGIN * height < char.base < (1 - MARGIN) * height:
            drawn.tilted += char.text
        else:
            drawn.chars.append((char, quarters))
    drawn.rules += layer.rules
    drawn.tilted += layer.tilted
    drawn.hidden += layer.hidden
    drawn.unmapped += layer.unmapped
    drawn.pictures += [] if repeated else layer.pictures


def _annotated(document: OfdDocument, content: OfdPage) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    for annotation in content.annotations:
        layer = Drawn()
        draw(annotation, (0.0, 0.0), document.group, layer)
        text = "".join(char.text for char, _ in layer.chars) + layer.tilted
        if text:
            told.append((text, "watermark" if annotation.get("Type") == "Watermark" else "comment"))
    return told


def _turn(page: Page, drawn: Drawn) -> None:
    """Turn the page so that most of its text is upright: wide tables are set at a right angle. Text at a
    right angle to the rest is a note in the margin, told as a watermark is."""
    quarters = Counter(quarter for _, quarter in drawn.chars)
    most = quarters.most_common(1)[0][0] if quarters else 0
    for char, quarter in drawn.chars:
        if quarter == most:
            page.chars.append(_turned_char(char, most, page))
        else:
            drawn.tilted += char.text
    page.rules = [_turned_rule(rule, most, page) for rule in drawn.rules]
    if most % 2:
        page.width, page.height = page.height, page.width


def _turned_char(char: Char, quarters: int, page: Page) -> Char:
    """``char`` was boxed as if its line ran to the right from its first corner."""
    if not quarters:
        return char
    x, y = _turned(char.x0, char.base, quarters, page)
    wide, rise = char.x1 - char.x0, char.base - char.top
    return Char(char.text, x, y - rise, x + wide, y + char.bottom - char.base, y, char.size)


def _turned(x: float, y: float, quarters: int, page: Page) -> tuple[float, float]:
    """Where a point of the page comes to stand when it is turned back by ``quarters`` clockwise quarter
    turns."""
    if quarters == 1:
        return y, page.width - x
    if quarters == 2:
        return page.width - x, page.height - y
    return (page.height - y, x) if quarters == 3 else (x, y)


def _turned_rule(rule: Rule, quarters: int, page: Page) -> Rule:
    (ax, ay), (bx, by) = (
        _turned(rule.x0, rule.top, quarters, page),
        _turned(rule.x1, rule.bottom, quarters, page),
    )
    return Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _unreadable(page: Page) -> str:
    if page.unmapped > GARBLED_SHARE * (len(page.chars) + page.unmapped):
        return "garbled"
    return "picture" if page.pictures >= PICTURE_SHARE and len(page.chars) < SCANNED_CHARS else ""


def _picture(document: OfdDocument, page: Page, drawn: Drawn) -> Picture | None:
    """The page's pictures on white paper; ``None`` where one of them can't be opened."""
    scale = min(DOTS / 72, (MOST_PIXELS / max(page.width * page.height, 1.0)) ** 0.5)
    paper = Pictures.new("RGB", (max(1, int(page.width * scale)), max(1, int(page.height * scale))), "white")
    for key, (x0, top, x1, bottom) in drawn.pictures:
        path = document.pictures.get(key, "")
        try:
            with Pictures.open(io.BytesIO(document.package.bytes_of(path))) as opened:
                size = max(1, int((x1 - x0) * scale)), max(1, int((bottom - top) * scale))
                paper.paste(opened.convert("RGB").resize(size), (int(x0 * scale), int(top * scale)))
        except (OSError, KeyError, ValueError, Pictures.DecompressionBombError):
            return None
    return Picture(_pixels(paper), page.width, page.height)


def _pixels(paper: Pictures.Image) -> Image:
    return np.ascontiguousarray(np.asarray(paper)[:, :, ::-1])
