"""Clients that ask without pause, and what they saw."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from eval.bench.changing.notices import marks_in

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer: when it was asked for and when it came (seconds, monotonic), its generation, and the
    notices whose text is in it, by number and version. ``failed`` tells why there was no answer."""

    asked: float
    came: float
    generation: str = ""
    notices: frozenset[tuple[int, int]] = frozenset()
    failed: str = ""


@dataclass(slots=True)
class Clients:
    """``count`` clients of the service at ``port`` of this machine, each with its own connection.

    They draw from ``questions``; every other question is drawn from ``lately`` where that has any, so that
    documents which come and go are asked about while they do.
    """

    port: int
    count: int
    questions: Sequence[str]
    lately: list[str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin to ask."""
        for number in range(self.count):
            thread = threading.Thread(target=self._ask_on, args=(number,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End, answers under way included."""
        self._stop.set()
        for thread in self._threads:
            thread.join(TIMEOUT_SECONDS)

    def _ask_on(self, number: int) -> None:
        drawn = random.Random(number)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        while not self._stop.is_set():
            pool = self.lately if self.lately and drawn.random() < 0.5 else self.questions
            self.seen.append(ask(connection, drawn.choice(pool)))
        connection.close()


def ask(connection: HTTPConnection, question: str) -> Seen:
    """Ask ``question`` and return what the answer held; a failure is told, not raised."""
    asked = time.monotonic()
    try:
        body = json.dumps({"question": question, "k": 5}).encode()
        connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        data = reply.read()
        if reply.status != 200:
            return Seen(
                asked, time.monotonic(), failed=f"{reply.status} {data[:200].decode(errors='replace')}"
            )
        answer = json.loads(data)
    except (OSError, HTTPException, ValueError) as error:
        connection.close()
        return Seen(asked, time.monotonic(), failed=f"{type(error).__name__}: {error}")
    texts = "\n".join(hit["text"] for hit in answer["hits"])
    return Seen(asked, time.monotonic(), answer["generation"], frozenset(marks_in(texts)))
