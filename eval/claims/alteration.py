"""Sentences with one fact changed; what was changed is known to the character."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

_NUMBER = re.compile(r"(?<![\d.〔\[第a-zA-Z])\d+(?:\.\d+)?(?![\d〕\]a-zA-Z])")
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_NUMERAL = re.compile(
    r"[二三四五六七八九](?=[个项大条年级类家名]|个月)|(?<=第)[二三四五六七八九](?=[条批期届季章])"
)
_UNITS = (
    ("万元", "亿元"),
    ("亿元", "万元"),
    ("万平方米", "平方米"),
    ("平方公里", "平方米"),
    ("%", "‰"),
    ("％", "‰"),
    ("个百分点", "%"),
    ("公里", "米"),
    ("个月", "年"),
    ("个工作日", "个月"),
    ("万人", "人"),
    ("公顷", "亩"),
)
_OPPOSITES = (
    ("增长", "下降"),
    ("增加", "减少"),
    ("提高", "降低"),
    ("上升", "下降"),
    ("扩大", "缩小"),
    ("下降", "增长"),
    ("减少", "增加"),
    ("降低", "提高"),
)
_BOUNDS = (
    ("以上", "以下"),
    ("以下", "以上"),
    ("不少于", "不超过"),
    ("不低于", "不高于"),
    ("不超过", "不少于"),
    ("至少", "至多"),
    ("以内", "以上"),
)
_STAGES = (
    ("已经", "即将"),
    ("已", "将"),
    ("建成", "开工"),
    ("竣工", "开工"),
    ("完成", "启动"),
    ("力争", "确保"),
    ("新增", "累计"),
    ("年均", "累计"),
)
_EXTENTS = (
    ("全部", "部分"),
    ("左右", "以上"),
    ("每年", "每月"),
    ("每月", "每年"),
    ("全市", "全区"),
    ("全区", "全市"),
    ("国家级", "市级"),
    ("市级", "区级"),
    ("同比", "环比"),
)
_FIGURE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*((?:万|亿)?(?:元|%|％|家|个|人|户|项|名|公里|平方米))")
_NEGATED = re.compile(r"不得|不能|不予|未经|不可(?!或缺|分割|逆)|不再")
_ASSERTED = re.compile(r"应当|可以|享受|属于|纳入|具有")
_PLACES = "北京 广州 深圳 杭州 苏州 南京 成都 武汉 青岛 长沙".split()
_PLACE = re.compile(r"上海(?!市人民)|静安|徐汇|浦东|黄浦|虹口|普陀|长宁|南通|云岚|澄湖")
_BODIES = "区审计局 区水务局 区体育局 区档案局 区气象局".split()
_BODY = re.compile(
    r"区(?:商务委|发展改革委|财政局|教育局|人力资源社会保障局|卫生健康委|房管局|市场监管局|科委|规划资源局|统计局|建设管理委|文化和旅游局|民政局|税务局)"
)
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_PERSON = re.compile(r"(?<=任命|免去)[\u4e00-\u9fff]{2,3}(?=为|的)")


@dataclass(frozen=True, slots=True)
class Alteration:
    """``text`` in which ``wrong`` stands at ``start`` in place of ``right``."""

    text: str
    start: int
    right: str
    wrong: str


def alter(text: str, kind: str, rng: random.Random) -> Alteration | None:
    """Return ``text`` with one fact of ``kind`` changed, ``None`` where it has none of that kind.

    >>> alter("等级民宿达到100家以上。", "bound", random.Random(1)).text
    '等级民宿达到100家以下。'
    """
    choices = list(KINDS[kind](text, rng))
    if not choices:
        return None
    start, right, wrong = rng.choice(choices)
    return Alteration(text[:start] + wrong + text[start + len(right) :], start, right, wrong)


Choices = Iterator[tuple[int, str, str]]


def _digit(text: str, rng: random.Random) -> Choices:
    for match in _NUMBER.finditer(text):
        if text[match.end() : match.end() + 1] == "年" and len(match.group()) == 4:
            continue
        place = rng.choice([i for i in range(match.start(), match.end()) if text[i] != "."])
        yield place, text[place], rng.choice([d for d in "123456789" if int(d) != int(text[place])])


def _swapped(text: str, rng: random.Random) -> Choices:
    """Two digits of one number change places: 12350, 13250."""
    for match in _NUMBER.finditer(text):
        number = match.group()
        for place in range(len(number) - 1):
            pair = number[place : place + 2]
            if pair.isdigit() and pair[0] != pair[1] and pair[1] != "0":
                yield match.start() + place, pair, pair[::-1]


def _year(text: str, rng: random.Random) -> Choices:
    for match in _YEAR.finditer(text):
        place = match.end() - 1
        yield place, text[place], rng.choice([d for d in "0123456789" if d != text[place]])


def _numeral(text: str, rng: random.Random) -> Choices:
    for match in _NUMERAL.finditer(text):
        yield match.start(), match.group(), rng.choice([n for n in "二三四五六七八九" if n != match.group()])


def _unit(text: str, rng: random.Random) -> Choices:
    for right, wrong in _UNITS:
        for match in re.finditer(rf"(?<=\d){re.escape(right)}", text):
            yield match.start(), right, wrong


def _negation(text: str, rng: random.Random) -> Choices:
    for match in _NEGATED.finditer(text):
        yield match.start(), match.group()[0], ""
    for match in _ASSERTED.finditer(text):
        yield (
            match.start(),
            match.group(),
            {"应当": "不得", "可以": "不得"}.get(match.group(), "不" + match.group()),
        )


def _name(text: str, rng: random.Random) -> Choices:
    for match in _BODY.finditer(text):
        yield match.start(), match.group(), rng.choice([b for b in _BODIES if b != match.group()])
    for match in _PLACE.finditer(text):
        yield match.start(), match.group(), rng.choice(_PLACES)


def _person(text: str, rng: random.Random) -> Choices:
    for match in _PERSON.finditer(text):
        name = match.group()
        yield match.start(), name, rng.choice([s for s in _SURNAMES if s != name[0]]) + name[1:]


def _direction(text: str, rng: random.Random) -> Choices:
    for right, wrong in _OPPOSITES:
        for match in re.finditer(rf"{right}(?=[了到至约]{{0,2}}\d)", text):
            yield match.start(), right, wrong


def _bound(text: str, rng: random.Random) -> Choices:
    for right, wrong in _BOUNDS:
        for match in re.finditer(right, text):
            near = text[max(0, match.start() - 6) : match.end() + 6]
            if re.search(r"\d|[一二三四五六七八九十百千]", near):
                yield match.start(), right, wrong


def _stage(text: str, rng: random.Random) -> Choices:
    """What was done becomes what is begun or planned, what is striven for a promise, a year's share all."""
    yield from _replaced(text, _STAGES)


def _extent(text: str, rng: random.Random) -> Choices:
    yield from _replaced(text, _EXTENTS)


def _replaced(text: str, pairs: Sequence[tuple[str, str]]) -> Choices:
    for right, wrong in pairs:
        for match in re.finditer(right, text):
            yield match.start(), right, wrong


def _exchanged(text: str, rng: random.Random) -> Choices:
    """Two figures of one unit change places."""
    for one, other in combinations(_FIGURE.finditer(text), 2):
        if one[1] != other[1] and one[2] == other[2]:
            between = text[one.end(1) : other.start(1)]
            yield one.start(), text[one.start() : other.end(1)], f"{other[1]}{between}{one[1]}"


KINDS = {
    "digit": _digit,
    "swapped": _swapped,
    "year": _year,
    "numeral": _numeral,
    "unit": _unit,
    "negation": _negation,
    "name": _name,
    "person": _person,
    "direction": _direction,
    "bound": _bound,
    "stage": _stage,
    "extent": _extent,
    "exchanged": _exchanged,
}
"""All kinds by name."""
