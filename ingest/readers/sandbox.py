"""Parsing in a child process with limits of time and memory, so that a hostile file fails alone.

The child (``python -m ingest.readers.worker``) is started at the first file and used for the following ones:
starting it costs 0.1 s. It is told a format, a name and the bytes and answers with JSON. What runs out of
time or memory, or crashes, takes the child with it: the file is refused and the next one gets a fresh child.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ingest.errors import ScannedPages, UnreadableFile
from ingest.readers.raw import RawText, from_json

FILES_PER_CHILD = 100
"""A child is replaced after this many files, so that what a library leaks stays small."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: ``seconds`` of time (of processor time so much for each of ``threads``),
    ``memory`` bytes of address space.

    240 pages of PDF took 3 s and 120 MB; the defaults leave an order of magnitude.
    """

    seconds: float = 120.0
    memory: int = 2 * 1024**3
    threads: int = 1


OCR_LIMITS = Limits(seconds=1800.0, memory=8 * 1024**3, threads=8)
"""A scanned page took 1.5 to 3 s on two cores, 1.6 GB in all; a slow machine needs ten times as long for a
file of 60 pages. Address space: what the threads reserve and don't use counts too."""


class Child:
    """The child process: one file at a time, in the order asked.

    >>> Child(Limits()).parse("html", "a.html", b"<p>text</p>").text  # doctest: +SKIP
    'text\\n'
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.files = 0

    def parse(self, kind: str, name: str, data: bytes) -> RawText:
        """Read ``data`` with the reader for ``kind``.

        Raises:
            ScannedPages: the file needs OCR.
            UnreadableFile: the reader refuses the file, or it takes more than the limits, or it crashes.
        """
        with self.lock:
            answer = self._ask(kind, name, data)
        if "error" in answer:
            kind_of_error = ScannedPages if answer.get("code") == ScannedPages.code else UnreadableFile
            raise kind_of_error(str(answer["error"]), remedy=str(answer["remedy"]))
        return from_json(str(answer["raw"]))

    def _ask(self, kind: str, name: str, data: bytes) -> dict[str, Any]:
        process = self._running()
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(self.limits.seconds, expire)
        timer.start()
        try:
            answer = _exchange(process, {"kind": kind, "name": name, "size": len(data)}, data)
        except (OSError, EOFError, ValueError):
            self.close()
            return _crash(name, process.returncode, expired.is_set(), self.limits)
        finally:
            timer.cancel()
        if answer.pop("spent", False) or self.files >= FILES_PER_CHILD:
            self.close()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.process = _start(self.limits)
            self.files = 0
        self.files += 1
        return self.process

    def close(self) -> None:
        """End the child, if there is one."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:  # what could not be sent to a child that is gone
                    pass
        process.wait()


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    processor = str((int(limits.seconds) + 1) * limits.threads)
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.readers.worker", str(limits.memory), processor],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Each thread's own heap would reserve 64 MB of the address space that is limited.
        env={**os.environ, "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"},
    )


def _exchange(process: subprocess.Popen[bytes], header: dict[str, Any], data: bytes) -> dict[str, Any]:
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(header).encode() + b"\n")
    process.stdin.write(data)
    process.stdin.flush()
    size = int(process.stdout.readline() or b"-1")
    if size < 0:
        raise EOFError
    answer = json.loads(_read_exactly(process.stdout, size))
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    return answer


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data


def _crash(name: str, code: int | None, expired: bool, limits: Limits) -> dict[str, Any]:
    remedy = "请确认文件来源可靠，或用原软件打开后另存为 .docx、.pdf 或 .txt 再试"
    if expired or code == -24:  # SIGXCPU
        return {"error": f"{name}：解析超过 {limits.seconds:g} 秒，已停止", "remedy": remedy}
    return {"error": f"{name}：解析程序异常退出（文件损坏或内存超过上限）", "remedy": remedy}


_shared: dict[Limits, Child] = {}
_shared_lock = threading.Lock()


def parse_apart(kind: str, name: str, data: bytes, limits: Limits | None = None) -> RawText:
    """Read ``data`` in the child process that all files under ``limits`` share.

    Raises:
        UnreadableFile: see :meth:`Child.parse`.
    """
    limits = limits or Limits()
    with _shared_lock:
        if limits not in _shared:
            _shared[limits] = Child(limits)
            atexit.register(_shared[limits].close)
    return _shared[limits].parse(kind, name, data)
