"""PDFs: the text layer of each page where there is one, the page's picture by OCR where there is none.

How the pages are set as text tells :mod:`ingest.readers.page_setter`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2 as pdfium

from ingest.errors import UnreadableFile
from ingest.readers.ocr import Image, Recogniser
from ingest.readers.page import Page
from ingest.readers.page_setter import set_pages
from ingest.readers.pdf_page import open_pdf, read_page
from ingest.readers.picture_page import Picture
from ingest.readers.raw import RawText
from ingest.readers.scanned import MOST_PIXELS, Scans

MAX_PAGES = 5000
"""Pages of one file: the longest plan seen has 400."""

GARBLED_SHARE = 0.2
"""More characters than this share without a known meaning: the text layer is of no use."""

SCANNED_CHARS = 10
"""A page with a picture and fewer characters is a scanned one; a stamp or page number may have been added."""

PICTURE_SHARE = 0.3
"""A picture that covers less of the page than this is an ornament or a logo."""

DRAWN_LETTERS = 60
"""Shapes on a page without text: letters turned into curves. A page that is only a frame has fewer."""

DOTS = 200
"""Dots an inch at which pages are drawn for OCR."""


def read_pdf(
    data: bytes, name: str, recogniser: Recogniser | None = None, *, partial: bool = True
) -> RawText:
    """Read a PDF; pages without text by ``recogniser`` where there is one.

    Without one, such pages are named in the warnings; ``partial=False`` refuses the file instead.

    Raises:
        ScannedPages: no page can be read without OCR, or not all, and ``partial`` is false.
        UnreadableFile: damaged, encrypted, or without any text.
    """
    document = _open(data, name)
    scans = Scans(name, len(document))
    pages: list[Page] = []
    labels: list[str] = []
    for number in range(len(document)):
        sheet = _load(document, number, name)
        page = read_page(sheet)
        reason = _unreadable(page)
        if reason and recogniser:
            page = scans.recognise(number, Picture(draw(sheet), page.width, page.height), recogniser)
        elif reason:
            scans.put_off(number, reason)
            page.chars = [] if reason == "garbled" else page.chars
        pages.append(page)
        labels.append(document.get_page_label(number))
        sheet.close()
    scans.settle(pages, partial=partial)
    writer, printed = set_pages(pages, labels if any(labels) else ())
    return RawText(
        writer.text(),
        "pdf",
        "application/pdf",
        page_labels=printed,
        dropped=tuple(writer.dropped),
        warnings=(*scans.warnings(), *writer.warnings),
        whole_lines=True,
        recognised=tuple(scans.recognised),
    )


def _open(data: bytes, name: str) -> Any:
    try:
        document = open_pdf(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        reason, remedy = (
            ("已加密，需要密码", "请去除密码后重试") if locked else ("已损坏或不是 PDF", "请重新下载或导出")
        )
        raise UnreadableFile(f"{name}：文件{reason}", remedy=remedy) from error
    if not 0 < count <= MAX_PAGES:
        raise UnreadableFile(f"{name}：共 {count} 页，超过上限 {MAX_PAGES} 页", remedy="请拆分后再建索引")
    return document


def _load(document: Any, number: int, name: str) -> Any:
    try:
        return document[number]
    except pdfium.PdfiumError as error:
        raise UnreadableFile(f"{name}：第 {number + 1} 页已损坏", remedy="请重新下载或导出") from error


def _unreadable(page: Page) -> str:
    """Why the page's text layer is not enough; empty where it is."""
    if page.unmapped > GARBLED_SHARE * (len(page.chars) + page.unmapped):
        return "garbled"
    shown = page.pictures >= PICTURE_SHARE or page.drawings >= DRAWN_LETTERS
    return "picture" if shown and len(page.chars) < SCANNED_CHARS else ""


def draw(sheet: Any) -> Image:
    """Draw a page that pypdfium2 opened."""
    width, height = sheet.get_size()
    scale = min(DOTS / 72, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = sheet.render(scale=scale, rev_byteorder=False)
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
