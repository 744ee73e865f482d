"""Questions that arrive while every stream is busy go through the model together.

One batch of four questions takes two thirds of the time of four batches of one. Nobody waits for company:
a question that finds a stream free runs at once, alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Result = TypeVar("Result")

MOST = 8
"""Questions in one batch: beyond it the last one waits longer than the batch saves."""


@dataclass(eq=False, slots=True)
class _Waiting(Generic[Asked, Result]):
    """One call: what is asked, its kind, and what became of it."""

    asked: Asked
    kind: int
    taken: bool = False
    result: list[Result] = field(default_factory=list)
    error: BaseException | None = None

    @property
    def done(self) -> bool:
        return bool(self.result) or self.error is not None


class Together(Generic[Asked, Result]):
    """Runs calls of many threads through ``work``, at most ``streams`` batches at a time.

    Only calls of one ``kind`` share a batch. What a call gets must not hang on its company: ``work`` returns
    a result for each of what it is given, in order. Where it raises, every call of the batch raises.

    >>> double = Together(lambda numbers, kind: [2 * n for n in numbers], streams=1)
    >>> double(21, kind=0)
    42
    """

    def __init__(self, work: Callable[[Sequence[Asked], int], Sequence[Result]], streams: int) -> None:
        self._work = work
        self._free = streams
        self._changed = threading.Condition()
        self._waiting: list[_Waiting[Asked, Result]] = []

    def __call__(self, asked: Asked, kind: int) -> Result:
        """Return the result for ``asked``, run alone or with others of its ``kind``."""
        call: _Waiting[Asked, Result] = _Waiting(asked, kind)
        with self._changed:
            self._waiting.append(call)
            self._changed.wait_for(lambda: call.done or (self._free > 0 and not call.taken))
            batch = [] if call.done else self._take(call)
        if batch:
            self._run(batch)
        if call.error is not None:
            raise call.error
        return call.result[0]

    def _take(self, call: _Waiting[Asked, Result]) -> list[_Waiting[Asked, Result]]:
        """The call and those of its kind that wait with it, the longest waiting first."""
        others = [other for other in self._waiting if other.kind == call.kind and other is not call]
        batch = [call, *others[: MOST - 1]]
        for member in batch:
            member.taken = True
            self._waiting.remove(member)
        self._free -= 1
        return batch

    def _run(self, batch: Sequence[_Waiting[Asked, Result]]) -> None:
        try:
            results = self._work([call.asked for call in batch], batch[0].kind)
            for call, result in zip(batch, results, strict=True):
                call.result.append(result)
        except BaseException as error:
            for call in batch:
                call.error = call.error or error
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
