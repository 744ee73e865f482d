"""Whether a question asks for what it names as a whole: 某府发〔2021〕12号讲什么, 某规划第三部分."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.segment import segmenter
from index.terms import without_asking
from index.text import bigrams, fold
from qa_service.named_places import PLACE

_SAYING = frozenset(
    "讲 说 讲的 说的 写 写的 规定 规定了 内容 主要 主要内容 文件 通知 关于 有关 是 的 了 有 年 号 里 中 全文 "
    "原文 具体 "
    "看 看看 查 查看 介绍 列出 给出 显示 部分 条款 条文 提到 请 帮 帮我 我 一下 任务 要求".split()
)
"""Words of a question about the whole that name nothing within it."""

_NUMBER = re.compile(r"第?\s*\d+\s*(?:号(?:文件?|令)?|年)?")


def asks_for_whole(question: str, names: Iterable[str]) -> bool:
    """Tell whether ``question`` holds nothing but places (第三部分), words that ask, and ``names`` (titles,
    文号) or parts of them.

    >>> asks_for_whole("甲区产业规划第三部分讲什么", ["甲区产业发展规划"])
    True
    >>> asks_for_whole("甲区产业规划第三部分的资金从哪来", ["甲区产业发展规划"])
    False
    """
    return not any(True for _ in untold_words(question, names))


def untold_words(question: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the words of ``question`` that are no places (第三部分), no words that ask, and no parts of
    ``names``.

    >>> list(untold_words("甲区产业规划第三部分的资金从哪来", ["甲区产业发展规划"]))
    ['资金', '从']
    """
    left = _NUMBER.sub(" ", without_asking(fold(PLACE.sub(" ", question))))
    known = "\n".join(map(fold, names))
    return (word for word in segmenter().cut(left) if not _told(word, known))


def _told(word: str, known: str) -> bool:
    if word in _SAYING or not re.search(r"\w", word) or word in known:
        return True
    grams = bigrams(word)
    return len(word) > 1 and all(gram in known for gram in grams)
