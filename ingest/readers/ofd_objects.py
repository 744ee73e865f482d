"""What is drawn on an OFD page: characters and ruled lines where they stand (GB/T 33190—2016, chapters 7
to 13).

Lengths in the file are millimetres; everything here is in points. An object draws in a space of its own:
the CTM turns and stretches it, the boundary's corner moves it to its place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.page import Char, Rule
from ingest.readers.page_rules import rules_of

Element = Any
Matrix = tuple[float, float, float, float, float, float]

POINTS = 72 / 25.4
"""Points a millimetre."""

MAX_CHARS = 200_000
MAX_RULES = 20_000
MAX_DEPTH = 8
"""Groups in groups."""

FURTHEST = 1e5
"""Millimetres: nothing real is longer."""

TILT = 0.2
"""Text turned by more than this (radians) from the four directions is a watermark."""

ASCENT = 0.88
"""A character reaches this share of its size above the base line."""

HALF = 0.5
"""Width of a Latin letter or figure where the file does not tell, of a Chinese character's."""

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STEPS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(slots=True)
class Drawn:
    """What objects leave on a page: ``chars`` with the direction of their line (quarter turns clockwise),
    ruled ``rules``, ``tilted`` and ``hidden`` text, ``shapes`` counted, ``pictures`` as (resource, box)."""

    chars: list[tuple[Char, int]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    tilted: str = ""
    hidden: list[str] = field(default_factory=list)
    unmapped: int = 0
    shapes: int = 0
    pictures: list[tuple[str, tuple[float, float, float, float]]] = field(default_factory=list)


def local(node: Element) -> str:
    """Return an element's name without its namespace: files differ in it."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def children(node: Element | None, name: str) -> Iterator[Element]:
    """Return the children of that name."""
    return (child for child in (node if node is not None else ()) if local(child) == name)


def child(node: Element | None, name: str) -> Element | None:
    """Return the first child of that name."""
    return next(children(node, name), None)


def numbers(text: str | None) -> list[float]:
    """Return the numbers in a list, ``g n v`` (n times v) written out.

    >>> numbers("3.5 g 3 2 1")
    [3.5, 2.0, 2.0, 2.0, 1.0]
    """
    tokens, found = iter((text or "").split()), list[float]()
    for token in tokens:
        if token == "g":
            count, value = _number(next(tokens, "0")), _number(next(tokens, "0"))
            found += [value] * min(int(max(count, 0)), MAX_CHARS)
        else:
            found.append(_number(token))
    return found


def _number(token: str) -> float:
    try:
        value = float(token)
    except ValueError:
        return 0.0
    return max(-FURTHEST, min(FURTHEST, value)) if math.isfinite(value) else 0.0


def draw(
    content: Element, origin: tuple[float, float], group: Callable[[str], Element | None], drawn: Drawn
) -> None:
    """Draw all objects in and under ``content`` (a page, a template, an annotation) to ``drawn``.

    ``origin`` is the page's corner (mm), ``group`` finds a group of objects (CompositeObject) by its id.
    """
    _draw(content, (1.0, 0.0, 0.0, 1.0, -origin[0], -origin[1]), group, drawn, 0)


def _draw(
    node: Element, matrix: Matrix, group: Callable[[str], Element | None], drawn: Drawn, depth: int
) -> None:
    for item in node:
        name = local(item)
        if item.get("Visible") == "false":
            drawn.hidden += [text for text in (_text_in(item),) if text]
        elif name == "TextObject":
            _text(item, _placed(item, matrix), drawn)
        elif name == "PathObject":
            _path(item, _placed(item, matrix), drawn)
        elif name == "ImageObject":
            box = _box([_apply(matrix, x, y) for x, y in _corners(item)])
            drawn.pictures.append((item.get("ResourceID") or "", box))
        elif name in ("CompositeObject", "Content", "Layer", "PageBlock", "Appearance") and depth < MAX_DEPTH:
            inner = group(item.get("ResourceID") or "") if name == "CompositeObject" else item
            if inner is not None:
                # A layer or block has no boundary; a group and an annotation's appearance have one.
                _draw(inner, _placed(item, matrix), group, drawn, depth + 1)


def _text_in(item: Element) -> str:
    return "".join(node.text or "" for node in item.iter() if local(node) == "TextCode")


def _boundary(item: Element) -> tuple[float, float, float, float]:
    values = [*numbers(item.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
    return values[0], values[1], values[2], values[3]


def _corners(item: Element) -> list[tuple[float, float]]:
    x, y, wide, high = _boundary(item)
    return [(x, y), (x + wide, y + high)]


def _placed(item: Element, outer: Matrix) -> Matrix:
    """From the object's own space to the page."""
    x, y, _, _ = _boundary(item)
    own = numbers(item.get("CTM"))
    inner: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else _IDENTITY
    return _times(_times(inner, (1.0, 0.0, 0.0, 1.0, x, y)), outer)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS


def _box(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


# text -------------------------------------------------------------------------------------------------


def _text(item: Element, matrix: Matrix, drawn: Drawn) -> None:
    size = abs(_number(item.get("Size") or "0")) or _boundary(item)[3] or 1.0
    stretch = _number(item.get("HScale") or "1") or 1.0
    turned = math.radians(_number(item.get("ReadDirection") or "0"))
    angle = math.atan2(matrix[1], matrix[0])
    quarters = round((angle + turned) / (math.pi / 2))
    tilted = abs(math.remainder(angle, math.pi / 2)) > TILT
    x = y = 0.0
    for code in children(item, "TextCode"):
        text = code.text or ""
        x, y = _number(code.get("X") or str(x)), _number(code.get("Y") or str(y))
        if tilted:
            drawn.tilted += text
            continue
        for char, left, base, wide in _spread(text, x, y, size, stretch, code, turned):
            _char(char, (left, base, wide, size), matrix, quarters % 4, drawn)


def _spread(
    text: str, x: float, y: float, size: float, stretch: float, code: Element, turned: float
) -> Iterator[tuple[str, float, float, float]]:
    """Each character with its place and width, in the object's space."""
    across, down = numbers(code.get("DeltaX")), numbers(code.get("DeltaY"))
    for index, char in enumerate(text):
        wide = size * stretch * (1.0 if ord(char) > 0x2E80 or char in "“”‘’—…·" else HALF)
        step = _step(across, index)
        fall = _step(down, index)
        yield char, x, y, min(wide, step) if 0.3 * size < step else wide
        if not across and not down:
            x, y = x + wide * math.cos(turned), y + wide * math.sin(turned)
        else:
            x, y = x + step, y + fall


def _step(steps: Sequence[float], index: int) -> float:
    return steps[min(index, len(steps) - 1)] if steps else 0.0


def _char(
    text: str, place: tuple[float, float, float, float], matrix: Matrix, quarters: int, drawn: Drawn
) -> None:
    left, base, wide, size = place
    code = ord(text)
    if code < 32 or 0xD800 <= code <= 0xDFFF or len(drawn.chars) >= MAX_CHARS:
        return
    if text == "\ufffd" or 0xE000 <= code <= 0xF8FF:
        drawn.unmapped += 1
        return
    x, y = _apply(matrix, left, base)
    scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) * POINTS
    high, broad = size * scale, wide * scale
    # As if the line ran to the right: a page of turned text is turned as a whole afterwards.
    drawn.chars.append((Char(text, x, y - ASCENT * high, x + broad, y + 0.12 * high, y, high), quarters))


# drawings ---------------------------------------------------------------------------------------------


def _path(item: Element, matrix: Matrix, drawn: Drawn) -> None:
    drawn.shapes += 1
    stroked = item.get("Stroke") != "false"
    data = child(item, "AbbreviatedData")
    if (not stroked and item.get("Fill") != "true") or data is None or len(drawn.rules) >= MAX_RULES:
        return
    for points in _outlines(data.text or ""):
        if len(points) > 1:
            drawn.rules += rules_of([_apply(matrix, x, y) for x, y in points], stroked=stroked)


def _outlines(data: str) -> Iterator[list[tuple[float, float]]]:
    """The polygons of abbreviated path data; curves count by their end points."""
    tokens = _TOKEN.findall(data)[:20_000]
    points: list[tuple[float, float]] = []
    index = 0
    while index < len(tokens):
        step = tokens[index]
        index += 1
        if step not in _STEPS:
            continue
        values = [_number(token) for token in tokens[index : index + _STEPS[step]]]
        index += _STEPS[step]
        if step in "SM":
            if points:
                yield points
            points = [(values[0], values[1])] if len(values) == 2 else []
        elif step == "C" and points:
            yield [*points, points[0]]
            points = []
        elif len(values) >= 2:
            points.append((values[-2], values[-1]))
    if points:
        yield points
