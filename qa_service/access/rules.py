"""Which role each route needs: one line a route, and nothing is open that is not listed.

A test holds the table to the application's routes: a route without a line, or a line without a route,
fails it. Until then such a route is refused wherever keys are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from re import Pattern

from starlette.routing import compile_path

from qa_service.access.roles import Role


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a route and how much it may take.

    ``role`` ``None`` means anyone. ``upload``: its body may be as large as an upload. ``long``: it may run
    as long as the setting for long requests allows.
    """

    method: str
    path: str
    role: Role | None
    upload: bool = False
    long: bool = False
    pattern: Pattern[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", compile_path(self.path)[0])


PUBLIC = None

RULES: tuple[Rule, ...] = (
    # For people and for whatever watches over the service.
    Rule("GET", "/", PUBLIC),
    Rule("GET", "/static/{path:path}", PUBLIC),
    Rule("GET", "/healthz", PUBLIC),
    Rule("GET", "/readyz", PUBLIC),
    Rule("GET", "/openapi.json", PUBLIC),
    Rule("GET", "/metrics", Role.READER),
    Rule("GET", "/v1/me", Role.READER),
    # Questions and documents.
    Rule("POST", "/v1/ask", Role.READER),
    Rule("POST", "/v1/search", Role.READER),
    Rule("GET", "/v1/suggest", Role.READER),
    Rule("GET", "/v1/examples", Role.READER),
    Rule("GET", "/v1/facets", Role.READER),
    Rule("GET", "/v1/documents", Role.READER),
    Rule("GET", "/v1/documents/{id}", Role.READER),
    Rule("GET", "/v1/documents/{id}/outline", Role.READER),
    Rule("GET", "/v1/documents/{id}/text", Role.READER),
    Rule("GET", "/v1/documents/{id}/search", Role.READER),
    Rule("GET", "/v1/passages/{id}", Role.READER),
    # Drafts and citations.
    Rule("POST", "/v1/check", Role.READER, upload=True, long=True),
    Rule("GET", "/v1/passages/{id}/citation", Role.READER),
    # Tools for agents: all of them read.
    Rule("POST", "/mcp", Role.READER, long=True),
    Rule("POST", "/v1/feedback", Role.READER),
    # What is in the index and how it got there.
    Rule("GET", "/v1/documents/{id}/report", Role.READER),
    Rule("GET", "/v1/sources", Role.READER),
    Rule("GET", "/v1/sources/{id}/report", Role.READER),
    Rule("GET", "/v1/removed", Role.READER),
    Rule("GET", "/v1/jobs", Role.READER),
    Rule("GET", "/v1/jobs/{id}", Role.READER),
    Rule("GET", "/v1/jobs/{id}/events", Role.READER),
    Rule("GET", "/v1/generations", Role.READER),
    # What the evaluation package adds.
    Rule("GET", "/v1/evaluation/runs", Role.READER),
    Rule("GET", "/v1/evaluation/runs/{id}", Role.READER),
    Rule("GET", "/v1/evaluation/runs/{id}/report", Role.READER),
    Rule("GET", "/v1/evaluation/report.css", PUBLIC),
    Rule("POST", "/v1/evaluation/runs", Role.EDITOR, upload=True),
    # Changes: an editor's.
    Rule("POST", "/v1/documents", Role.EDITOR, upload=True, long=True),
    Rule("PUT", "/v1/documents/{id}", Role.EDITOR, upload=True, long=True),
    Rule("PUT", "/v1/sources/{id}", Role.EDITOR, upload=True, long=True),
    Rule("DELETE", "/v1/documents/{id}", Role.EDITOR),
    Rule("DELETE", "/v1/sources/{id}", Role.EDITOR),
    Rule("POST", "/v1/documents/{id}/restore", Role.EDITOR),
    Rule("POST", "/v1/sources/{id}/restore", Role.EDITOR),
    # What concerns everyone who uses the service: an administrator's.
    Rule("POST", "/v1/generations/{id}/activate", Role.ADMIN),
)


def methods_of(path: str) -> list[str]:
    """Return the methods of all rules for a path, HEAD where there is GET.

    >>> methods_of("/v1/documents")
    ['GET', 'HEAD', 'POST']
    """
    found = {rule.method for rule in RULES if rule.pattern.match(path)}
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def rule_for(method: str, path: str) -> Rule | None:
    """Return the rule of a request, ``None`` where no route is known; HEAD goes by GET.

    >>> rule_for("HEAD", "/v1/documents/1f2e").role
    <Role.READER: 1>
    >>> rule_for("GET", "/v1/ask") is None
    True
    """
    wanted = "GET" if method == "HEAD" else method
    return next((rule for rule in RULES if rule.method == wanted and rule.pattern.match(path)), None)
