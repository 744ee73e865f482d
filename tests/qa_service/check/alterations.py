"""True pieces of documents, told in other ways, and the same with one fact changed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Document
from qa_service.check.folding import fold_letters

NUMERAL = "0-9０-９零〇○一二两三四五六七八九十百千万亿"
_NUMBERLIKE = re.compile(rf"[{NUMERAL}.．%％‰,，、/~～—－\-]")
_MARKS = "，,。；;、：:"
_ARABIC = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_YEAR = re.compile(r"(?:20|２０)[0-9０-９]{2}(?=\s*年)")
_CHINESE = re.compile(
    r"第[二三四五六七八九](?=[条批期届季章])|[二三四五六七八九](?=[个项大条年级类区])|十[一二三四五](?=五)"
)
_UNITS = (
    ("万元", "亿元"),
    ("亿元", "万元"),
    ("万平方米", "平方米"),
    ("平方公里", "平方米"),
    ("%", "‰"),
    ("％", "‰"),
)
_UNITS += (("公里", "米"), ("个月", "年"), ("个工作日", "个月"), ("万人", "人"), ("家", "所"))
_NEGATED = re.compile(r"(?:不得|不能|不予|不超过|不低于|不少于|未(?!来)|不(?![断仅同少但足足]))")
_ASSERTED = re.compile(r"(?:可以|应当|实现|完成|推进|支持|提供|享受|属于|具有|纳入|达到)")
_PLACES = "北京 广州 深圳 杭州 苏州 南京 成都 武汉 青岛 长沙".split()
_PLACE = re.compile(r"上海|静安|徐汇|浦东|黄浦|虹口|普陀|长宁|南通|云岚|澄湖")
_BODIES = "区审计局 区水务局 区体育局 区档案局 区民族宗教办".split()
_BODY = re.compile(
    r"区(?:商务委|发展改革委|财政局|教育局|人力资源社会保障局|卫生健康委|房管局|市场监管局|科委|规划资源局|科委会|统计局|建设管理委|文化和旅游局|民政局|税务局)"
)
KINDS = ("digit", "numeral", "unit", "year", "negation", "name")


@dataclass(frozen=True, slots=True)
class Piece:
    """Canonical ``[start, end)`` of document number ``document`` and its text."""

    document: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Altered:
    """A piece with one fact changed: ``right`` at ``start`` of the piece's text became ``wrong``."""

    piece: Piece
    kind: str
    text: str
    start: int
    right: str
    wrong: str


def pieces(
    documents: Sequence[Document], count: int, seed: int, shortest: int = 12, longest: int = 120
) -> list[Piece]:
    """Return random pieces of ``shortest`` to ``longest`` visible characters, across lines, pages, passages.

    A piece neither cuts a number nor begins right behind a negation: both would say something else.
    """
    rng = random.Random(seed)
    weights = [len(document.text) for document in documents]
    found: list[Piece] = []
    while len(found) < count:
        number = rng.choices(range(len(documents)), weights)[0]
        text = documents[number].text
        if len(text) < longest:
            continue
        start = rng.randrange(len(text) - shortest)
        end = start
        wanted = rng.randint(shortest, longest)
        visible = 0
        while end < len(text) and visible < wanted:
            visible += not text[end].isspace()
            end += 1
        piece = text[start:end]
        if len(fold_letters(piece).text) >= 10 and _is_clean(text, start, end):
            found.append(Piece(number, start, end, piece))
    return found


def _is_clean(text: str, start: int, end: int) -> bool:
    before = text[:start].rstrip()[-1:]
    first, last = text[start:end].strip()[:1], text[start:end].strip()[-1:]
    cut = any(map(_NUMBERLIKE.match, (first, last)))
    return not cut and before not in tuple("不未无非没勿")


def retold(piece: str, rng: random.Random) -> str:
    """Change width, blanks, punctuation (never between numerals), and write some of it in Traditional."""
    from opencc import OpenCC

    if rng.random() < 0.3:
        piece = OpenCC("s2t").convert(piece)
    result: list[str] = []
    for place, char in enumerate(piece):
        if char in _MARKS and not _between_numerals(piece, place):
            char = rng.choice([char, char, char, "，", ",", "", "；"])
        elif char.isascii() and char.isalnum() and rng.random() < 0.3:
            char = chr(ord(char) + 0xFEE0)
        elif char == "\n":
            char = rng.choice(["", " ", "\n"])
        result.append(char)
        if rng.random() < 0.04:
            result.append(rng.choice([" ", "\u3000", "\n", "\u200b"]))
    return "".join(result)


def _between_numerals(text: str, place: int) -> bool:
    before, after = text[:place].rstrip()[-1:], text[place + 1 :].lstrip()[:1]
    numeral = f"[{NUMERAL}%％‰〕）年月日)]"
    return bool(re.match(numeral, before) and re.match(f"[{NUMERAL}（〔(]", after))


def shortened(piece: str, rng: random.Random) -> str:
    """Replace a stretch in the middle by ……, where both ends stay long enough to be found."""
    if len(piece) < 40:
        return piece
    low = rng.randint(12, len(piece) // 2 - 4)
    high = rng.randint(len(piece) // 2 + 2, len(piece) - 14)
    around = piece[low - 1 : low + 1] + piece[high - 1 : high + 1]
    if any(map(_NUMBERLIKE.match, around)) or set(around) & set("不未无非没勿"):
        return piece
    return piece[:low] + "……" + piece[high:]


def altered(piece: Piece, kind: str, rng: random.Random) -> Altered | None:
    """Change one fact of ``kind`` in a piece, ``None`` where it has none of that kind."""
    choices = list(_choices(piece.text, kind, rng))
    if not choices:
        return None
    start, right, wrong = rng.choice(choices)
    text = piece.text[:start] + wrong + piece.text[start + len(right) :]
    return Altered(piece, kind, text, start, right, wrong)


def _choices(text: str, kind: str, rng: random.Random) -> Iterator[tuple[int, str, str]]:
    if kind == "digit":
        for match in _ARABIC.finditer(text):
            if _YEAR.match(text, match.start()):
                continue
            places = [i for i in range(match.start(), match.end()) if text[i].isdigit()]
            place = rng.choice(places)
            yield place, text[place], _other_digit(text[place], rng)
    elif kind == "year":
        for match in _YEAR.finditer(text):
            place = match.end() - 1
            yield place, text[place], _other_digit(text[place], rng)
    elif kind == "numeral":
        for match in _CHINESE.finditer(text):
            place = match.start() + (match.group()[0] in "第十")
            yield place, text[place], rng.choice([n for n in "二三四五六七八九" if n != text[place]])
    elif kind == "unit":
        for right, wrong in _UNITS:
            for match in re.finditer(rf"(?<=[0-9０-９])\s*{right}", text):
                yield match.end() - len(right), right, wrong
    elif kind == "negation":
        for match in _NEGATED.finditer(text):
            yield match.start(), match.group()[0], ""
        for match in _ASSERTED.finditer(text):
            yield match.start(), match.group(), rng.choice("不未") + match.group()
    else:
        for match in _BODY.finditer(text):
            yield match.start(), match.group(), rng.choice([b for b in _BODIES if b != match.group()])
        for match in _PLACE.finditer(text):
            yield match.start(), match.group(), rng.choice(_PLACES)


def _other_digit(digit: str, rng: random.Random) -> str:
    full = digit > "９" or "０" <= digit <= "９"
    other = rng.choice([d for d in "123456789" if d != chr(ord(digit) - 0xFEE0 if full else ord(digit))])
    return chr(ord(other) + 0xFEE0) if full else other


def paraphrased(text: str, rng: random.Random) -> str | None:
    """Drop a clause, turn two clauses round, or leave out light words; ``None`` where there is no choice."""
    clauses = [
        clause
        for clause in re.split(r"(?<=[，,；;])(?![0-9０-９])", text.replace("\n", ""))
        if clause.strip()
    ]
    if len(clauses) < 3 or sum(len(clause) for clause in clauses) < 24:
        return None
    way = rng.choice(("drop", "turn", "light"))
    place = rng.randrange(1, len(clauses) - 1)
    if way == "drop":
        return "".join(clauses[:place] + clauses[place + 1 :])
    if way == "turn":
        clauses[place - 1], clauses[place] = clauses[place], clauses[place - 1]
        return "".join(clauses)
    return re.sub(r"(?:进一步|积极|大力|切实|着力|不断|全面)", "", text)
