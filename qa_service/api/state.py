"""The engine that answers at the moment: loaded once, swapped when another generation becomes current."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from index.generation.pointer import POINTER_NAME
from index.hidden import hidden_places, marks_stamp
from ingest.errors import PlanqaError
from qa_service.api.loading import Loaded
from qa_service.api.problems import NotReady
from qa_service.collection.followers import Followed, generation_name
from qa_service.engine import Engine

logger = logging.getLogger("planqa.engine")

RETRY_SECONDS = 15.0
"""Wait before opening is tried again while the pointer stays the same: the cause may be mended from
outside (a model folder put in place, a file restored), and checking a generation reads all its files."""


@dataclass(slots=True)
class _Slot:
    """One open engine and how many questions are using it."""

    loaded: Loaded
    users: int = 0
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is loaded. ``seconds`` is what opening took, by part (wall time; empty: nothing is open).
    ``error`` is the last failure to open: where an engine is open it concerns a newer generation."""

    seconds: dict[str, float]
    error: PlanqaError | None


class EngineHolder:
    """Lends the current engine and replaces it without a gap.

    :meth:`refresh` opens the new engine beside the old one, swaps them in one step and closes the old one
    when the last question that uses it is done; nobody waits and nothing fails meanwhile.

    >>> holder = EngineHolder(EngineLoader(home, None), home)  # doctest: +SKIP
    >>> holder.refresh()  # doctest: +SKIP
    >>> with holder.engine() as engine:  # doctest: +SKIP
    ...     engine.ask("…")
    """

    def __init__(
        self,
        open_engine: Callable[[], Loaded],
        home: Path,
        opened: Callable[[Loaded], None] = lambda loaded: None,
    ) -> None:
        self._open = open_engine
        self._home = home
        self._opened = opened
        self._pointer = home / POINTER_NAME
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()
        self._marks = ""
        self._slot: _Slot | None = None
        self._error: PlanqaError | None = None
        self._closed = False
        self._tried: bytes | None = None
        self._settled: bytes | None = None
        self._next_try = 0.0
        self._first = True

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Lend the engine; it stays open until it is handed back.

        Raises :class:`NotReady` while it is loaded, or whatever kept it from being opened.
        """
        with self._lock:
            slot = self._slot
            if slot is None:
                raise self._error or NotReady()
            slot.users += 1
        try:
            yield slot.loaded.engine
        finally:
            with self._lock:
                slot.users -= 1
                done = slot.retired and slot.users == 0
            if done:
                slot.loaded.engine.close()

    def readiness(self) -> Readiness:
        """Return whether there is an engine, and the last failure to open one."""
        with self._lock:
            return Readiness(self._slot.loaded.seconds if self._slot else {}, self._error)

    def followed(self) -> Followed:
        """Return what questions are answered by."""
        with self._lock:
            return Followed(generation_name(self._settled), self._marks)

    def refresh(self) -> None:
        """Open the generation that ``CURRENT`` names unless it is open already, and hide what is deleted.

        Returns once questions are answered from it. Cheap where nothing changed: one file of 22 bytes is
        read. Two threads that call it at once take turns.
        """
        self.hide_deleted()
        with self._refreshing:
            self._refresh()

    def hide_deleted(self) -> None:
        """Leave out the documents that are marked as deleted (:mod:`index.hidden`) from now on.

        Does not wait for a generation that is being opened.
        """
        marks = marks_stamp(self._home)
        with self._lock:
            if marks == self._marks:
                return
            self._marks = marks
            if self._slot is not None:
                self._slot.loaded = self._without_deleted(self._slot.loaded)

    def _without_deleted(self, loaded: Loaded) -> Loaded:
        return replace(loaded, engine=loaded.engine.without(hidden_places(self._home)))

    def _refresh(self) -> None:
        named = self._read_pointer()
        if not self._due(named):
            return
        self._first, self._tried = False, named
        try:
            loaded = self._open()
        except PlanqaError as error:
            self._failed(error)
        except Exception as error:
            logger.exception("engine not opened", extra={"fields": {}})
            self._failed(
                PlanqaError(
                    f"索引无法打开（{type(error).__name__}）",
                    remedy="查看服务日志，或运行 `planqa build` 重建",
                )
            )
        else:
            self._swap(_Slot(loaded))
        self._settled = named

    def close(self) -> None:
        """Retire the engine; questions under way are finished first."""
        with self._lock:
            self._closed = True
        self._swap(None)

    def _due(self, named: bytes | None) -> bool:
        if self._first or named != self._tried:
            return True
        return self._error is not None and monotonic() >= self._next_try

    def _read_pointer(self) -> bytes | None:
        try:
            return self._pointer.read_bytes()
        except OSError:
            return None

    def _failed(self, error: PlanqaError) -> None:
        logger.warning("engine not opened", extra={"fields": {"code": error.code, "message": error.message}})
        with self._lock:
            self._error = error
        self._next_try = monotonic() + RETRY_SECONDS

    def _swap(self, new: _Slot | None) -> None:
        with self._lock:
            if new is not None:
                self._marks = marks_stamp(self._home)
                new.loaded = self._without_deleted(new.loaded)
            if self._closed and new is not None:
                outgoing: _Slot | None = new  # closed while it was being opened: never lent
            else:
                outgoing, self._slot, self._error = self._slot, new, None
            idle = outgoing is not None and outgoing.users == 0
            if outgoing is not None:
                outgoing.retired = True
        if new is not None and new is not outgoing:
            seconds = {part: round(value, 3) for part, value in new.loaded.seconds.items()}
            fields = {"generation": new.loaded.engine.generation_id, "seconds": seconds}
            logger.info("engine opened", extra={"fields": fields})
            self._opened(new.loaded)
        if outgoing is not None and idle:
            outgoing.loaded.engine.close()
