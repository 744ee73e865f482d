"""The scenes that the model is trained on, out of their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eval.scene_files import load_folder

SCENES: Final = Path(__file__).with_name("scenes")
"""One object a line; ``AREA-1.jsonl``, ``AREA-2.jsonl``, …"""

STYLES: Final = frozenset({"formal", "colloquial", "terse"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how it is put (one of :data:`STYLES`), and the part of the passage that answers it."""

    text: str
    style: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Scene:
    """``passage`` answers the ``questions``; ``sibling``, on the same topic, does not; ``near`` questions are
    answered by neither. ``heading`` is the passage's heading path."""

    id: str
    title: str
    heading: str
    passage: str
    sibling: str
    questions: tuple[Asked, ...]
    near: tuple[str, ...]

    @property
    def area(self) -> str:
        """The field of government work that the scene is from.

        >>> Scene("care-012", "", "", "", "", (), ()).area
        'care'
        """
        return self.id.partition("-")[0]


def load_scenes(folder: Path = SCENES) -> list[Scene]:
    """Return the scenes of all files in ``folder``, in the order of their names and lines.

    Raises :class:`ingest.errors.BadInput` where there is none, and for a scene that lacks something or whose
    evidence does not stand in its passage, naming file and line.
    """
    return load_folder(folder, _scene)


def _scene(record: Mapping[str, Any]) -> Scene:
    passage = str(record["passage"])
    questions = tuple(Asked(q["q"], q["style"], q["evidence"]) for q in record["questions"])
    for question in questions:
        if question.style not in STYLES or question.evidence not in passage:
            raise ValueError(question.text)
    return Scene(
        id=str(record["id"]),
        title=str(record["title"]),
        heading=str(record["heading"]),
        passage=passage,
        sibling=str(record["sibling"]),
        questions=questions,
        near=tuple(near["q"] for near in record["near"]),
    )
