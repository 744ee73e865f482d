"""A bounded pool of threads for the engine's work, so that the event loop stays free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock
from typing import Any, TypeVar

from qa_service.api.problems import Busy

Result = TypeVar("Result")


class WorkPool:
    """Runs up to ``workers`` calls at once and lets up to ``queue`` more wait; beyond that it says busy.

    Whoever awaits may be cancelled (a time limit, a client that has gone): waiting work is dropped then,
    running work goes on to its end and keeps its place until there, so that the bound holds.
    """

    def __init__(self, workers: int, queue: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="planqa")
        self._most = workers + queue
        self._inside = 0
        self._lock = Lock()

    @property
    def inside(self) -> int:
        """How many calls are running or waiting."""
        return self._inside

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns, run in a thread.

        Raises :class:`Busy` at once where the queue is full, and whatever ``work`` raises.
        """
        with self._lock:
            if self._inside >= self._most:
                raise Busy
            self._inside += 1
        future = self._threads.submit(copy_context().run, work)
        future.add_done_callback(self._left)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Let the threads end when they are done; what waits is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _left(self, _: Future[Any]) -> None:
        with self._lock:
            self._inside -= 1
