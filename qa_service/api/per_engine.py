"""Things made once for each open engine and let go with it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from qa_service.engine import Engine

Made = TypeVar("Made")


def per_engine(make: Callable[[Engine], Made]) -> Callable[[Engine], Made]:
    """Return ``make`` with a memory: an engine that was seen is given what was made for it.

    >>> per_engine(lambda engine: engine.generation_id)  # doctest: +SKIP
    """
    kept: WeakKeyDictionary[Engine, Made] = WeakKeyDictionary()
    lock = Lock()

    def look_up(engine: Engine) -> Made:
        # Made under the lock: what two askers want at once is made once.
        with lock:
            if engine not in kept:
                kept[engine] = make(engine)
            return kept[engine]

    return look_up
