"""What the judge learns from: questions, passages, and which answers which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eval.scene_files import head_of, load_folder

SCENES: Final = Path(__file__).with_name("scenes")
"""One object a line. In ``topic-AREA-1.jsonl``, … only one passage of a case answers questions, and the other
is under its headings; in the other files both do."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage with what stands in front of it when it is indexed."""

    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Posed:
    """A question; ``answered_by`` is the place of the passage of its case that answers it, ``None`` if none
    does."""

    text: str
    answered_by: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """Some passages on one matter, and questions on it. ``area`` is the field of government work."""

    area: str
    passages: tuple[Shown, ...]
    questions: tuple[Posed, ...]


def load_cases(folder: Path = SCENES) -> list[Case]:
    """Return the cases of all files in ``folder``, in the order of their names and lines.

    Raises :class:`ingest.errors.BadInput` where there is none, and for a case that lacks something or whose
    evidence does not stand in its passage, naming file and line.
    """
    return load_folder(folder, _case)


def _case(record: Mapping[str, Any]) -> Case:
    title = str(record["title"])
    passages = tuple(Shown(head_of(title, p["heading"]), str(p["text"])) for p in record["passages"])
    for question in record["questions"]:
        if question["evidence"] not in passages[question["of"]].text:
            raise ValueError(question["q"])
    answered = [Posed(str(question["q"]), int(question["of"])) for question in record["questions"]]
    area = str(record["id"]).rpartition("-")[0]
    return Case(area, passages, (*answered, *(Posed(str(near["q"]), None) for near in record["near"])))


@dataclass(frozen=True, slots=True)
class Pair:
    """Question and passage by number; ``kind`` says what the passage is to the question: ``answer``,
    ``other`` (of its case, but no answer), ``near`` (nothing answers) or ``far`` (of another case)."""

    question: int
    passage: int
    kind: str


def pairs(cases: Sequence[Case], nearest: Sequence[Sequence[int]], far: int) -> list[Pair]:
    """Return the pairs to learn from. Passages and questions are numbered through all ``cases``; ``nearest``
    lists for each question passages of any case, most similar first, of which the first ``far`` others are
    taken. A passage that answers nothing is paired with nothing of its case: the judge would learn to know
    it, and not to read the question."""
    found: list[Pair] = []
    first, question = 0, 0
    for case in cases:
        own = range(first, first + len(case.passages))
        telling = sorted({first + q.answered_by for q in case.questions if q.answered_by is not None})
        for posed in case.questions:
            for place in telling:
                answers = posed.answered_by == place - first
                kind = "answer" if answers else "near" if posed.answered_by is None else "other"
                found.append(Pair(question, place, kind))
            others = [place for place in nearest[question] if place not in own][:far]
            found += [Pair(question, place, "far") for place in others if posed.answered_by is not None]
            question += 1
        first += len(case.passages)
    return found
