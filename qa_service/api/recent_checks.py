"""The last results of checking drafts, so that an export of what was just checked needs no second check."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

from fastapi import Request

from qa_service.api import metrics
from qa_service.check.verdict import DraftCheck

KEPT = 4
"""Results kept: one reader at work on a draft, and a few beside. A result of 100 pages takes some 20 MB."""

Key = tuple[object, ...]


class RecentChecks:
    """Results by what they were made from. Safe to use from any number of threads.

    >>> recent = RecentChecks()
    >>> recent.get(("g", "a"), lambda: DraftCheck("甲", (), {}, 0.5)).name
    '甲'
    >>> recent.get(("g", "a"), lambda: DraftCheck("乙", (), {}, 0.5)).name
    '甲'
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._results: OrderedDict[Key, DraftCheck] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], DraftCheck]) -> DraftCheck:
        """Return the result of ``key``, made now if need be. Two callers at once may both make it."""
        with self._lock:
            found = self._results.get(key)
            metrics.cache("checks", hit=found is not None)
            if found is not None:
                self._results.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._results[key] = made
            while len(self._results) > self._kept:
                self._results.popitem(last=False)
        return made


def digest(text: str) -> str:
    """Return what stands for a text in a key."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def recent_checks_of(request: Request) -> RecentChecks:
    """Return the results kept by the application that the request came to."""
    state = request.app.state
    if not hasattr(state, "recent_checks"):
        state.recent_checks = RecentChecks()
    recent = state.recent_checks
    assert isinstance(recent, RecentChecks)
    return recent
