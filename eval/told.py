"""``python -m eval.told SET -o OUT``: a question set with something said around each question.

People greet, say why they ask, and thank; labels stay. What a system loses on ``OUT`` is what that costs it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from eval.made_set import make_set
from eval.questions import Question

AROUND = (
    "您好，想请教一下，{}？谢谢！",
    "麻烦帮我查一下{}",
    "领导让我写材料，想核实一下，{}？麻烦给出处",
    "请介绍一下{}",
    "我们科室正在准备一份汇报，需要确认一下：{}，急用，谢谢",
    "请问{}？在线等",
    "刚接手这块工作，想弄清楚{}",
    "下午开会要用到，{}？辛苦了",
)
"""What stands around a question; of the last two the service leaves out no more than the thanks."""


def told(question: str, around: str) -> str:
    """Return ``question`` with what is said ``around`` it, its own question mark left out.

    >>> told("有几座公园？", "请问{}？在线等")
    '请问有几座公园？在线等'
    """
    return around.format(question.rstrip("？? "))


def with_talk(questions: Sequence[Question], seed: int) -> list[Question]:
    """Return ``questions``, sentences of drafts left out, each with something said around it."""
    draw = random.Random(seed)
    asked = [one for one in questions if not one.is_draft]
    return [replace(one, question=told(one.question, draw.choice(AROUND))) for one in asked]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the set; returns the exit status, 2 for bad input."""
    return make_set("python -m eval.told", __doc__, with_talk, arguments)


if __name__ == "__main__":
    raise SystemExit(main())
