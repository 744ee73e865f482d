"""The specimen as a scan: its pages drawn at 200 dots an inch, set askew, with noise, put into a PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium
from make_pdf import make_pdf
from PIL import Image, ImageChops
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DOTS = 200
SKEWS = (0.0, 0.6, -0.9, 0.3, -0.4, 1.2)
SHIFTS = (0, 45, -30, 60, -60, 20)
"""Dots to the right: up to 7 mm, about a character and a half."""


def draw_pages(data: bytes) -> list[Image.Image]:
    """Each page as a picture."""
    document = pdfium.PdfDocument(data)
    return [page.render(scale=DOTS / 72).to_pil().convert("RGB") for page in document]


def scan(page: Image.Image, skew: float, noise: float = 10.0, seed: int = 7, shift: int = 0) -> Image.Image:
    """Set a page askew by ``skew`` degrees, ``shift`` dots to the right, on greyish paper, with specks."""
    page = ImageChops.offset(page, shift, 0)
    turned = page.rotate(skew, fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    specks = np.random.default_rng(seed).normal(0, noise, (turned.height, turned.width, 1))
    return Image.fromarray(np.clip(np.asarray(turned) * 0.88 + 18 + specks, 0, 255).astype(np.uint8))


def pdf_of(pictures: Sequence[Image.Image]) -> bytes:
    """A PDF whose pages are pictures and nothing else."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for picture in pictures:
        width, height = picture.width * 72 / DOTS, picture.height * 72 / DOTS
        canvas.setPageSize((width, height))
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=80)
        packed.seek(0)
        canvas.drawImage(ImageReader(packed), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def make_scan() -> bytes:
    """The specimen's pages, scanned."""
    pages = draw_pages(make_pdf().data)
    laid = enumerate(zip(pages, SKEWS, SHIFTS, strict=True))
    return pdf_of([scan(page, skew, seed=n, shift=shift) for n, (page, skew, shift) in laid])
