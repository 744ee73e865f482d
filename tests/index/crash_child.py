"""Run as a script by test_crash: builds and publishes in forked processes that die at their n-th write step.

    python crash_child.py <base home> <folder for the copies> kill|powercut plain|stores|changes calls|lines

A *step* is any open for writing, write through ``os.write``, fsync, mkdir, rename, truncation or removal
and, with ``lines``, any line of the modules that write; the process dies before the n-th one, for n = 1,
2, … until it lives. In ``powercut`` mode each file that was not fsynced since it was last opened for
writing loses its second half first, as it may when the machine goes down. One line is printed for each
copy: its folder and ``dead`` or ``alive``.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from index.generation import GenerationWriter, open_current, prune
from index.holdings import Held, from_notes

TRACED = tuple(f"{Path('index', name)}.py" for name in ("durable", "generation/writer", "generation/history"))
EVENTS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Doom:
    """Counts write steps under ``home`` and kills the process at the n-th."""

    def __init__(self, home: Path, fatal: int, powercut: bool) -> None:
        self.home, self.fatal, self.powercut = home, fatal, powercut
        self.steps = 0
        self.safe = {path.stat().st_ino for path in home.rglob("*") if path.is_file()}
        self.active = True

    def step(self) -> None:
        self.steps += 1
        if self.active and self.steps == self.fatal:
            self.active = False
            if self.powercut:
                self.lose_what_was_not_flushed()
            os.kill(os.getpid(), signal.SIGKILL)

    def lose_what_was_not_flushed(self) -> None:
        for path in self.home.rglob("*"):
            if path.is_file() and path.stat().st_ino not in self.safe:
                os.truncate(path, path.stat().st_size // 2)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if writes or event in EVENTS:
            self.step()
        if writes and os.path.exists(arguments[0]):  # noqa: PTH110 - of bytes and numbers too
            self.safe.discard(os.stat(arguments[0]).st_ino)  # noqa: PTH116

    def trace(self, frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.endswith(TRACED):
            return None
        if event == "line":  # not at a call: a generator's frame is entered again and again
            self.step()
        return self.trace

    def watch(self, lines: bool) -> None:
        sys.addaudithook(self.audit)
        os.fsync = self.before(os.fsync)
        os.write = self.before(os.write)
        if lines:
            sys.settrace(self.trace)

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(descriptor: int, *arguments: Any) -> Any:
            self.step()
            result = call(descriptor, *arguments)
            if call.__name__ == "fsync":
                self.safe.add(os.fstat(descriptor).st_ino)
            return result

        return stepped


def write_plain(folder: Path) -> None:
    """Three files that say the same, one of them in a folder, one written in pieces."""
    (folder / "a.txt").write_text("new" * 1000, encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "b.txt").write_text("new" * 1000, encoding="utf-8")
    descriptor = os.open(folder / "c.txt", os.O_WRONLY | os.O_CREAT)
    for _ in range(3):
        os.write(descriptor, b"new" * 500)
    os.close(descriptor)


def write_stores(folder: Path) -> None:
    """The real stores, all of the same two passages."""
    import numpy as np

    from index.dense import DenseIndex
    from index.lexical import LexicalIndex

    LexicalIndex.build([["new", "養"], ["床"]]).save(folder / "lexical")
    DenseIndex.build(np.eye(2, 8, dtype=np.float32)).save(folder / "dense")
    (folder / "a.txt").write_text("new", encoding="utf-8")


def change(home: Path) -> None:
    """Replace one of the two files of the base by another and take a third one in, through the caches."""
    from letters_encoder import LettersEncoder

    from index.changes import PutFile, TakeOut, apply_changes, forget_old

    held = from_notes(open_current(home).notes)
    new = home / "sources" / "3" / "三.txt"
    added = Held("id3", str(new), new.name, sha256(new.read_bytes()).hexdigest(), "upload")
    apply_changes([TakeOut(held.files[0].id), PutFile(added)], home, LettersEncoder())
    forget_old(home)


def live_and_die(home: Path, doom: Doom, write: Callable[[Path], None] | None, lines: bool) -> None:
    doom.watch(lines)
    if write is None:
        change(home)
        os._exit(0)
    with GenerationWriter(home) as writer:
        write(writer.path)
        writer.publish(fingerprints={}, counts={"new": 1}, notes={})
    prune(home, keep=1)
    os._exit(0)


def main() -> None:
    base, copies, powercut = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "powercut"
    write = {"stores": write_stores, "plain": write_plain, "changes": None}[sys.argv[4]]
    if write is not write_plain:  # imported once here, not in each child
        import bm25s  # noqa: F401
        import faiss  # noqa: F401

        import index.changes
        import index.segment
    if write is None:
        index.segment.use_home(base)  # jieba's dictionary, read before anything is counted
        index.segment.segmenter()
    status, fatal = 1, 0
    while status != 0:
        fatal += 1
        home = copies / str(fatal)
        shutil.copytree(base, home)
        child = os.fork()
        if child == 0:
            try:
                live_and_die(home, Doom(home, fatal, powercut), write, sys.argv[5] == "lines")
            finally:
                os._exit(70)  # an exception is neither death nor life
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status not in (0, -signal.SIGKILL):
            sys.exit(f"step {fatal}: exit status {status}")
        print(home, "alive" if status == 0 else "dead", flush=True)


if __name__ == "__main__":
    main()
