"""A question taken apart: its content terms with their weight in this corpus."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from index.text import bigrams, fold, words
from ingest.errors import BadInput

MAX_QUESTION = 2000
"""Longest question that is accepted (characters)."""

_ASKING = re.compile(
    r"(?:是)?(?:什么|多少|哪些|哪个|哪几|哪家|哪一|哪里|几(?=[个家项条名幢年月大种类])|怎么|怎样|如何|为何|为什么|何时|是否|有没有|能不能|可不可以|请问|吗|呢|吧|啊|嘛)"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The question's terms: ``text`` as folded, ``weights`` its words and bigrams with their inverse
    document frequency (natural logarithm; rarer terms weigh more, unseen ones most)."""

    text: str
    weights: dict[str, float]

    def coverage(self, folded: str) -> float:
        """Share (0 to 1) of the terms' weight that stands in ``folded`` text."""
        total = sum(self.weights.values())
        if not total:
            return 0.0
        return sum(weight for term, weight in self.weights.items() if term in folded) / total


def check_question(question: str) -> str:
    """Return the question without blanks at its ends.

    Raises:
        BadInput: empty, longer than :data:`MAX_QUESTION`, or without any letter, digit or character.
    """
    text = question.strip()
    if not text:
        raise BadInput("问题为空", remedy="请输入一个问题，例如：静安区的六大产业是哪六个？")
    if len(text) > MAX_QUESTION:
        raise BadInput(
            f"问题过长（{len(text)} 字，上限 {MAX_QUESTION} 字）", remedy="请缩短问题；核对整篇文稿请分句进行"
        )
    if not re.search(r"\w", text):
        raise BadInput("问题中没有可检索的文字", remedy="请输入包含文字或数字的问题")
    return text


def read_terms(question: str, frequency: Callable[[str], int], passages: int) -> Terms:
    """Take the terms of ``question``.

    ``frequency(bigram)`` is the number of passages that hold a bigram; words of more than two characters
    weigh as much as the rarest bigram in them.
    """
    folded = fold(_ASKING.sub(" ", question))
    weights: dict[str, float] = {}
    for term in dict.fromkeys(words(folded) + bigrams(folded)):
        if len(term) == 1 and not term.isdigit():
            continue
        parts = [term] if len(term) <= 2 or term.isascii() else [term[i : i + 2] for i in range(len(term) - 1)]
        rarest = min(frequency(part) for part in parts)
        weights[term] = math.log((passages + 1) / (rarest + 0.5))
    return Terms(folded, {term: weight for term, weight in weights.items() if weight > 0})
