"""Figures in folded text: value, unit, range and qualifier; and whether two of them say the same."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from ingest.numerals import parse_numeral

Bound = Literal["", "lower", "upper"]
Direction = Literal["", "by", "to"]
Trend = Literal["", "up", "down"]

_CN = "零〇一二两三四五六七八九十百千"
_DIGIT = r"(?<![a-z0-9.])\d+(?:\.\d+)?"
_CHINESE = rf"[{_CN}]+(?:点[零〇一二三四五六七八九]+)?"
_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "百亿": 1e10, "千亿": 1e11}
_SCALES |= {"万亿": 1e12}
_SCALE = "万亿|千亿|百亿|亿|千万|百万|万|千|百"
_MASSES = {"微克": "μg", "μg": "μg", "毫克": "mg", "mg": "mg"}
_VOLUMES = {"立方米": "m3", "m3": "m3", "升": "l", "l": "l"}
_DENSITIES = {mass + volume: _MASSES[mass] + _VOLUMES[volume] for mass in _MASSES for volume in _VOLUMES}
"""微克/立方米, mg/L and the like, whose stroke folding drops, and the form they share."""
_UNITS = (
    "个百分点 百分点 个工作日 工作日 个小时 个月 小时 分钟 季度 "
    "平方公里 平方千米 平方米 立方米 公顷 公里 千米 km2 km m2 m3 "
    "微克 毫克 公斤 周岁 岁 周年 "
    "吨标准煤 千瓦时 千瓦 兆瓦 美元 港元 欧元 人次 床位 % ‰ 元 吨 亩 米 年 月 日 号 天 倍 成 度"
).split()
_UNIT = "|".join(sorted((*_UNITS, *_DENSITIES), key=len, reverse=True))
_SAME_UNIT = {"百分点": "个百分点", "工作日": "个工作日", "平方公里": "km2", "平方千米": "km2", "公里": "km"}
_SAME_UNIT |= {
    "千米": "km",
    "平方米": "m2",
    "立方米": "m3",
    "个小时": "小时",
    "号": "日",
    "天": "日",
    "周岁": "岁",
}
_SAME_UNIT |= _DENSITIES
_NO_UNIT = frozenset("的和与及或在是有为对等中上下将把被到至从以由于并也都而且其之该这那左余多几、-")
_MEASURES = "个家名项年月日天倍成次人户套种类条款章级期届批步大位所处支台间栋场座组站段校幢坐件辆岁区块类轮"
"""What must follow a lone Chinese numeral for it to be a figure: 三个, 六大; not 三农, 四通八达."""
_WORDS = re.compile(
    r"十分(?![钟之])|十足|百姓|百货|百花|千方百计|千家万户|万众|四通八达|百科|千里|一方面|二维|三农"
)

_PERIOD = rf"第?(?P<five>十[一二三四五六七八九])(?:个五年|五(?![{_CN}年万亿]))"
_FRACTION = (
    rf"(?P<whole>百|千|万|{_CHINESE}|\d+)分之(?P<part>\d+(?:\.\d+)?|{_CHINESE})"
    r"|(?<![\d/.])(?P<above>[1-9]\d?)/(?P<below>[2-9]|[1-9]\d)(?![\d/.月日号时年])"
)
_NUMBER = (
    rf"(?P<nth>第)?(?P<number>{_DIGIT}|(?:{_CHINESE}))(?P<more>多|余|来|几)?"
    rf"(?P<scale>{_SCALE})?(?P<more2>多|余)?(?P<unit>{_UNIT})?"
)
_FIGURE = re.compile(f"(?:{_PERIOD})|(?:{_FRACTION})|(?:{_NUMBER})")
_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")

_LOWER = "不少于|不低于|不小于|至少|超过|突破|高于|大于|多于|超出|逾|超"
_UPPER = "不超过|不高于|不多于|不大于|至多|最多|不足|不到|低于|少于|小于|未满|不满|未达"
_ROUND = "大约|将近|接近|大概|近|约"
_BEFORE = re.compile(
    rf"(?:(?P<upper>{_UPPER})|(?P<lower>{_LOWER})|(?P<round>{_ROUND}))(?:为|达到|达|至|到|在)?$"
)
_AFTER = re.compile(r"(?P<lower>及?以上)|(?P<upper>及?以下|以内|之内)|(?P<round>左右|上下)")
_DIRECTION = re.compile(
    r"(?:(?P<up>增长|增加|提高|提升|上升|扩大|增|升)|(?P<down>下降|减少|降低|回落|缩减|压减|降|减))"
    r"(?:幅度?)?(?P<to>到|至|为)?(?P<by>了)?(?:约|近|超过|超)?$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``[start, end)`` of folded text.

    ``low`` and ``high`` are its values, scaled (2.5万亿 is 2.5e12), equal unless it is a range. ``unit`` is
    the unit in its standard form, ``decimals`` the digits behind the point before scaling by ``scale``.
    ``rounded`` tells 约, 左右, 多 (``open_ended``); ``bound`` 以上 and the like, ``direction`` 增长 (``by``)
    or 增长到 (``to``), ``trend`` whether it rose or fell.
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    unit: str
    scale: float = 1.0
    decimals: int = 0
    rounded: bool = False
    bound: Bound = ""
    direction: Direction = ""
    open_ended: bool = False
    trend: Trend = ""

    @property
    def is_year(self) -> bool:
        """Whether it is a calendar year."""
        return self.unit == "年" and 1900 <= self.low <= 2100 and self.scale == 1

    @property
    def is_period(self) -> bool:
        """Whether it names a five-year plan (十四五)."""
        return self.unit == "五"


def read_figures(text: str, broken: Container[int] = ()) -> list[Figure]:
    """Return the figures of folded ``text`` in order. ``broken`` are the offsets that punctuation preceded.

    >>> [(f.text, f.low, f.high, f.unit) for f in read_figures("新增3-5家约2.5万亿元百分之七十五")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('3-5家', 3.0, 5.0, '家'), ('2.5万亿元', 2500000000000.0, 2500000000000.0, '元'),
     ('百分之七十五', 75.0, 75.0, '%')]
    """
    found: list[Figure] = []
    position = 0
    skipped = {m.start(): m.end() for m in _WORDS.finditer(text)}
    while match := _FIGURE.search(text, position):
        if match.start() in skipped:
            position = skipped[match.start()]
            continue
        figure = _read(text, _unbroken(text, match, broken), broken)
        if figure is None:
            position = match.start() + 1
            continue
        merged = _merged(text, found[-1], figure) if found else None
        if merged is not None:
            found[-1] = merged
        else:
            found.append(figure)
        position = figure.end
    return found


def _unbroken(text: str, match: re.Match[str], broken: Container[int]) -> re.Match[str]:
    """The figure before the punctuation behind its number: 居全市第一。多元的 has no 元."""
    number = match.end("number")
    cut = next((at for at in range(number, match.end()) if at in broken), None) if number > 0 else None
    return match if cut is None else (_FIGURE.match(text, match.start(), cut) or match)


def _read(text: str, match: re.Match[str], broken: Container[int]) -> Figure | None:
    start, end = match.span()
    if match["five"]:
        ordinal = float(parse_numeral(match["five"]) or 0)
        return Figure(start, end, match.group(), ordinal, ordinal, "五")
    if match["whole"] or match["above"]:
        fraction = _fraction(text, match)
        if fraction or match["whole"]:
            return fraction
        match = _FIGURE.match(text, start, match.end("above")) or match  # 24/7
        end = match.end()
    number = match["number"]
    unit = match["unit"] or ""
    if number[0].isdigit() or _YEAR.match(text, match.start("number")):
        if not number[0].isdigit():
            end = match.start("number") + 4
            number, unit = text[match.start("number") : end], "年"
            end += 1
    elif not _is_figure(number, match, text):
        return None
    value = _value(number)
    if value is None:
        return None
    scale = _SCALES.get(match["scale"] or "", 1.0) if unit != "年" or match["scale"] else 1.0
    if not unit and end not in broken:
        unit, end = _loose_unit(text, end)
    if unit == "成" and not match["scale"]:  # 三成 is 30%
        value, unit = value * 10, "%"
    if match["nth"]:
        unit = "第" + unit
    decimals = len(number.partition(".")[2]) if number[0].isdigit() else 0
    more = bool(match["more"] or match["more2"])
    rounded, bound = _qualifiers(text, start, end)
    return Figure(
        start,
        end,
        text[start:end],
        value * scale,
        value * scale,
        _SAME_UNIT.get(unit, unit),
        scale,
        decimals,
        rounded or more,
        bound,
        _direction(text, start),
        more,
        _trend(text, start),
    )


def _fraction(text: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    written = match["whole"] or match["below"], match["part"] or match["above"]
    whole, part = (_value(number) for number in written)
    if not whole or part is None or match["above"] and part >= whole:
        return None
    unit, value = {100.0: ("%", part), 1000.0: ("‰", part)}.get(whole, ("分之", part / whole))
    rounded, bound = _qualifiers(text, start, end)
    decimals = len(written[1].partition(".")[2])
    told = _direction(text, start), False, _trend(text, start)
    return Figure(start, end, match.group(), value, value, unit, 1.0, decimals, rounded, bound, *told)


def _is_figure(number: str, match: re.Match[str], text: str) -> bool:
    """Whether a run of Chinese numerals is a figure rather than part of a word."""
    if match["nth"] or match["scale"] or match["unit"]:
        return number != "一" or bool(match["nth"] or (match["unit"] or "") not in ("", "度", "成", "号"))
    after = text[match.end() : match.end() + 1]
    if len(number) == 1 and number not in "十百千":
        return number not in "一零〇" and after != "" and after in _MEASURES
    units = any(char in "十百千" for char in number)
    return units and len(number) >= 2 or number == "十" and after != "" and after in _MEASURES


def _value(number: str) -> float | None:
    if number[0].isdigit() and number.isascii():
        return float(number)
    whole, _, fraction = number.partition("点")
    value = parse_numeral(whole)
    if value is None:
        return None
    digits = "".join(str(parse_numeral(char)) for char in fraction)
    return float(f"{value}.{digits}") if digits else float(value)


def _loose_unit(text: str, end: int) -> tuple[str, int]:
    """An unknown unit is the one character that follows, unless that is a function word."""
    char = text[end : end + 1]
    if not char or char in _NO_UNIT or char.isdigit() or char.isascii() or char in _CN:
        return "", end
    return char, end + 1


def _qualifiers(text: str, start: int, end: int) -> tuple[bool, Bound]:
    before = _BEFORE.search(text[max(0, start - 7) : start])
    after = _AFTER.match(text, end)
    rounded = any(m is not None and m["round"] for m in (before, after))
    bound: Bound = ""
    for match in (before, after):
        if match is not None and (match["lower"] or match["upper"]):
            bound = "lower" if match["lower"] else "upper"
    return rounded, bound


def _direction(text: str, start: int) -> Direction:
    match = _DIRECTION.search(text[max(0, start - 8) : start])
    if match is None:
        return ""
    return "to" if match["to"] else "by"


def _trend(text: str, start: int) -> Trend:
    match = _DIRECTION.search(text[max(0, start - 8) : start])
    if match is None:
        return ""
    return "up" if match["up"] else "down"


def _merged(text: str, first: Figure, second: Figure) -> Figure | None:
    """``6-10家``, ``5%至8%``, ``2020年至2035年`` are one figure."""
    between = text[first.end : second.start]
    alike = first.unit in ("", second.unit) or first.unit + second.unit in ("%个百分点",)
    if between not in ("-", "至") or first.low != first.high or not alike or first.low >= second.low * 1e9:
        return None
    low = first.low
    if not first.unit and first.scale == 1 and second.scale != 1:
        low *= second.scale
    return Figure(
        first.start,
        second.end,
        text[first.start : second.end],
        low,
        second.high,
        second.unit,
        second.scale,
        max(first.decimals, second.decimals),
        first.rounded or second.rounded,
        second.bound or first.bound,
        first.direction,
        trend=first.trend,
    )
