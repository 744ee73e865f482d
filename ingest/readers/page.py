"""What stands on a page of whatever format: characters with their places, ruled lines, pictures.

All places are in points (1/72 inch) from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field


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
    they are; ``watermark`` is the tilted text, ``left_out`` other text that is no content, with the reason (a
    key of coverage.REASONS); ``pictures`` is the share of the page that pictures cover, ``drawings`` the
    number of drawn shapes: letters may be among them; ``scanned`` says that its text was recognised
    in a picture."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unmapped: int = 0
    watermark: str = ""
    pictures: float = 0.0
    drawings: int = 0
    scanned: bool = False
    left_out: list[tuple[str, str]] = field(default_factory=list)
