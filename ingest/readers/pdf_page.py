"""What stands on a PDF page: characters with their places, ruled lines, pictures. Read with pypdfium2.

All places are in points from the page's upper left corner as it is shown: a page that is turned (landscape
tables) is turned here, so that nothing behind this module knows of rotation.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.page import Char, Page, Rule
from ingest.readers.page_rules import rules_of

MAX_CHARS = 200_000
"""Characters on one page: a page of small print has 5,000."""

MAX_RULES = 20_000
TILT = 0.2
"""Text turned by more than this (radians, away from upright and the three right angles) is a watermark."""


class _Turn:
    """From PDF space (origin at the lower left, unrotated) to the shown page."""

    def __init__(self, page: Any, rotation: int) -> None:
        self.rotation = rotation
        self.left, self.low, right, high = page.get_cropbox() or page.get_mediabox()
        self.wide, self.high = right - self.left, high - self.low

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.low
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self.wide - x, y
        if self.rotation == 270:
            return self.high - y, self.wide - x
        return x, self.high - y


def read_page(page: Any) -> Page:
    """Read one page of a document that pypdfium2 opened."""
    text = page.get_textpage()
    try:
        turn = _Turn(page, _text_turned(text, page.get_rotation()))
        upright = turn.rotation in (0, 180)
        result = Page(*((turn.wide, turn.high) if upright else (turn.high, turn.wide)))
        _read_chars(text, turn, result)
    finally:
        text.close()
    _read_objects(page, turn, result)
    return result


def _text_turned(text: Any, rotation: int) -> int:
    """How far most of the text is turned, in degrees: a wide table is often printed at a right angle on a
    page that is not marked as turned. Without text, what the page itself says."""
    count = min(raw.FPDFText_CountChars(text.raw), 2000)
    angles = [raw.FPDFText_GetCharAngle(text.raw, index) for index in range(count)]
    quarters = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    # PDFium gives angles clockwise; text set counter-clockwise by 90° is upright on a page turned by 90°.
    return 90 * (-quarters.most_common(1)[0][0] % 4) if quarters else int(rotation)


def _read_chars(text: Any, turn: _Turn, result: Page) -> None:
    handle = text.raw
    box = raw.FS_RECTF()
    matrix = raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    turned = math.radians(turn.rotation)
    seen: dict[str, Char] = {}
    for index in range(min(raw.FPDFText_CountChars(handle), MAX_CHARS)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if raw.FPDFText_IsGenerated(handle, index) == 1 or code in (10, 13):
            continue
        if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or raw.FPDFText_HasUnicodeMapError(handle, index) == 1:
            result.unmapped += 1
            continue
        if code < 32 or 0xD800 <= code <= 0xDFFF:
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetMatrix(handle, index, matrix)
        if _tilted(raw.FPDFText_GetCharAngle(handle, index) + turned):
            result.watermark += chr(code)
            continue
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        size = raw.FPDFText_GetFontSize(handle, index) * scale
        ends = turn(box.left, box.bottom), turn(box.right, box.top)
        (x0, x1), (top, bottom) = sorted(p[0] for p in ends), sorted(p[1] for p in ends)
        base = turn(x.value, y.value)[1]
        char = Char(chr(code), x0, top, x1, bottom, base, size if size > 0.5 else bottom - top)
        if not _printed_twice(char, seen.get(char.text)):
            result.chars.append(char)
            seen[char.text] = char


def _tilted(angle: float) -> bool:
    """Not upright on the shown page: text at a right angle to it is a margin note, at others a watermark."""
    rest = abs(math.remainder(angle, 2 * math.pi))
    return rest > TILT


def _printed_twice(char: Char, before: Char | None) -> bool:
    """Bold made by printing the same character again, a hair beside."""
    if before is None:
        return False
    near = 0.2 * char.size
    return abs(char.x0 - before.x0) < near and abs(char.base - before.base) < near


def _read_objects(page: Any, turn: _Turn, result: Page) -> None:
    covered = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, low, right, high = item.get_bounds()
            covered += abs((right - left) * (high - low))
            continue
        result.drawings += 1
        if len(result.rules) < MAX_RULES:
            result.rules += _rules(item, turn)
    result.pictures = min(1.0, covered / max(1.0, turn.wide * turn.high))


def _rules(item: Any, turn: _Turn) -> Iterator[Rule]:
    """The level and upright strokes of a path; a filled thin box is one stroke."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, mode, stroked)
    if not mode.value and not stroked.value:
        return
    for points in _outlines(item):
        yield from rules_of([turn(x, y) for x, y in points], stroked=bool(stroked.value))


def _outlines(item: Any) -> Iterator[list[tuple[float, float]]]:
    """The path's polygons in page space; curves count by their end points."""
    matrix = item.get_matrix()
    outside = list(_outer_matrices(item))
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(item.raw), 2000)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        for outer in outside:
            point = outer.on_point(*point)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points


def _outer_matrices(item: Any) -> Iterator[Any]:
    """The matrices of the form objects around an item, innermost first."""
    container = item.container
    while container is not None:
        yield container.get_matrix()
        container = container.container


def open_pdf(data: bytes) -> Any:
    """Open a document; raises :class:`pypdfium2.PdfiumError` where it is none."""
    return pdfium.PdfDocument(data)
