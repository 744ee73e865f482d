"""A page's picture read as a :class:`~ingest.readers.page.Page`: recognised characters where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.chars import is_cjk
from ingest.readers.ocr import Image, Recogniser, TextLine
from ingest.readers.page import Char, Page, Rule
from ingest.readers.page_lines import Fragment, to_fragments
from ingest.readers.picture import find_rules, ink_extent, is_blank, mean_score, read_straight

LEAST_SCORE = 0.5
"""A line below this score is told as unreadable instead of being taken for text."""

LOW_CONFIDENCE = 0.85
"""A page below this mean score is named in a warning (seen: clean scans 0.98, noisy and skewed ones 0.95)."""

SIZE_OF_HEIGHT = (0.72, 0.98)
"""A line's font size is this share of its box's height, give or take."""

SAME_SIZE = 0.14
"""Sizes this near to the commonest one are taken for it: a recognised line's height varies."""

LONG = 12.0
"""A line of text is at least this wide (in font sizes)."""

ABOUT = 0.6
"""Full lines are as wide as each other, give or take this (in font sizes)."""

NARROW = 0.55
"""Width of a Latin letter or figure, of a Chinese character's."""

_HAN = "[\u3400-\u9fff\u3001-\u3011\u201c\u201d\uff08\uff09\uff0c\uff1a\uff1b()]"
_BLANK = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
WIDE = dict(zip("(),:;?!", "（），：；？！", strict=True))
MARKS = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩")
RAISED = 0.6, 0.3
"""A mark's size, and by how much it is raised, in font sizes of its line."""

RAISED_HIGH = 0.25, 0.62
"""A raised figure's height in font sizes: one on the line has 0.7."""

RAISED_FOOT = 0.66
"""A raised figure ends above this share of the line's height: one on the line at 0.85."""

BASE = 0.38
"""The base line lies this far (in font sizes) below a line's middle."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture, and the size at which it is printed, in points."""

    image: Image
    width: float
    height: float


@dataclass(slots=True)
class Recognised:
    """What came of a picture: the page, the mean ``score`` of its lines (0 to 1) and whether it is
    ``blank``."""

    page: Page
    score: float
    blank: bool


def recognise(picture: Picture, recogniser: Recogniser) -> Recognised:
    """Read a page's picture."""
    page = Page(picture.width, picture.height, scanned=True)
    if is_blank(picture.image):
        return Recognised(page, 0.0, True)
    image, lines = read_straight(picture.image, recogniser)
    if (image.shape[0] > image.shape[1]) != (page.height > page.width):
        page.width, page.height = page.height, page.width
    scale = image.shape[1] / page.width
    for line in lines:
        if line.score < LEAST_SCORE:
            page.left_out.append((line.text, "unreadable"))
        else:
            chars = _chars(replace(line, text=widened(line.text)), scale)
            _raise_marks(chars, image, scale)
            page.chars += chars
    page.rules = [Rule(*(value / scale for value in rule)) for rule in find_rules(image, scale)]
    return Recognised(page, mean_score(lines), False)


def widened(text: str) -> str:
    """Return recognised text with the punctuation between Chinese characters full-width and without blanks
    there: in a picture (一) 推进 and （一）推进 can hardly be told apart, in print there is only the second.
    A gap of more than a character is told by the places of the characters.

    >>> widened("(一） 推进,实施12,500户"), widened("GDP(亿元)"), widened("PM2.5: 30, up"), widened("1. 推进")
    ('（一）推进，实施12,500户', 'GDP（亿元）', 'PM2.5: 30, up', '1. 推进')
    """
    text = _paired(_BLANK.sub("", text))
    chars = list(text)
    for index, char in enumerate(text):
        wide = WIDE.get(char)
        beside = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
        if wide and any(is_cjk(other) or other in "（）“”《》、" for other in beside):
            chars[index] = wide
    return "".join(chars)


def _paired(text: str) -> str:
    """Quotation marks open and close by turns: recognition takes the one for the other.

    >>> _paired("“十五五“规划")
    '“十五五”规划'
    """
    opened = False
    chars = list(text)
    for index, char in enumerate(text):
        if char in "“”":
            opened = char == "“" and not opened
            chars[index] = "“" if opened else "”"
    return "".join(chars)


def _chars(line: TextLine, scale: float) -> list[Char]:
    left, right = line.corners[:, 0].min() / scale, line.corners[:, 0].max() / scale
    middle = line.corners[:, 1].mean() / scale
    height = (line.corners[2:, 1].mean() - line.corners[:2, 1].mean()) / scale
    extents = [(a / scale, b / scale) for a, b in line.extents] or _even(line.text, left, right)
    extents = _between(extents, left, right)
    size = _size(line.text, extents, height)
    top, bottom, base = middle - size / 2, middle + size / 2, middle + BASE * size
    chars: list[Char] = []
    places = iter(_closed(extents, size))
    end = left
    for text in line.text:
        if text.isspace():
            chars.append(Char(" ", end, top, end, bottom, base, size))
            continue
        start, end = next(places)
        chars.append(Char(text, start, top, end, bottom, base, size))
    return chars


def _between(extents: list[tuple[float, float]], left: float, right: float) -> list[tuple[float, float]]:
    """The line's own box tells better where it begins and ends than its first and last character."""
    if extents:
        extents[0] = min(left, extents[0][1]), extents[0][1]
        extents[-1] = extents[-1][0], max(right, extents[-1][0])
    return extents


def _raise_marks(chars: Sequence[Char], image: Image, scale: float) -> None:
    """A figure set small and high behind a word, or at a line's beginning, marks a footnote: recognition
    reads it as any other, and 低效用地¹46.5公顷 would become 146.5. A figure alone in a cell is none."""
    texts = [None, *(char.text for char in chars), None]
    for before, char, after in zip(texts, chars, texts[2:], strict=False):
        behind_word = before is None or before.isalpha() or before in "”》）"
        alone = before is None and (after is None or not after.strip() or after.isdigit())
        if char.text in MARKS and behind_word and not alone and _is_raised(char, image, scale):
            char.base -= RAISED[1] * char.size
            char.size *= RAISED[0]


def _is_raised(char: Char, image: Image, scale: float) -> bool:
    found = ink_extent(image, (char.x0 + char.x1) / 2 * scale, char.top * scale, char.bottom * scale)
    if found is None:
        return False
    size = (char.bottom - char.top) * scale
    top, bottom = found[0] / size, found[1] / size
    return RAISED_HIGH[0] <= bottom - top <= RAISED_HIGH[1] and bottom <= RAISED_FOOT


def _even(text: str, left: float, right: float) -> list[tuple[float, float]]:
    """Characters spread over a line by their usual widths."""
    widths = [1.0 if ord(char) > 0x2E80 else NARROW for char in text]
    unit, place = (right - left) / max(sum(widths), 0.1), left
    found: list[tuple[float, float]] = []
    for char, width in zip(text, widths, strict=True):
        if not char.isspace():
            found.append((place, place + width * unit))
        place += width * unit
    return found


def _size(text: str, extents: Sequence[tuple[float, float]], height: float) -> float:
    """By the distance of neighbouring Chinese characters, which are as wide as high."""
    inked = [char for char in text if not char.isspace()]
    steps = [
        (b[0] + b[1] - a[0] - a[1]) / 2
        for x, y, a, b in zip(inked, inked[1:], extents, extents[1:], strict=False)
        if is_cjk(x) and is_cjk(y)
    ]
    low, high = (share * height for share in SIZE_OF_HEIGHT)
    return min(high, max(low, median(steps))) if len(steps) >= 2 else (low + high) / 2


def _closed(extents: Sequence[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Close the small gaps between characters: recognition tells blanks itself, its places are rough."""
    closed = list(extents)
    for index, ((a, b), (c, _)) in enumerate(zip(extents, extents[1:], strict=False)):
        if c - b < 1.2 * size:
            closed[index] = a, c
    return closed


def even_out(pages: Sequence[Page]) -> None:
    """Make recognised pages as even as printed ones: lines of nearly the commonest font size have it, and
    the text begins equally far from the left edge, wherever the sheet lay on the glass."""
    usual = _even_sizes(pages)
    lines = [[line for line in to_fragments(page.chars) if line.size == usual] for page in pages]
    width = _full_width([line.x1 - line.x0 for own in lines for line in own], usual)
    lefts = [_left(own, width, usual) for own in lines]
    known = [left for left in lefts if left is not None]
    for page, left in zip(pages, lefts, strict=True):
        if left is not None:
            _shift(page, median(known) - left)


def _even_sizes(pages: Sequence[Page]) -> float:
    sizes = Counter(round(char.size) for page in pages for char in page.chars)
    if not sizes:
        return 0.0
    around = {size: sum(sizes[size + step] for step in (-1, 0, 1)) for size in sizes}
    best = max(around, key=lambda size: (around[size], sizes[size]))
    usual = median(char.size for page in pages for char in page.chars if abs(char.size - best) <= 1)
    for page in pages:
        for char in page.chars:
            if abs(char.size - usual) <= SAME_SIZE * usual:
                char.size = usual
    return usual


def _full_width(widths: Sequence[float], size: float) -> float:
    """The width of the text: that of most long lines, or that less an indent (cells are narrower)."""
    long = [width for width in widths if width >= max(LONG * size, max(widths) / 2)]
    near = {w: sum(_fits(x, w, size) or _fits(x, w - 2 * size, size) for x in long) for w in long}
    return max(near, key=lambda w: (near[w], w), default=0.0)


def _left(lines: Sequence[Fragment], width: float, size: float) -> float | None:
    """Where a page's text begins, as its full lines tell, indented or not; ``None`` without any."""
    full = [line.x0 for line in lines if _fits(line.x1 - line.x0, width, size)]
    first = [line.x0 - 2 * size for line in lines if _fits(line.x1 - line.x0, width - 2 * size, size)]
    return median(full + first) if width and (full or first) else None


def _fits(width: float, wanted: float, size: float) -> bool:
    return abs(width - wanted) <= ABOUT * size


def _shift(page: Page, by: float) -> None:
    for char in page.chars:
        char.x0, char.x1 = char.x0 + by, char.x1 + by
    page.rules = [Rule(rule.x0 + by, rule.top, rule.x1 + by, rule.bottom) for rule in page.rules]
