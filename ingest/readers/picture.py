"""A page's picture made straight: which way up, how far askew, whether it is blank, where lines are ruled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr import Image, Recogniser, TextLine

BLANK_INK = 0.0004
"""A page with a smaller share of dark pixels than this is blank (seen: blank with noise 0.0001, one line
0.002)."""

DARK = 90
"""A pixel this much darker than the paper (of 255) is ink."""

FAINT = 50
"""The same for strokes whose shape is known, ruled lines and figures: blur makes thin ones faint."""

GAP = 7
"""Pixels that a level ruled line may be broken by."""

BESIDE, SPECK = 0.28, 0.012
"""What is looked at on either side of a figure's middle (in font sizes), and the least area of a stroke (in
squares of the font size)."""

STROKE = 0.12
"""Strokes this near to a figure's middle (in font sizes) are its own."""

EDGE = 0.02
"""The share of the picture at each edge that is not looked at: shadows and holes."""

UPRIGHT = 1.5
"""Lines higher than wide by this factor run down the picture: it lies on its side."""

DOUBTFUL = 0.75
"""Below this mean score the picture may stand on its head."""

SKEW = (0.08, 12.0)
"""Degrees: below the first it does not matter, above the second it is no scan but a photo of something
else."""

LONG_LINE = 8
"""Lines of this many characters tell the skew."""

RULE = 45.0
"""A ruled line is at least this long (points): longer than the dash of two characters in a title."""

UPRIGHT_RULE = 15.0
"""An upright one is at least as long as a table's lowest row (points)."""


def is_blank(image: Image) -> bool:
    """Tell whether there is nothing on the page but paper and specks."""
    high, wide = image.shape[:2]
    inner = image[int(EDGE * high) : int((1 - EDGE) * high), int(EDGE * wide) : int((1 - EDGE) * wide)]
    return bool(_ink(inner).mean() < BLANK_INK) if inner.size else True


def _ink(image: Image) -> NDArray[np.bool_]:
    grey = image.min(axis=2)
    return np.asarray(grey < np.median(grey) - DARK)


def ink_extent(image: Image, x: float, top: float, bottom: float) -> tuple[float, float] | None:
    """Return where the strokes at ``x`` begin and end between ``top`` and ``bottom`` (pixels below ``top``),
    ``None`` where there are none: the height of a figure in its line."""
    import cv2

    size, low, high = bottom - top, max(0, int(top)), int(bottom)
    left = max(0, int(x - BESIDE * size))
    crop = image[low:high, left : int(x + BESIDE * size)].min(axis=2, initial=255)
    if not crop.size or int(np.median(crop)) - int(crop.min()) < FAINT:
        return None
    ink = crop < (int(np.median(crop)) + int(crop.min())) / 2
    stats = cv2.connectedComponentsWithStats(ink.astype(np.uint8))[2][1:]
    near_left, near_right = x - STROKE * size - left, x + STROKE * size - left
    near = [r for r in stats if r[4] >= SPECK * size**2 and r[0] <= near_right and r[0] + r[2] >= near_left]
    return (float(min(r[1] for r in near)), float(max(r[1] + r[3] for r in near))) if near else None


def read_straight(image: Image, recogniser: Recogniser) -> tuple[Image, list[TextLine]]:
    """Return the picture upright and straight, and its lines, places in the picture that is returned."""
    lines = recogniser.read(image)
    if _on_its_side(lines):
        turns = [np.ascontiguousarray(np.rot90(image, quarters)) for quarters in (1, 3)]
        image, lines = max(((turn, recogniser.read(turn)) for turn in turns), key=lambda one: _worth(one[1]))
    elif lines and mean_score(lines) < DOUBTFUL:
        turned = np.ascontiguousarray(np.rot90(image, 2))
        image, lines = max(
            [(image, lines), (turned, recogniser.read(turned))], key=lambda one: _worth(one[1])
        )
    angle = _skew(lines)
    return _turned(image, lines, angle) if SKEW[0] < abs(angle) < SKEW[1] else (image, lines)


def mean_score(lines: Sequence[TextLine]) -> float:
    """The mean score of lines, each counting by its length; 0 without lines."""
    total = sum(len(line.text) for line in lines)
    return sum(line.score * len(line.text) for line in lines) / total if total else 0.0


def _worth(lines: Sequence[TextLine]) -> float:
    return sum(line.score**2 * len(line.text) for line in lines)


def _on_its_side(lines: Sequence[TextLine]) -> bool:
    long = [line for line in lines if len(line.text) >= 3]
    tall = [line for line in long if np.ptp(line.corners[:, 1]) > UPRIGHT * np.ptp(line.corners[:, 0])]
    return 2 * len(tall) > len(long) > 0


def _skew(lines: Sequence[TextLine]) -> float:
    """Degrees by which lines fall to the right (negative: rise)."""
    angles = [
        math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
        for line in lines
        if len(line.text) >= LONG_LINE
        for left, right in ((line.corners[0], line.corners[1]), (line.corners[3], line.corners[2]))
    ]
    return median(angles) if angles else 0.0


def _turned(image: Image, lines: Sequence[TextLine], angle: float) -> tuple[Image, list[TextLine]]:
    import cv2

    high, wide = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    straight = cv2.warpAffine(image, matrix, (wide, high), borderMode=cv2.BORDER_REPLICATE)
    placed: list[TextLine] = []
    for line in lines:
        corners = line.corners @ matrix[:, :2].T + matrix[:, 2]
        shift = corners[:, 0].mean() - line.corners[:, 0].mean()
        extents = tuple((low + shift, top + shift) for low, top in line.extents)
        placed.append(TextLine(line.text, line.score, corners, extents))
    return np.asarray(straight, dtype=np.uint8), placed


def find_rules(image: Image, scale: float) -> list[tuple[float, float, float, float]]:
    """Return the ruled lines as (x0, top, x1, bottom) in pixels; ``scale`` is pixels a point."""
    import cv2

    grey = image.min(axis=2)
    ink = np.asarray(grey < np.median(grey) - FAINT).astype(np.uint8)
    found: list[tuple[float, float, float, float]] = []
    for length, across in ((RULE, False), (UPRIGHT_RULE, True)):
        size = max(3, int(length * scale))
        kernel = np.ones((size, 1) if across else (1, size), np.uint8)
        # Specks break a scanned line, and what is left of its skew makes it a stair: three pixels are
        # bridged.
        bridged = cv2.dilate(ink, np.ones((1, 3) if across else (3, 1), np.uint8))
        if not across:  # upright, the strokes of letters above each other would make a line
            bridged = cv2.morphologyEx(bridged, cv2.MORPH_CLOSE, np.ones((1, GAP), np.uint8))
        lines = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, kernel)
        found += _strokes(cv2.connectedComponentsWithStats(lines)[2], scale, across)
    return found


def _strokes(stats: Any, scale: float, across: bool) -> list[tuple[float, float, float, float]]:
    """Components that are thin: a picture or a black bar is none."""
    strokes: list[tuple[float, float, float, float]] = []
    for x, y, wide, high, area in stats[1:]:
        length, breadth = (high, wide) if across else (wide, high)
        if area / length > 4 * scale or breadth > max(8 * scale, 0.05 * length):
            continue
        middle = (x + wide / 2) if across else (y + high / 2)
        strokes.append((middle, y, middle, y + high) if across else (x, middle, x + wide, middle))
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in strokes]
