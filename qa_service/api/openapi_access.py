"""What every operation has in common, in the description: keys, limits and the answers they lead to."""

from __future__ import annotations

from typing import Any

from qa_service.access.rules import rule_for
from qa_service.api.problems import MEDIA_TYPE
from qa_service.api.reply import problem

SCHEME = "key"
SECURITY_SCHEMES: dict[str, Any] = {
    SCHEME: {
        "type": "http",
        "scheme": "bearer",
        "description": "A key made with `planqa keys create --role reader|editor|admin`.",
    }
}


def add_access(operation: dict[str, Any], method: str, path: str, *, asked: bool | None) -> None:
    """Complete the OpenAPI entry of an operation with its role and the answers that any request may get.

    ``asked``: whether keys are asked for; ``None`` where that depends on there being any. What the route
    itself says of a status stays first.
    """
    rule = rule_for(method, path)
    role = rule.role if rule else None
    if role is not None:
        operation["x-role"] = role.word
        operation["security"] = {True: [{SCHEME: []}], None: [{}, {SCHEME: []}], False: []}[asked]
    else:
        operation["security"] = []
    common = _common(method, with_key=role is not None, with_body="requestBody" in operation)
    if any(_can_be_wrong(parameter) for parameter in operation.get("parameters", ())):
        common.append(("422", problem("A parameter cannot be used.", "bad-fields")))
    for status, added in common:
        operation["responses"][status] = _merged(operation["responses"].get(status), added)
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _can_be_wrong(parameter: dict[str, Any]) -> bool:
    """Whether a query parameter can hold something that is refused: anything but any string."""
    schema = parameter.get("schema", {})
    return parameter["in"] == "query" and not (
        set(schema) <= {"type", "title"} and schema.get("type") == "string"
    )


def _common(method: str, *, with_key: bool, with_body: bool) -> list[tuple[str, dict[str, Any]]]:
    changes = method not in {"GET", "HEAD"}
    refusals = ["role-too-low"] * with_key + ["cross-origin"] * changes
    found = [("421", problem("Asked under a name that is not the service's.", "misdirected-request"))]
    if with_key:
        found += [
            ("401", problem("No key, or none that is good.", "key-required", "key-invalid")),
            ("429", problem("Too many requests; see `Retry-After`.", "too-many-requests")),
            ("503", problem("Not able to answer at the moment.", "damaged-keys")),
        ]
    if refusals:
        found.append(("403", problem("Not allowed to this key, or from another site's page.", *refusals)))
    if with_body:
        found += [
            ("400", problem("The body can't be read.", "broken-json")),
            ("408", problem("The body did not arrive in time.", "body-too-slow")),
            ("413", problem("The body is over the limit.", "body-too-large")),
        ]
    return [
        *found,
        ("500", problem("An error that nobody foresaw.", "internal-error")),
        ("504", problem("It took too long.", "timeout")),
    ]


def _merged(own: dict[str, Any] | None, added: dict[str, Any]) -> dict[str, Any]:
    """The route's own entry with the examples of both."""
    if own is None:
        return added
    content = own.get("content", {}).get(MEDIA_TYPE)
    if content is not None:
        new = added["content"][MEDIA_TYPE]["examples"]
        content["examples"] = {**content.get("examples", {}), **new}
    return own
