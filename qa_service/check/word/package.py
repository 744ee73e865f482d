"""A .docx package to be given back: parts that are not touched stay as they are, byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree

from ingest.readers.package import Package
from qa_service.check.word.names import Names

Element = Any
DOCUMENT = "word/document.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class WordPackage:
    """An opened package whose parts can be changed and added.

    Raises:
        UnreadableFile: as :class:`ingest.readers.package.Package`.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._given = Package(data, name, ".docx", "word/document.xml")
        self._roots: dict[str, Element] = {}
        self.document = self._root(DOCUMENT)
        self.names = Names.of(self.document)

    def part(self, kind: str) -> Element | None:
        """Return the root of the part that the document relates to as ``kind`` (``comments``, ``styles``)."""
        target = self._target(kind)
        return self._root(target) if target else None

    def made(self, kind: str, root: str) -> Element:
        """Return the root of the part of this ``kind``, made anew as ``root`` where there is none."""
        found = self.part(kind)
        if found is not None:
            return found
        name = f"word/{kind}.xml"
        while name in self._given.infos:  # a part of that name that nothing relates to
            name = name.replace(".xml", "-planqa.xml")
        self._roots[name] = self.names.new(root)
        self._relate(kind, name)
        self._type(name, f"{_MEDIA}.{kind}+xml")
        return self._roots[name]

    def save(self) -> bytes:
        """Return the package."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for name, info in self._given.infos.items():
                if name in self._roots:
                    target.writestr(info, _bytes(self._roots[name]), zipfile.ZIP_DEFLATED)
                else:
                    target.writestr(info, self._given.zip.read(info), info.compress_type)
            for name, root in self._roots.items():
                if name not in self._given.infos:
                    target.writestr(name, _bytes(root))
        return stream.getvalue()

    def _root(self, name: str) -> Element:
        if name not in self._roots:
            found = self._given.xml(name)
            if found is None:
                raise KeyError(name)
            self._roots[name] = found
        return self._roots[name]

    def _target(self, kind: str) -> str | None:
        for relation in self._relations():
            if relation.get("Type") == self.names.relations + kind:
                name = posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")
                return name if name in self._given.infos or name in self._roots else None
        return None

    def _relations(self) -> Element:
        if _RELATIONS not in self._given.infos and _RELATIONS not in self._roots:
            self._roots[_RELATIONS] = etree.Element(f"{{{_PACKAGE}/relationships}}Relationships")
        return self._root(_RELATIONS)

    def _relate(self, kind: str, name: str) -> None:
        relations = self._relations()
        taken = {relation.get("Id") for relation in relations}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdPlanqa{n}" not in taken)
        etree.SubElement(
            relations,
            f"{{{_PACKAGE}/relationships}}Relationship",
            Id=f"rIdPlanqa{number}",
            Type=self.names.relations + kind,
            Target=posixpath.basename(name),
        )

    def _type(self, name: str, media_type: str) -> None:
        types = self._root(_TYPES)
        etree.SubElement(
            types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{name}", ContentType=media_type
        )


def _bytes(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
