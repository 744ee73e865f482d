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
    """A question; ``answered_by`` are the places of the passages of its case that answer it or a part of it,
    none if no passage does."""

    text: str
    answered_by: tuple[int, ...]


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
    answered = [_answered(question, passages) for question in record["questions"]]
    area = str(record["id"]).rpartition("-")[0]
    return Case(area, passages, (*answered, *(Posed(str(near["q"]), ()) for near in record["near"])))


def _answered(record: Mapping[str, Any], passages: Sequence[Shown]) -> Posed:
    """A question whose parts two passages answer names both, and a piece of evidence in each."""
    several = isinstance(record["of"], list)
    places = tuple(record["of"]) if several else (record["of"],)
    pieces = record["evidence"] if several else [record["evidence"]]
    if not all(piece in passages[place].text for place, piece in zip(places, pieces, strict=True)):
        raise ValueError(record["q"])
    return Posed(str(record["q"]), places)


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
        telling = sorted({first + place for q in case.questions for place in q.answered_by})
        for posed in case.questions:
            for place in telling:
                answers = place - first in posed.answered_by
                kind = "answer" if answers else "other" if posed.answered_by else "near"
                found.append(Pair(question, place, kind))
            others = [place for place in nearest[question] if place not in own][:far]
            found += [Pair(question, place, "far") for place in others if posed.answered_by]
            question += 1
        first += len(case.passages)
    return found
