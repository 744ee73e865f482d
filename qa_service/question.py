"""What a question must be to be asked."""

from __future__ import annotations

import re

from ingest.errors import BadInput

MAX_QUESTION = 2000
"""Longest question that is accepted (characters)."""


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
