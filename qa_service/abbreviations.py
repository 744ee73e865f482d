"""Abbreviations of a question in the words of the documents: who asks for GDP means 地区生产总值."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from index.text import bigrams, fold

TERMS: Final = {
    "AED": "自动体外除颤器",
    "AI": "人工智能",
    "AR": "增强现实",
    "CAZ": "中央活力区",
    "CBD": "中央商务区",
    "CPI": "居民消费价格",
    "EPC": "工程总承包",
    "ESG": "环境、社会和治理",
    "EV": "电动汽车",
    "FDI": "外商直接投资",
    "GDP": "地区生产总值",
    "ICT": "信息通信技术",
    "IDC": "数据中心",
    "IoT": "物联网",
    "IP": "知识产权",
    "IPO": "上市",
    "LNG": "液化天然气",
    "NGO": "社会组织",
    "PPP": "政府和社会资本合作",
    "R&D": "研发",
    "REITs": "不动产投资信托基金",
    "SME": "中小企业",
    "TOD": "公共交通导向",
    "UAV": "无人机",
    "VR": "虚拟现实",
    "WiFi": "无线网络",
}
"""Abbreviations of the field and the words that documents have for them."""

RARER = 0.2
"""An abbreviation that stands in less than this share of the passages that have its words is not theirs."""

_LATIN = re.compile(
    r"(?<![A-Za-z0-9])(" + "|".join(map(re.escape, TERMS)) + r")(?![A-Za-z0-9])", re.IGNORECASE
)
_LOWER = {name.lower(): term for name, term in TERMS.items()}


def spelled_out(question: str, holders: Callable[[str], int]) -> str:
    """Return ``question`` with the abbreviations written out that its documents write out.

    ``holders`` tells in how many passages a folded term (:func:`index.text.bigrams`) stands. An abbreviation
    that the documents use themselves stays: writing it out would lose the passages that define it.

    >>> spelled_out("R&D投入强度", lambda term: 0 if term == "r&d" else 7)
    '研发投入强度'
    >>> spelled_out("CAZ在哪里", lambda term: 7)
    'CAZ在哪里'
    """

    def written(match: re.Match[str]) -> str:
        term = _LOWER[match.group().lower()]
        own = held(match.group(), holders)
        return term if own < RARER * held(term, holders) else match.group()

    return _LATIN.sub(written, question)


def held(word: str, holders: Callable[[str], int]) -> int:
    """At most so many passages hold ``word``; ``holders`` tells in how many a folded term stands.

    >>> held("规划图", {"规划": 9, "划图": 2}.__getitem__)
    2
    """
    return min((holders(gram) for gram in bigrams(fold(word))), default=0)
