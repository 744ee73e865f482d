"""kill -9, and a power cut, at every write step of a build: the old generation answers or the new one."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from letters_encoder import LettersEncoder

from index.changes import PutFile, TakeOut, apply_changes
from index.dense import DenseIndex
from index.generation import Generation, GenerationWriter, list_generations, open_current, prune
from index.holdings import Held, from_notes
from index.lexical import LexicalIndex
from index.search import Searcher
from ingest.errors import NoIndex

CHILD = Path(__file__).with_name("crash_child.py")
ROOT = CHILD.parents[2]


def dead_homes(base: Path, copies: Path, mode: str, payload: str, steps: str) -> list[tuple[Path, bool]]:
    """Return ``(home, lived)`` for a child killed at step 1, 2, … up to the one that lived."""
    copies.mkdir()
    command = [sys.executable, str(CHILD), str(base), str(copies), mode, payload, steps]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=environment)
    lines = [line.rsplit(" ", 1) for line in done.stdout.splitlines()]
    return [(Path(home), fate == "alive") for home, fate in lines]


def old_index(home: Path, texts: tuple[str, ...] = ("older", "old")) -> None:
    for text in texts:
        build(home, text)


def build(home: Path, text: str) -> None:
    with GenerationWriter(home) as writer:
        (writer.path / "sub").mkdir()
        for name in ("a.txt", "sub/b.txt", "c.txt"):
            (writer.path / name).write_text(text, encoding="utf-8")
        writer.publish(fingerprints={}, counts={text: 1}, notes={})


def plain_answer(generation: Generation) -> str:
    """Return what the generation says, having made sure that all its files say the same."""
    said = {generation.file(name).read_text()[:3] for name in ("a.txt", "sub/b.txt", "c.txt")}
    assert len(said) == 1
    (text,) = said
    assert generation.counts == {text: 1}
    return text


def stores_answer(generation: Generation) -> str:
    if generation.counts == {"old": 1}:
        return plain_answer(generation)
    assert LexicalIndex.load(generation.path / "lexical").scores(["床"]).argmax() == 1
    dense = DenseIndex.load(generation.path / "dense")
    assert dense.search(np.eye(8, dtype=np.float32)[1], k=1)[0].tolist() == [1]
    return generation.file("a.txt").read_text()


def check(tmp_path: Path, mode: str, payload: str, steps: str) -> None:
    base = tmp_path / "base"
    old_index(base)
    homes = dead_homes(base, tmp_path / "copies", mode, payload, steps)
    answer = stores_answer if payload == "stores" else plain_answer
    answers = [answer(open_current(home)) for home, _ in homes]
    assert [lived for _, lived in homes] == [False] * (len(homes) - 1) + [True]
    assert answers == sorted(answers, key=("old", "new").index), "once flipped it stays flipped"
    assert {"old", "new"} == set(answers[:-1]), "some died before the flip and some after it"
    for home, _ in homes:
        assert all(info.intact for info in list_generations(home)), "a step left half a generation in sight"
        build(home, "nxt")
        assert plain_answer(open_current(home)) == "nxt"
        prune(home, keep=1)
        assert [path.name for path in (home / "generations").iterdir()] == [open_current(home).id]


@pytest.mark.parametrize("mode", ["kill", "powercut"])
def test_the_old_or_the_new_generation_answers_whole(tmp_path: Path, mode: str) -> None:
    check(tmp_path, mode, "plain", "calls")


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["kill", "powercut"])
def test_the_same_holds_between_any_two_lines(tmp_path: Path, mode: str) -> None:
    check(tmp_path, mode, "plain", "lines")


@pytest.mark.slow
def test_the_same_holds_for_the_real_stores(tmp_path: Path) -> None:
    check(tmp_path, "powercut", "stores", "calls")


def changed_names(home: Path) -> list[str]:
    """Return the names of the files held, having made sure that every store opens and speaks of them."""
    current = open_current(home)
    searcher = Searcher(current, LettersEncoder())
    names = [held.name for held in from_notes(current.notes).files]
    assert [document.source.name for document in searcher.documents] == names
    best = searcher.search("三号路灯" if "三.txt" in names else "一号路灯").order[0]
    assert searcher.passages[best].document_id in {d.id for d in searcher.documents}
    return names


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["kill", "powercut"])
def test_changes_are_in_force_whole_or_not_at_all_and_can_be_made_again(tmp_path: Path, mode: str) -> None:
    base = tmp_path / "base"
    for number, letter in enumerate("一二三", start=1):
        path = base / "sources" / str(number) / f"{letter}.txt"
        path.parent.mkdir(parents=True)
        text = f"关于{letter}号路灯的通知\n\n一、范围\n{letter}号路灯改造覆盖沿线。\n"
        path.write_text(text, encoding="utf-8")
    first = [base / "sources" / name for name in ("1/一.txt", "2/二.txt")]
    uploads = [Held(f"id{n}", str(p), p.name, sha256_of(p), "upload") for n, p in enumerate(first, start=1)]
    apply_changes([PutFile(one) for one in uploads], base, LettersEncoder())
    homes = dead_homes(base, tmp_path / "copies", mode, "changes", "calls")
    assert len(homes) > 50
    before, after = ["一.txt", "二.txt"], ["二.txt", "三.txt"]
    found = [changed_names(home) for home, _ in homes]
    assert found == sorted(found, key=(before, after).index), "once flipped it stays flipped"
    assert before in found
    assert after in found[:-1], "some died after the flip"
    for home, _ in homes[:: max(1, len(homes) // 12)]:
        new = home / "sources" / "3" / "三.txt"
        added = Held("id3", str(new), new.name, sha256_of(new), "upload")
        again = apply_changes([TakeOut("id1"), PutFile(added)], home, LettersEncoder())
        assert again.errors == (None, None)
        assert changed_names(home) == after


def sha256_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_a_killed_first_build_leaves_no_index_or_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    homes = dead_homes(tmp_path / "base", tmp_path / "copies", "powercut", "plain", "calls")
    states = []
    for home, _ in homes:
        try:
            states.append(plain_answer(open_current(home)))
        except NoIndex as error:
            assert error.remedy
            states.append("none")
        build(home, "nxt")
        assert plain_answer(open_current(home)) == "nxt"
    assert states == sorted(states, key=("none", "new").index)
    assert set(states) == {"none", "new"}
