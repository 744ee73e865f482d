"""Deletions that can still be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from index.holdings import Held, Removed
from qa_service.collection.model import Job, RemovedItem, Scope
from qa_service.collection.state import State


def removal(
    kind: Scope, wanted: str, held: Held, documents: Iterable[tuple[str, str]], days: int
) -> RemovedItem:
    """Return the deletion of ``documents`` (id and title) of ``held``, made now; ``wanted`` is the id of the
    document or of the file, whichever is deleted."""
    known = list(documents)
    now = datetime.now(UTC)
    return RemovedItem(
        kind=kind,
        id=wanted,
        source_id=held.id,
        title="、".join(title for _, title in known),
        source=held.name,
        deleted=now,
        restorable_until=now + timedelta(days=days),
        places=tuple((held.sha256, document) for document, _ in known),
    )


def restorable(state: State, jobs: Iterable[Job], days: int) -> list[RemovedItem]:
    """Return what can be restored, newest first: deletions of the current generation that are young enough,
    and those of ``jobs`` that are still to come."""
    now = datetime.now(UTC)
    found = [item for one in state.holdings.removed for item in _items(one, state, days)]
    found += [item for job in jobs if job.kind == "delete" for item in job.removed]
    distinct = {(item.kind, item.id): item for item in found if item.restorable_until > now}
    return sorted(distinct.values(), key=lambda item: item.deleted, reverse=True)


def _items(one: Removed, state: State, days: int) -> Iterator[RemovedItem]:
    held = one.held
    current = state.holdings.by_id(held.id)
    when = datetime.fromisoformat(one.when)
    until = when + timedelta(days=days)
    if one.whole and current is None:
        places = tuple((held.sha256, document) for document in one.documents)
        title = "、".join(one.titles)
        yield RemovedItem("source", held.id, held.id, title, held.name, when, until, places)
    # What was deleted from another version of the file went with that version.
    elif not one.whole and current and one.covers(current.path, current.sha256):
        for document, title in zip(one.documents, one.titles, strict=True):
            place = ((held.sha256, document),)
            yield RemovedItem("document", document, held.id, title, held.name, when, until, place)


def find(items: Iterable[RemovedItem], kind: Scope, wanted: str) -> RemovedItem | None:
    """Return the deletion of the document or file ``wanted``: its own, or for a document also that of its
    whole file, reduced to the document."""
    for item in items:
        if item.kind == kind and item.id == wanted:
            return item
        if kind == "document" and any(document == wanted for _, document in item.places):
            places = tuple(place for place in item.places if place[1] == wanted)
            title = item.title if len(item.places) == 1 else wanted
            return RemovedItem(
                "document",
                wanted,
                item.source_id,
                title,
                item.source,
                item.deleted,
                item.restorable_until,
                places,
            )
    return None
