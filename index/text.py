"""Text as it is compared: folded characters, number forms made one, and the tokens of the lexical legs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from index.segment import segmenter
from ingest.numerals import CHINESE_YEAR, parse_numeral

_CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE_YEAR = re.compile(CHINESE_YEAR)
_DAY = "[一二三四五六七八九十]{1,3}"
_CHINESE_DATE = re.compile(rf"(?<=年){_DAY}(?=[月至到-])|(?<=[月至到-]){_DAY}(?=[月日])")
_FIVE_YEARS = re.compile(r"第?(十[一二三四五六七八九])个五年")
_CHINESE_PERCENT = re.compile(
    r"百分之([零〇一二三四五六七八九十百]{1,5})(?:点([零〇一二三四五六七八九]{1,4}))?"
)
_CHINESE_COUNT = re.compile(
    r"(?<=第)[零〇一二三四五六七八九十百千]{1,6}(?=[条章节届次期批个名位])"
    r"|(?<![\d.])[一二三四五六七八九十百千]*[十百千][零〇一二三四五六七八九十百千]*(?=[万亿]?[家个名户条项幢栋座所处件次年月日元人张套辆公平])"
)
_RUN = re.compile(rf"[{_CJK}]+|[a-z0-9]+(?:[.\-/+&][a-z0-9]+)*%?")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(万亿|亿|万|千)?")
_SCRIPT = re.compile(r"[_^](?:\{([^{}]{1,12})\}|(?=\d))")
"""A subscript or superscript as converters of PDFs write it: ``PM_{2.5}``, ``CO_2``, ``m^{2}``."""
_DIGITS_PUNCT = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SCALE = {"千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_FOLDS = str.maketrans({"○": "〇", "－": "-", "—": "-", "–": "-", "~": "-", "～": "-", "«": "《", "»": "》"})
FUNCTION_WORDS = frozenset(
    "的 了 和 与 及 或 在 是 有 为 对 等 中 上 下 将 把 被 向 从 到 以 由 于 并 也 都 而 且 其 之 该 这 那 "
    "什么 哪些 哪个 哪几 多少 几个 怎么 怎样 如何 吗 呢 啊 吧 是否 有没有 能不能 可以 请问 我 想 问 一下 要 "
    "会 谁 几 哪 哪里 何时 什么时候 为什么 how what is the of a an in to and".split()
)


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Fold ``text`` for comparison.

    Width and case are folded, Traditional made Simplified, dashes made one, Chinese dates, ordinals and
    percentages written in Arabic digits, thousands separators dropped, five-year plans by their short
    names; a subscript or superscript of TeX's stands in the line.

    The last 8,192 texts are remembered: each question folds the sentences and headings of its first hits, and
    those that are found are found again (a third of a warm question's work outside the searcher).

    >>> fold("二〇二五年靜安區達到百分之七十，第十二条，３,５００家，第十四个五年规划")
    '2025年静安区达到70%,第12条,3500家,十四五规划'
    >>> fold("PM_{2.5}浓度，CO_2")
    'pm2.5浓度,co2'
    """
    folded = unicodedata.normalize("NFKC", text).translate(_FOLDS).lower()
    folded = _converter().convert(folded)
    folded = _SCRIPT.sub(r"\1", folded)
    folded = _FIVE_YEARS.sub(r"\1五", folded)
    folded = arabic_dates(folded)
    folded = _CHINESE_PERCENT.sub(_percent, folded)
    folded = _CHINESE_COUNT.sub(_arabic, folded)
    return _DIGITS_PUNCT.sub("", folded)


def simplify(text: str) -> str:
    """Return ``text`` in simplified characters, nothing else changed.

    >>> simplify("靜安區有多少家？")
    '静安区有多少家？'
    """
    return str(_converter().convert(text))


def arabic_years(text: str) -> str:
    """Return ``text`` with the years that are written in Chinese in Arabic digits; every character keeps its
    place.

    >>> arabic_years("二〇二五年，二O一六年三月")
    '2025年，2016年三月'
    """
    return _CHINESE_YEAR.sub(_arabic, text)


def arabic_dates(text: str) -> str:
    """Return ``text`` with years, and months and days beside them, in Arabic digits.

    >>> arabic_dates("二○二一年十至十二月份，二〇一六年三月五日，三个月")
    '2021年10至12月份，2016年3月5日，三个月'
    """
    return _CHINESE_DATE.sub(_arabic, arabic_years(text))


def _arabic(match: re.Match[str]) -> str:
    return str(parse_numeral(match.group()))


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Return ``text`` in simplified characters and half width, years in Arabic digits, if that keeps every
    character's place; the text itself otherwise (``㎡`` is two characters at half width).

    The last 1,024 texts are remembered: a question is looked at so four times, and so are the passages in
    which figures are pointed at.

    >>> plain("靜安區２０２５年"), plain("二〇二五年")
    ('静安区2025年', '2025年')
    """
    half = arabic_years(simplify(unicodedata.normalize("NFKC", text)))
    return half if len(half) == len(text) else text


def _percent(match: re.Match[str]) -> str:
    whole = parse_numeral(match.group(1))
    fraction = "".join(str(parse_numeral(c)) for c in match.group(2) or "")
    return f"{whole}.{fraction}%" if fraction else f"{whole}%"


def number_tokens(folded: str) -> list[str]:
    """Return a token for each number's value, so that 2.5万亿 and 25000亿 share one.

    >>> number_tokens("2.5万亿元"), number_tokens("25000亿元")
    (['#2500000000000'], ['#2500000000000'])
    """
    tokens = []
    for digits, scale in _NUMBER.findall(folded):
        value = round(float(digits) * _SCALE.get(scale, 1), 4)
        tokens.append(f"#{value:.10g}" if value < 1e9 else f"#{value:.0f}")
    return tokens


def words(folded: str) -> list[str]:
    """Return the words of folded text: jieba's search mode, function words and punctuation left out."""
    cut = segmenter().cut_for_search
    found: list[str] = []
    for run in _RUN.findall(folded):
        if run[0].isascii():
            found += [run, *re.findall(r"[a-z]+|\d+(?:\.\d+)?%?", run)] if not run.isalnum() else [run]
        else:
            found += cut(run)
    return [word for word in found if word not in FUNCTION_WORDS]


def bigrams(folded: str) -> list[str]:
    """Return the character bigrams of the Chinese runs of folded text; single characters and Latin words
    stay whole.

    >>> bigrams("六大产业ai")
    ['六大', '大产', '产业', 'ai']
    """
    found: list[str] = []
    for run in _RUN.findall(folded):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found
