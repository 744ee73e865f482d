"""The numbers that Word computes: 第一章, 一、, （一）, 1. … from numbering.xml and the styles.

Follows ECMA-376 part 1, 17.9: a paragraph names a list (``numId``) and a level, itself or through its style;
the list names an abstract one and may override its levels; ``lvlText`` holds ``%1`` … ``%9`` for the levels'
numbers, written as their ``numFmt`` says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx_names import attribute, child, is_on, local, whole

Element = Any
_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographEnclosedCircle",
            "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand")  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def format_number(number: int, form: str) -> str:
    """Write ``number`` as a ``numFmt`` says; an unknown form is written in Arabic digits.

    >>> forms = ((12, "chineseCountingThousand"), (3, "decimalEnclosedCircleChinese"))
    >>> [format_number(n, f) for n, f in (*forms, (4, "upperRoman"), (105, "chineseCounting"))]
    ['十二', '③', 'IV', '一百零五']
    """
    if form in _CHINESE:
        return chinese(number)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese(number).translate(str.maketrans(_DIGITS + "十百千", _FORMAL + "拾佰仟"))
    if form == "ideographDigital":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if form == "decimalFullWidth" or form == "decimalFullWidth2":
        return str(number).translate(_FULL_WIDTH)
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2473 + number)
    if form == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(0x2487 + number)
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("ideographTraditional", "ideographZodiac"):
        signs = _STEMS if form == "ideographTraditional" else _BRANCHES
        return signs[(number - 1) % len(signs)]
    return "" if form == "none" else str(number)


def chinese(number: int) -> str:
    """Return a number below 10,000 in Chinese, as headings are numbered.

    >>> [chinese(n) for n in (3, 10, 11, 20, 110, 1001)]
    ['三', '十', '十一', '二十', '一百一十', '一千零一']
    """
    if not 0 < number < 10_000:
        return str(number) if number else "零"
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += _DIGITS[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (min(number, 4000) // value)
        number = min(number, 4000) % value
    return text


@dataclass(slots=True)
class Level:
    """One level of a list: how its numbers are written and what goes behind them."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and the numbers given so far."""

    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: Element | None) -> Numbering:
        """Read numbering.xml (``None``: the document has no lists)."""
        if root is None:
            return cls()
        abstract = {
            attribute(node, "abstractNumId") or "": _levels(node)
            for node in root
            if local(node) == "abstractNum"
        }
        lists: dict[str, _List] = {}
        for node in root:
            if local(node) != "num":
                continue
            name = attribute(child(node, "abstractNumId")) or ""
            levels = dict(abstract.get(name, {}))
            starts: dict[int, int] = {}
            for override in node:
                if local(override) == "lvlOverride":
                    index = whole(override, "ilvl") or 0
                    start = whole(child(override, "startOverride"))
                    if start is not None:
                        starts[index] = start
                    own = child(override, "lvl")
                    if own is not None:
                        levels[index] = _level(own)
            lists[attribute(node, "numId") or ""] = _List(name, levels, starts)
        return cls(lists)

    def level_of_style(self, number: str, style: str) -> int | None:
        """Return the level of list ``number`` that is tied to ``style``."""
        found = self.lists.get(number)
        tied = [i for i, level in found.levels.items() if level.style == style] if found else []
        return tied[0] if tied else None

    def next(self, number: str, index: int) -> str:
        """Count one on and return the number as it is printed, with what separates it from the text; an empty
        string for a bullet that only decorates and for lists that are not there."""
        found = self.lists.get(number)
        if found is None or index not in found.levels:
            return ""
        counts = self.counts.setdefault(found.abstract, {})
        if number not in self.begun:
            self.begun.add(number)
            for place, start in found.starts.items():
                counts[place] = start - 1
        level = found.levels[index]
        counts[index] = counts.get(index, level.start - 1) + 1
        for deeper in [i for i in counts if i > index and _restarts(found.levels.get(i), i, index)]:
            del counts[deeper]
        if level.form == "bullet":
            return f"{level.text} " if level.text in ("—", "——", "-", "–") else ""
        return _separated(self._print(found, counts, index), level.suffix)

    def _print(self, found: _List, counts: dict[int, int], index: int) -> str:
        own = found.levels[index]

        def number(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            level = found.levels.get(place, Level())
            value = counts.setdefault(place, level.start) if place < index else counts.get(place, level.start)
            return format_number(value, "decimal" if own.legal and place < index else level.form)

        return re.sub(r"%([1-9])", number, own.text)


def _restarts(level: Level | None, deeper: int, index: int) -> bool:
    """A level begins anew behind any outer one, or as its ``lvlRestart`` says (0: never)."""
    if level is None or level.restart is None:
        return True
    return level.restart != 0 and index < level.restart <= deeper


def _separated(printed: str, suffix: str) -> str:
    """A tab behind a number is a gap on paper; behind a full-width mark there is none to be seen."""
    if not printed:
        return ""
    if suffix == "nothing":
        return printed
    return printed if printed[-1] in "、．）】〕：" and suffix == "tab" else f"{printed} "


def _levels(node: Element) -> dict[int, Level]:
    return {whole(level, "ilvl") or 0: _level(level) for level in node if local(level) == "lvl"}


def _level(node: Element) -> Level:
    return Level(
        start=_or(whole(child(node, "start")), 0),
        form=attribute(child(node, "numFmt")) or _alternate_form(node),
        text=attribute(child(node, "lvlText")) or "",
        suffix=attribute(child(node, "suff")) or "tab",
        legal=is_on(child(node, "isLgl")),
        restart=whole(child(node, "lvlRestart")),
        style=attribute(child(node, "pStyle")),
    )


def _alternate_form(node: Element) -> str:
    """Newer forms stand in an mc:AlternateContent, with the plain one to fall back on."""
    found = child(node, "AlternateContent", "Choice", "numFmt")
    return attribute(found) or attribute(child(node, "AlternateContent", "Fallback", "numFmt")) or "decimal"


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value
