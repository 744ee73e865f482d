"""Drafts whose claims are labelled by hand: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.claims.claim import Claim
from ingest.errors import BadInput
from qa_service.check.verdict import WORDS, Verdict

_TRUE: tuple[Verdict, ...] = ("verified", "paraphrase")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading of ``level`` 0 (the title) or more, or a ``claim``."""

    text: str
    level: int | None = None
    claim: Claim | None = None


def read_labelled(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a labels file.

    A line holds ``text`` and either ``heading`` (level) or ``label`` (the right verdict); ``note`` says what
    is wrong. A claim that is true may be found verified or paraphrased.

    Raises:
        BadInput: a line that is no such object.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            found.append(_paragraph(line, path, number))
    return found


def _paragraph(line: str, path: Path, number: int) -> Paragraph:
    try:
        given = json.loads(line)
        text = str(given["text"])
        if "heading" in given:
            return Paragraph(text, int(given["heading"]))
        label = given["label"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{path.name} 第 {number} 行不是标注",
            remedy='每行应为 {"text": …, "label": …} 或 {"text": …, "heading": …}',
        ) from error
    if label not in WORDS:
        raise BadInput(
            f"{path.name} 第 {number} 行的标注 {label} 不是结论", remedy=f"可用：{'、'.join(WORDS)}"
        )
    expected = _TRUE if label in _TRUE else (label,)
    right, _, wrong = str(given.get("note", "")).partition(" -> ")
    return Paragraph(text, claim=Claim(text, label, expected, right=wrong.removeprefix("原文"), wrong=right))


def as_paragraphs(claims: Sequence[Claim], title: str, each: int = 12) -> list[Paragraph]:
    """Return claims as a draft: a title, and a heading before every ``each`` of them."""
    found = [Paragraph(title, 0)]
    for index, claim in enumerate(claims):
        if index % each == 0:
            found.append(Paragraph(f"{index // each + 1}. 情况之{index // each + 1}", 1))
        found.append(Paragraph(claim.text, claim=claim))
    return found
