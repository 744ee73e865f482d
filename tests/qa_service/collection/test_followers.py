"""A change is waited for until every process that lives follows it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.generation.pointer import write_pointer
from index.hidden import hide
from qa_service.collection.followers import (
    FOLDER,
    Followed,
    Follower,
    followed_now,
    generation_name,
    wait_for_followers,
)

FIRST, SECOND = "0001-20261121T090000Z", "0002-20261121T090500Z"
SOON = 0.1


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_pointer(tmp_path, FIRST)
    return tmp_path


@contextmanager
def following(home: Path, followed: Followed | None = None) -> Iterator[Follower]:
    follower = Follower(home)
    follower.enter()
    follower.tell(followed or followed_now(home))
    try:
        yield follower
    finally:
        follower.leave()


def test_nobody_is_waited_for_where_there_is_nobody(home: Path) -> None:
    assert wait_for_followers(home, 0)
    with following(home, Followed("older")) as own:
        assert wait_for_followers(home, 0, but=own.path)
    assert not list((home / FOLDER).iterdir())


def test_who_answers_by_another_generation_is_waited_for(home: Path) -> None:
    with following(home) as one, following(home):
        assert wait_for_followers(home, 0)
        write_pointer(home, SECOND)
        assert not wait_for_followers(home, SOON)
        one.tell(followed_now(home))
        assert not wait_for_followers(home, SOON)
        assert not wait_for_followers(home, SOON, but=one.path)


def test_waiting_ends_when_the_last_one_follows(home: Path) -> None:
    with following(home) as slow:
        write_pointer(home, SECOND)
        thread = threading.Timer(0.3, lambda: slow.tell(followed_now(home)))
        begun = time.monotonic()
        thread.start()
        assert wait_for_followers(home, 30)
        assert 0.25 < time.monotonic() - begun < 20


def test_who_has_not_opened_anything_yet_is_waited_for(home: Path) -> None:
    follower = Follower(home)
    follower.enter()
    assert not wait_for_followers(home, SOON)
    follower.leave()
    assert wait_for_followers(home, 0)


def test_hidden_documents_do_not_wait_for_a_generation(home: Path) -> None:
    with following(home) as follower:
        write_pointer(home, SECOND)
        assert wait_for_followers(home, 0, marks_only=True)
        hide(home, [("aa", "doc-1")])
        assert not wait_for_followers(home, SOON, marks_only=True)
        follower.tell(Followed(FIRST, followed_now(home).marks))
        assert wait_for_followers(home, 0, marks_only=True)
        assert not wait_for_followers(home, SOON)


def test_a_shorter_name_leaves_nothing_of_a_longer_one(home: Path) -> None:
    with following(home, Followed("x" * 64, "9" * 40)) as follower:
        follower.tell(Followed("y", "1"))
        (home / "CURRENT").write_text("y")
        assert follower.path is not None and len(follower.path.read_bytes()) == 160
        hidden = home / "hidden.json"
        assert not hidden.exists()
        follower.tell(Followed("y"))
        assert wait_for_followers(home, 0)


def test_a_process_that_was_killed_is_not_waited_for(home: Path) -> None:
    program = (
        "import sys, pathlib; from qa_service.collection.followers import Follower, Followed\n"
        "f = Follower(pathlib.Path(sys.argv[1])); f.enter(); f.tell(Followed('older'))\n"
        "print('in', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None and child.stdin is not None
    assert child.stdout.readline() == b"in\n"
    assert not wait_for_followers(home, SOON)
    child.kill()
    child.wait(30)
    assert wait_for_followers(home, 0)
    assert not list((home / FOLDER).iterdir())  # what it left is cleared away
    child.stdin.close()
    child.stdout.close()


def test_a_home_that_is_not_there_or_cannot_be_written_has_no_followers(tmp_path: Path) -> None:
    follower = Follower(tmp_path / "none")
    follower.enter()
    follower.tell(Followed("a"))
    follower.leave()
    assert not (tmp_path / "none").exists()
    (tmp_path / FOLDER).write_text("in the way")
    barred = Follower(tmp_path)
    barred.enter()
    assert barred.path is None
    assert wait_for_followers(tmp_path, 0)


def test_a_damaged_pointer_fits_the_file() -> None:
    assert len(generation_name(b"\xff\n" * 500)) == 64
    assert generation_name(None) == ""
