"""The rule that a request goes by, and who sent it."""

from __future__ import annotations

from fastapi import Request
from starlette._utils import get_route_path  # what the router itself matches
from starlette.types import Scope

from qa_service.access.guard import OPEN, Caller, Guard, RoleTooLow
from qa_service.access.rules import Rule, rule_for

_RULE = "planqa.rule"
_CALLER = "planqa.caller"


def rule_of(scope: Scope) -> Rule | None:
    """Return the rule of a request, looked up once; ``None`` where no route is listed."""
    if _RULE not in scope:
        scope[_RULE] = rule_for(scope["method"], get_route_path(scope))
    found = scope[_RULE]
    return found if isinstance(found, Rule) else None


def attach_caller(scope: Scope, caller: Caller | None) -> None:
    """Keep with a request who sent it."""
    scope[_CALLER] = caller


def caller_of(request: Request) -> Caller:
    """Return who sent the request; on a route that is open to all that is anyone."""
    found = request.scope.get(_CALLER)
    return found if isinstance(found, Caller) else OPEN


async def only_listed(request: Request) -> None:
    """Refuse a route that the table of rules has no line for, wherever keys are asked for.

    The middleware lets a path without a rule through, so that an unknown one gets its 404; a route that
    is there all the same must not be open to everyone because a line was forgotten.

    Not a plain function: FastAPI would send each request to a thread and back for it.
    """
    guard = request.app.state.guard
    assert isinstance(guard, Guard)
    if rule_of(request.scope) is None and guard.asks():
        raise RoleTooLow
