"""Names in WordprocessingML, without their namespaces' noise."""

from __future__ import annotations

from typing import Any

Element = Any
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def local(node: Element) -> str:
    """Return an element's name without its namespace, an empty string for comments."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Element | None, *path: str) -> Element | None:
    """Return the first descendant along ``path``."""
    for name in path:
        if node is None:
            return None
        node = next((inner for inner in node if local(inner) == name), None)
    return node


def attribute(node: Element | None, name: str = "val") -> str | None:
    """Return an attribute of the element in the namespace of Word's documents."""
    if node is None:
        return None
    value = node.get(W + name)
    value = node.get(_STRICT + name) if value is None else value
    return None if value is None else str(value)


def whole(node: Element | None, name: str = "val") -> int | None:
    """Return an attribute that is a whole number, ``None`` where it is missing or none."""
    value = attribute(node, name)
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


def is_on(node: Element | None) -> bool:
    """Tell whether a switch such as ``w:vanish`` is there and on."""
    return node is not None and attribute(node) not in ("0", "false", "off", "none")
