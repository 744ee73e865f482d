"""The scenes that the model is trained on hold what they promise."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from eval.tuning.scenes import load_scenes
from ingest.errors import BadInput


def bigrams(text: str) -> set[str]:
    letters = re.sub(r"\W", "", text)
    return {letters[n : n + 2] for n in range(len(letters) - 1)}


def test_the_shipped_scenes_are_whole_and_each_stands_for_itself() -> None:
    scenes = load_scenes()
    assert len(scenes) >= 800
    assert len({scene.id for scene in scenes}) == len(scenes)
    assert len({scene.passage for scene in scenes}) == len(scenes)
    assert min(len(scene.questions) for scene in scenes) >= 3
    assert all(scene.near for scene in scenes)


def test_everyday_questions_do_not_use_the_words_of_their_passage() -> None:
    for scene in load_scenes():
        for question in scene.questions:
            if question.style == "colloquial":
                asked = bigrams(question.text)
                assert len(asked & bigrams(scene.passage)) <= 0.4 * len(asked), question.text


RECORD = {
    "id": "care-1",
    "title": "办法",
    "heading": "一、总则",
    "passage": "每人每年补贴一百元。",
    "sibling": "另有规定的除外。",
    "questions": [{"q": "补贴多少？", "style": "formal", "evidence": "补贴一百元"}],
    "near": [{"q": "谁来发？", "style": "formal"}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"passage": "补贴另行通知。"},
        {"questions": [{"q": "多少？", "style": "rude", "evidence": "一百元"}]},
        {"near": None},
    ],
)
def test_a_line_that_is_no_scene_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    lines = [json.dumps(RECORD), json.dumps({**RECORD, **change})]
    (tmp_path / "care-1.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadInput, match=r"care-1\.jsonl 第 2 行"):
        load_scenes(tmp_path)


def test_a_folder_without_scenes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有训练场景"):
        load_scenes(tmp_path)
