"""What is known of a request beside the request itself: its id, and what its log line shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.types import Scope

REQUEST_ID_HEADER = "X-Request-ID"

# A caller's id goes into headers, logs and URNs: only what is safe in all three is taken over.
_GIVEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", re.ASCII)
_KEY = "planqa.facts"


@dataclass(slots=True)
class RequestFacts:
    """The id of a request and the extra fields of its log line (never any text that a user typed).

    >>> facts = RequestFacts(request_id("abc-1"))
    >>> facts.log["question_chars"] = 12
    >>> facts.id
    'abc-1'
    """

    id: str
    log: dict[str, str | int | float | bool] = field(default_factory=dict)


def note_question(scope: Scope, question: str, *, in_full: bool) -> None:
    """Put a question into the request's log line: its length, and its text only if that is wanted."""
    log = facts_of(scope).log
    log["question_chars"] = len(question)
    if in_full:
        log["question"] = question


def request_id(given: str | None) -> str:
    """Return the caller's id where it is usable, else a new one (32 hex digits).

    >>> request_id("job.7")
    'job.7'
    >>> len(request_id("two words"))
    32
    """
    return given if given and _GIVEN_ID.fullmatch(given) else uuid4().hex


def attach(scope: Scope, facts: RequestFacts) -> None:
    """Keep ``facts`` with the request."""
    scope[_KEY] = facts


def facts_of(scope: Scope) -> RequestFacts:
    """Return the facts kept with a request; a request that came past the middleware gets new ones."""
    if not isinstance(found := scope.get(_KEY), RequestFacts):
        found = RequestFacts(request_id(None))
        attach(scope, found)
    return found
