"""Enough different questions to keep a server busy for some seconds."""

from __future__ import annotations

from collections.abc import Sequence

LEADS = ("请问", "想了解一下，", "帮我查一下：", "麻烦问一下，", "我想知道")


def split(questions: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return questions to warm up with and others to measure with: every fifth, and the rest.

    >>> split(["甲", "乙", "丙"])
    (['甲'], ['乙', '丙'])
    """
    warming = [question for number, question in enumerate(questions) if number % 5 == 0]
    measured = [question for number, question in enumerate(questions) if number % 5]
    return warming, measured or warming


def reworded(questions: Sequence[str], count: int) -> list[str]:
    """Return ``count`` questions, all different as far as the leads reach: those given, then the same ones as
    people also begin them, so that nothing that remembers answers could help.

    >>> reworded(["甲？", "乙？"], 5)
    ['甲？', '乙？', '请问甲？', '请问乙？', '想了解一下，甲？']
    """
    every = [lead + question for lead in ("", *LEADS) for question in questions]
    return [every[number % len(every)] for number in range(count)]
