"""A picture of a page (.png, .jpg, .tif), read by OCR; a .tif may hold several pages."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image as Pictures
from PIL import UnidentifiedImageError

from ingest.errors import UnreadableFile
from ingest.readers.ocr import Recogniser
from ingest.readers.page_setter import set_pages
from ingest.readers.picture_page import Picture
from ingest.readers.raw import RawText
from ingest.readers.scanned import MOST_PIXELS, Scans

MAX_PIXELS = 200_000_000
"""A picture with more pixels is refused before it is unpacked: A3 at 600 dots an inch has 70 million."""

MAX_PAGES = 500
PAPER = 842.0
"""Points of a page's longer side: A4, whatever the picture says of its resolution."""


def read_image(data: bytes, name: str, recogniser: Recogniser) -> RawText:
    """Read a picture.

    Raises:
        UnreadableFile: no picture, too large, or no text in it.
    """
    try:
        with Pictures.open(io.BytesIO(data)) as picture:
            frames = min(getattr(picture, "n_frames", 1), MAX_PAGES)
            scans = Scans(name, frames)
            pages = [scans.recognise(n, _frame(picture, n, name), recogniser) for n in range(frames)]
    except (UnidentifiedImageError, OSError, Pictures.DecompressionBombError) as error:
        raise UnreadableFile(
            f"{name}：图像已损坏或格式不受支持", remedy="请另存为 .png 或 .jpg 后重试"
        ) from error
    scans.settle(pages, partial=True)
    writer, labels = set_pages(pages)
    return RawText(
        writer.text(),
        "image",
        f"image/{(picture.format or 'png').lower()}",
        page_labels=labels,
        dropped=tuple(writer.dropped),
        warnings=(*scans.warnings(), *writer.warnings),
        whole_lines=True,
        recognised=tuple(scans.recognised),
    )


def _frame(picture: Pictures.Image, number: int, name: str) -> Picture:
    picture.seek(number)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise UnreadableFile(f"{name}：图像过大（{width}×{height}）", remedy="请缩小后重试")
    frame = picture.convert("RGB")
    if width * height > MOST_PIXELS:
        frame.thumbnail(_within(width, height))
    pixels = np.ascontiguousarray(np.asarray(frame)[:, :, ::-1])
    scale = PAPER / max(frame.size)
    return Picture(pixels, frame.width * scale, frame.height * scale)


def _within(width: int, height: int) -> tuple[int, int]:
    shrink = (MOST_PIXELS / (width * height)) ** 0.5
    return int(width * shrink), int(height * shrink)
