"""Keys, roles and rate limits, before anything of a request's body is read."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ingest.errors import PlanqaError
from qa_service.access.guard import Guard
from qa_service.api.caller import attach_caller, rule_of
from qa_service.api.facts import facts_of
from qa_service.api.problems import error_response


class AccessControl:
    """Let a request through that ``guard`` admits; answer 401, 403 or 429 otherwise."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        rule = rule_of(scope)
        if rule is not None:
            address = (scope.get("client") or ("", 0))[0]
            try:
                caller = self._guard.admit(rule, Headers(scope=scope).get("authorization"), address)
            except PlanqaError as error:
                await error_response(scope, error)(scope, receive, send)
                return
            attach_caller(scope, caller)
            if caller and caller.key_id:
                facts_of(scope).log["key_id"] = caller.key_id
        await self._app(scope, receive, send)
