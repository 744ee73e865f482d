"""Names in WordprocessingML as a document itself spells them: transitional or strict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

Element = Any
TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Names:
    """Makes names and elements in one namespace (ISO/IEC 29500: strict, or transitional as Word writes)."""

    namespace: str = TRANSITIONAL

    @classmethod
    def of(cls, root: Element) -> Names:
        """Return the names that the part of ``root`` is written in."""
        return cls(STRICT if etree.QName(root).namespace == STRICT else TRANSITIONAL)

    @property
    def relations(self) -> str:
        """Beginning of the relationship types that go with the namespace."""
        if self.namespace == STRICT:
            return "http://purl.oclc.org/ooxml/officeDocument/relationships/"
        return "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

    def w(self, name: str) -> str:
        """Return ``name`` with its namespace.

        >>> Names("urn:x").w("p")
        '{urn:x}p'
        """
        return f"{{{self.namespace}}}{name}"

    def new(self, name: str, **attributes: str) -> Element:
        """Return a new element with attributes of the same namespace."""
        node = etree.Element(self.w(name), nsmap={"w": self.namespace})
        for key, value in attributes.items():
            node.set(self.w(key), value)
        return node

    def add(self, parent: Element, name: str, **attributes: str) -> Element:
        """Append a new element to ``parent`` and return it."""
        node = self.new(name, **attributes)
        parent.append(node)
        return node

    def text(self, content: str) -> Element:
        """Return a ``w:t`` that keeps its blanks."""
        node = self.new("t")
        node.text = content
        node.set(XML_SPACE, "preserve")
        return node
