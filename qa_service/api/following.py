"""Keeps this process's engine with its home, and changes with all the processes that answer from it."""

from __future__ import annotations

from pathlib import Path

from qa_service.api.state import EngineHolder
from qa_service.collection.followers import Follower, wait_for_followers

GENERATION_SECONDS = 30.0
"""How long a change waits for other processes to open its generation. One takes half a second on a quiet
machine; one that can't is not waited for for ever."""

MARKS_SECONDS = 5.0
"""How long a deletion waits for other processes to hide its documents: they look five times a second."""


class Following:
    """The ``holder``'s engine, kept with what is current in ``home``.

    >>> following = Following(holder, home)  # doctest: +SKIP
    >>> following.refresh()  # looks, and opens what is new  # doctest: +SKIP
    >>> following.published()  # the same, and all other processes answer by it, too  # doctest: +SKIP
    """

    def __init__(self, holder: EngineHolder, home: Path) -> None:
        self._holder = holder
        self._home = home
        self._follower = Follower(home)

    def refresh(self) -> None:
        """Open the generation that is current unless it is open, and hide what is deleted."""
        self._follower.enter()
        self._holder.refresh()
        self._follower.tell(self._holder.followed())

    def hide_deleted(self) -> None:
        """Hide what is deleted, without waiting for a generation that is being opened."""
        self._holder.hide_deleted()
        self._follower.tell(self._holder.followed())

    def published(self) -> None:
        """There is a new generation: returns once every process answers by it."""
        self.refresh()
        wait_for_followers(self._home, GENERATION_SECONDS, but=self._follower.path)

    def marked(self) -> None:
        """Other documents are hidden: returns once every process hides them."""
        self.hide_deleted()
        wait_for_followers(self._home, MARKS_SECONDS, marks_only=True, but=self._follower.path)

    def close(self) -> None:
        """Answer from the home no more."""
        self._follower.leave()
