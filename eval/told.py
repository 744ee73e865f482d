"""``python -m eval.told SET -o OUT``: a question set with something said around each question.

People greet, say why they ask, and thank; labels stay. What a system loses on ``OUT`` is what that costs it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.commands.frame import write_text
from eval.questions import Question, as_lines, load_labels
from ingest.errors import PlanqaError

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
"""What stands around a question; the last but one is nothing that the service leaves out as a whole."""


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
    parser = argparse.ArgumentParser(prog="python -m eval.told", description=__doc__)
    parser.add_argument("set", type=Path, help="question set (.jsonl, .csv, .xlsx)")
    parser.add_argument("-o", "--output", type=Path, required=True, help="question set to write (.jsonl)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    try:
        write_text(given.output, as_lines(with_talk(load_labels(given.set), given.seed)))
    except PlanqaError as error:
        print(f"{error.message}\n{error.remedy}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
