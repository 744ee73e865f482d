"""What stands on a PDF page: characters with their places, ruled lines, pictures. Read with pypdfium2.

All places are in points from the page's upper left corner as it is shown: a page that is turned (landscape
tables) is turned here, so that nothing behind this module knows of rotation.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MAX_CHARS = 200_000
"""Characters on one page: a page of small print has 5,000."""

MAX_RULES = 20_000
TILT = 0.2
"""Text turned by more than this (radians, away from upright and the three right angles) is a watermark."""

THIN = 3.0
"""A filled box thinner than this (points) is a ruled line."""


@dataclass(slots=True)
class Char:
    """A character: its box (``top`` < ``bottom``), its ``base`` line and its font ``size`` in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: ``x0`` = ``x1`` for an upright one, ``top`` = ``bottom`` for a level one."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Page:
    """A page of ``width`` by ``height`` points. ``unmapped`` counts characters whose font doesn't tell what
    they are; ``watermark`` is the tilted text, ``pictures`` the share of the page that pictures cover."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unmapped: int = 0
    watermark: str = ""
    pictures: float = 0.0


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
        elif len(result.rules) < MAX_RULES:
            result.rules += _rules(item, turn)
    result.pictures = min(1.0, covered / max(1.0, turn.wide * turn.high))


def _rules(item: Any, turn: _Turn) -> Iterator[Rule]:
    """The level and upright strokes of a path; a filled thin box is one stroke."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, mode, stroked)
    if not mode.value and not stroked.value:
        return
    for points in _outlines(item):
        placed = [turn(x, y) for x, y in points]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if x1 - x0 <= THIN or bottom - top <= THIN:
            yield from _straight(x0, top, x1, bottom)
        elif stroked.value or _is_box(placed):
            for (ax, ay), (bx, by) in zip(placed, placed[1:], strict=False):
                yield from _straight(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _is_box(points: list[tuple[float, float]]) -> bool:
    """A coloured cell: its edges part it from its neighbours as ruled lines would."""
    return len(points) in (4, 5)


def _straight(x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    if bottom - top <= THIN and x1 - x0 > THIN:
        middle = (top + bottom) / 2
        yield Rule(x0, middle, x1, middle)
    elif x1 - x0 <= THIN and bottom - top > THIN:
        middle = (x0 + x1) / 2
        yield Rule(middle, top, middle, bottom)


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
