"""An OFD file's parts: its pages, templates, annotations, pictures and groups, found by their ids."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.readers.ofd_objects import Element, child, children, local, numbers
from ingest.readers.package import Package

MAIN = "OFD.xml"
A4 = (0.0, 0.0, 210.0, 297.0)
"""The page's box (mm) where the file names none."""


@dataclass(slots=True)
class OfdPage:
    """A page: its ``content`` and its box (x, y, width, height; mm), the ``templates`` printed with it, by
    id, and its ``annotations``."""

    content: Element
    box: tuple[float, float, float, float]
    templates: list[str]
    annotations: list[Element]


class OfdDocument:
    """One document of the file (DocBody); most files have one."""

    def __init__(self, package: Package, root: str) -> None:
        self.package = package
        self.path = root
        self.root = package.xml(root)
        self.common = child(self.root, "CommonData")
        self.box = _box(child(self.common, "PageArea")) or A4
        self.templates = {
            node.get("ID") or "": self._part(node.get("BaseLoc"))
            for node in children(self.common, "TemplatePage")
        }
        self.groups: dict[str, Element] = {}
        self.pictures: dict[str, str] = {}
        for name in ("PublicRes", "DocumentRes"):
            for node in children(self.common, name):
                self._resources(resolve(self.path, node.text))

    def pages(self) -> Iterator[OfdPage]:
        """Return the pages in order."""
        notes = self._annotations()
        for node in children(child(self.root, "Pages"), "Page"):
            path = resolve(self.path, node.get("BaseLoc"))
            page = self.package.xml(path)
            for part in children(page, "PageRes"):
                self._resources(resolve(path, part.text))
            used = [part.get("TemplateID") or "" for part in children(page, "Template")]
            box = _box(child(page, "Area")) or self.box
            yield OfdPage(child(page, "Content"), box, used, notes.get(node.get("ID") or "", []))

    def template(self, key: str) -> Element | None:
        """Return a template's content."""
        return child(self.templates.get(key), "Content")

    def group(self, key: str) -> Element | None:
        """Return what a group (CompositeObject) is made of."""
        return self.groups.get(key)

    def attachments(self) -> list[str]:
        """Return the names of the files that are attached."""
        names: list[str] = []
        for node in children(self.root, "Attachments"):
            listed = self.package.xml(resolve(self.path, node.text))
            names += [one.get("Name") or "" for one in children(listed, "Attachment")]
        return names

    def _part(self, location: str | None) -> Element | None:
        return self.package.xml(resolve(self.path, location))

    def _resources(self, path: str) -> None:
        """Note the groups and pictures that a resource file names."""
        root = self.package.xml(path)
        if root is None:
            return
        base = posixpath.join(path, "..", root.get("BaseLoc") or "", "x")
        for node in root.iter():
            if local(node) == "CompositeGraphicUnit":
                self.groups[node.get("ID") or ""] = child(node, "Content")
            elif local(node) == "MultiMedia" and node.get("Type") == "Image":
                file = child(node, "MediaFile")
                self.pictures[node.get("ID") or ""] = resolve(base, file.text if file is not None else "")

    def _annotations(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for node in children(self.root, "Annotations"):
            path = resolve(self.path, node.text)
            for page in children(self.package.xml(path), "Page"):
                file = child(page, "FileLoc")
                listed = self.package.xml(resolve(path, file.text)) if file is not None else None
                found.setdefault(page.get("PageID") or "", []).extend(children(listed, "Annot"))
        return found


def documents(package: Package) -> list[OfdDocument]:
    """Return the file's documents."""
    roots = [child(body, "DocRoot") for body in children(package.xml(MAIN), "DocBody")]
    paths = [resolve(MAIN, root.text) for root in roots if root is not None]
    return [OfdDocument(package, path) for path in paths if path in package.infos]


def resolve(origin: str, location: str | None) -> str:
    """Return the path of a part that the part at ``origin`` names; a leading slash means the file's root.

    >>> resolve("Doc_0/Document.xml", "Pages/Page_0.xml"), resolve("Doc_0/Document.xml", "/Res.xml")
    ('Doc_0/Pages/Page_0.xml', 'Res.xml')
    """
    plain = (location or "").strip().replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(origin), plain)).lstrip("/")


def _box(area: Element | None) -> tuple[float, float, float, float] | None:
    box = child(area, "PhysicalBox")
    values = numbers(box.text) if box is not None else []
    if len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        return None
    return values[0], values[1], values[2], values[3]
