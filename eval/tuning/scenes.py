"""The scenes that the model is trained on, out of their files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ingest.errors import BadInput

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

    Raises :class:`BadInput` where there is none, and for a scene that lacks something or whose evidence does
    not stand in its passage, naming file and line.
    """
    scenes = [scene for path in sorted(folder.glob("*.jsonl")) for scene in _read(path)]
    if not scenes:
        raise BadInput(f"{folder} 中没有训练场景", remedy="请指定放有 .jsonl 场景文件的目录")
    return scenes


def _read(path: Path) -> Iterator[Scene]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _scene(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(
                f"{path.name} 第 {number} 行不是完整的场景：{error}", remedy="请改正这一行"
            ) from error


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
