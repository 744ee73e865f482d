"""A question's content terms with their weight in a corpus, and which passages hold them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex
from index.text import bigrams, fold

_ASKING = re.compile(
    r"^(?:比较|对比|列出|列举|简述|概述)(?:一?下)?"
    r"|([要能会是该算需用])不\1(?:要|能|会)?|分别"
    r"|(?:是)?(?:什么时候|啥时候|几时|多久|多长时间|什么|多少|哪些|哪个|哪几|哪家|哪一|哪里|几(?=[个家项条名幢年月大种类])|怎么|怎样|如何|为何|为什么|何时|谁(?:来|去)?|是否|有没有|能不能|可不可以|请问|吗|呢|吧|啊|嘛)"
    r"|更[高低多少大小快慢](?=[？?\s]*$)"
)
"""Words that ask and name nothing: no passage needs to hold them."""


@dataclass(frozen=True, slots=True)
class Terms:
    """``weights`` maps each term (a character bigram, a Latin word or a number) to its inverse document
    frequency, ``total`` is their sum; ``covered`` (n,) is the share, 0 to 1, of the weight that each passage
    holds, its headings included."""

    weights: dict[str, float]
    covered: NDArray[np.float32]
    total: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(self.weights.values()))

    def coverage(self, folded: str) -> float:
        """Share (0 to 1) of the terms' weight that stands in ``folded`` text."""
        if not self.total:
            return 0.0
        # A list: some fifty sentences of each question come through here, and a generator costs twice that.
        return sum([weight for term, weight in self.weights.items() if term in folded]) / self.total

    def missing(self, folded: str) -> list[str]:
        """The terms that do not stand in ``folded`` text, heaviest first."""
        absent = [term for term in self.weights if term not in folded]
        return sorted(absent, key=lambda term: -self.weights[term])


def without_asking(question: str) -> str:
    """Return ``question`` with the words that ask blanked out, every other character in its place.

    >>> without_asking("六大产业是什么？"), without_asking("列出六大产业"), without_asking("查处违建")
    ('六大产业   ？', '  六大产业', '查处违建')
    >>> without_asking("养猫要不要登记"), without_asking("标准由谁来定")
    ('养猫   登记', '标准由  定')
    """
    return _ASKING.sub(lambda match: " " * len(match.group()), question)


def read_terms(question: str, index: LexicalIndex) -> Terms:
    """Take the terms of ``question`` and look them up in the bigram leg ``index``."""
    size = len(index)
    weights: dict[str, float] = {}
    covered = np.zeros(size, dtype=np.float32)
    for term in dict.fromkeys(bigrams(fold(_ASKING.sub(" ", question)))):
        holders = index.holders(term)
        weight = math.log((size + 1) / (len(holders) + 0.5))
        if weight > 0:
            weights[term] = weight
            covered[holders] += np.float32(weight)
    total = sum(weights.values())
    return Terms(weights, covered / np.float32(total or 1.0))
