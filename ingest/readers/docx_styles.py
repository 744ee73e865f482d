"""What a paragraph's style says of it: its list, its outline level, whether it is a line of the contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx_names import attribute, child, is_on, local, whole

Element = Any
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:\d|heading|标题)", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with what it inherits. ``outline`` is 0 for the outermost heading."""

    name: str = ""
    list_id: str | None = None
    list_level: int | None = None
    outline: int | None = None
    hidden: bool = False
    page_break: bool = False

    @property
    def contents(self) -> bool:
        """A style of Word's contents list."""
        return _CONTENTS.match(self.name) is not None


def read_styles(root: Element | None) -> dict[str, Style]:
    """Return the paragraph styles by their ids; the default one also under the empty string."""
    nodes = {
        attribute(n, "styleId") or "": n for n in (root if root is not None else ()) if local(n) == "style"
    }
    styles: dict[str, Style] = {}
    for name in nodes:
        styles[name] = _resolve(name, nodes, styles, frozenset())
    default = next((n for n, s in nodes.items() if is_default(s)), None)
    styles[""] = styles[default] if default else Style()
    return styles


def is_default(node: Element) -> bool:
    """Tell whether the style is the one of paragraphs that name none."""
    return attribute(node, "type") == "paragraph" and attribute(node, "default") in ("1", "true", "on")


def _resolve(name: str, nodes: dict[str, Element], done: dict[str, Style], above: frozenset[str]) -> Style:
    if name in done or name not in nodes or name in above or len(above) > 50:
        return done.get(name, Style())
    node = nodes[name]
    parent = _resolve(attribute(child(node, "basedOn")) or "", nodes, done, above | {name})
    properties = child(node, "pPr")
    outline = whole(child(properties, "outlineLvl"))
    label = attribute(child(node, "name")) or name
    heading = _HEADING.match(label)
    if outline is None and heading:
        outline = int(heading.group(1)) - 1
    list_id = attribute(child(properties, "numPr", "numId"))
    list_level = whole(child(properties, "numPr", "ilvl"))
    return Style(
        name=label,
        list_id=parent.list_id if list_id is None else list_id,
        list_level=parent.list_level if list_level is None else list_level,
        outline=parent.outline if outline is None else outline,
        hidden=is_on(child(node, "rPr", "vanish")) or parent.hidden,
        page_break=is_on(child(properties, "pageBreakBefore")) or parent.page_break,
    )
