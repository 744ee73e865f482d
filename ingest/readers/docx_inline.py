"""The text inside a paragraph: runs, fields, tracked changes, notes' marks, text boxes anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx_names import attribute, child, is_on, local
from ingest.readers.writer import RENDERED, SUPERSCRIPTS

Element = Any
_PASSED_OVER = frozenset(
    "pPr rPr del moveFrom instrText delText delInstrText proofErr bookmarkStart object".split()
)
_SYMBOLS = {
    "F0A8": "□",
    "F06F": "□",
    "F0FE": "☒",
    "F052": "☑",
    "F0FC": "✓",
    "F0D8": "",
    "F06C": "●",
    "F06E": "■",
}


@dataclass(slots=True)
class Inline:
    """A paragraph's text, the notes that it refers to (mark, id, kind), the text boxes anchored in it, and
    what was left out (text, reason)."""

    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All parts joined."""
        return "".join(self.parts)


class InlineReader:
    """Reads paragraphs' contents; counts footnotes and endnotes through the document."""

    def __init__(self) -> None:
        self.counts = {"footnoteReference": 0, "endnoteReference": 0}
        self.fields: list[bool] = []
        """Open fields, outermost first: whether the result is reached (before it stands the instruction)."""

    def read(self, paragraph: Element, *, hidden: bool = False) -> Inline:
        """Read one paragraph. ``hidden``: its style hides it."""
        inline = Inline()
        self._children(paragraph, inline)
        if hidden:
            inline.dropped.append((inline.text, "hidden-text"))
            inline.parts = []
        return inline

    def _children(self, node: Element, inline: Inline) -> None:
        for inner in node:
            self._node(inner, inline)

    def _node(self, node: Element, inline: Inline) -> None:
        name = local(node)
        if name in ("del", "moveFrom"):
            inline.dropped.append((deleted_text(node), "revision"))
        elif name == "r":
            self._run(node, inline)
        elif name == "AlternateContent":
            self._node_of(child(node, "Choice"), child(node, "Fallback"), inline)
        elif name == "ruby":
            base = child(node, "rubyBase")
            if base is not None:
                self._children(base, inline)
        elif name in ("oMath", "oMathPara"):
            inline.parts.append("".join(text.text or "" for text in node.iter() if local(text) == "t"))
        elif name not in _PASSED_OVER:
            self._children(node, inline)

    def _node_of(self, choice: Element | None, fallback: Element | None, inline: Inline) -> None:
        """What Word writes twice, for itself and for older readers, is read once."""
        for version in (choice, fallback):
            if version is None:
                continue
            before = len(inline.boxes), len(inline.parts)
            self._run_children(version, inline, raised=False)
            if (len(inline.boxes), len(inline.parts)) != before:
                return

    def _run(self, run: Element, inline: Inline) -> None:
        properties = child(run, "rPr")
        if is_on(child(properties, "vanish")):
            inline.dropped.append((visible_text(run), "hidden-text"))
            return
        raised = attribute(child(properties, "vertAlign")) == "superscript"
        self._run_children(run, inline, raised=raised)

    def _run_children(self, run: Element, inline: Inline, *, raised: bool) -> None:
        for node in run:
            name = local(node)
            if name == "fldChar":
                self._field(attribute(node, "fldCharType"))
            elif name == "lastRenderedPageBreak":
                inline.parts.append(RENDERED)
            elif name == "AlternateContent":
                self._node_of(child(node, "Choice"), child(node, "Fallback"), inline)
            elif name in ("drawing", "pict"):
                inline.boxes += [box for box in node.iter() if local(box) == "txbxContent"]
            elif self.fields and not all(self.fields):
                continue
            elif name in self.counts:
                self._reference(node, name, inline)
            else:
                inline.parts.append(self._plain(node, name, raised))

    def _plain(self, node: Element, name: str, raised: bool) -> str:
        if name == "t":
            text = str(node.text or "").replace("\n", " ")
            return text.translate(SUPERSCRIPTS) if raised and text.isdigit() else text
        if name == "br":
            return "\f" if attribute(node, "type") == "page" else "\n"
        if name == "sym":
            return _SYMBOLS.get((attribute(node, "char") or "").upper(), "")
        return {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}.get(name, "")

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _reference(self, node: Element, name: str, inline: Inline) -> None:
        self.counts[name] += 1
        number = str(self.counts[name])
        mark = number.translate(SUPERSCRIPTS) if name == "footnoteReference" else f"[{number}]"
        inline.parts.append(mark)
        inline.notes.append((mark, attribute(node, "id") or "", name))


def visible_text(node: Element) -> str:
    """Return the text under ``node`` as it stands, whatever its properties."""
    return "".join(text.text or "" for text in node.iter() if local(text) == "t")


def deleted_text(node: Element) -> str:
    """Return the text of a tracked deletion."""
    return "".join(text.text or "" for text in node.iter() if local(text) in ("delText", "t"))
