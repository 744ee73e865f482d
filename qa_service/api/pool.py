"""A bounded pool of threads for the engine's work, so that the event loop stays free."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from qa_service.api.problems import Busy

Result = TypeVar("Result")


class WorkPool:
    """Runs up to ``workers`` calls at once and lets up to ``queue`` more wait; beyond that it says busy.

    To be made and used on one event loop.
    """

    def __init__(self, workers: int, queue: int) -> None:
        self._limiter = CapacityLimiter(workers)
        self._most = workers + queue
        self._inside = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what ``work`` returns, run in a thread.

        Raises :class:`Busy` at once where the queue is full, and whatever ``work`` raises.
        """
        if self._inside >= self._most:
            raise Busy
        self._inside += 1
        try:
            return await to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._inside -= 1
