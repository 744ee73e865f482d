"""Footnotes: ``footnotes.xml`` with its separators, and the marks in the text."""

from __future__ import annotations

from typing import Any

from ingest.readers.docx_names import attribute, child, local
from qa_service.check.word.package import WordPackage
from qa_service.check.word.styles import footnote_styles

Element = Any

_BEHIND = frozenset(
    "endnotePr compat docVars rsids mathPr attachedSchema themeFontLang clrSchemeMapping "
    "doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown "
    "smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator docId "
    "chartTrackingRefBased".split()
)
"""What comes behind footnotePr in the settings (the order of CT_Settings in ISO/IEC 29500-1)."""


class Footnotes:
    """Adds footnotes to a package; those that are there stay, and Word numbers all of them anew."""

    def __init__(self, package: WordPackage) -> None:
        self._names = package.names
        self._root = package.made("footnotes", "footnotes")
        self._text, self._mark = footnote_styles(package)
        if not len(self._root):
            self._separators(package)
        self._next = max((int(attribute(one, "id") or 0) for one in self._root), default=0) + 1

    def add(self, text: str) -> Element:
        """Add a footnote and return the run with its mark."""
        names, number = self._names, str(self._next)
        self._next += 1
        paragraph = names.add(names.add(self._root, "footnote", id=number), "p")
        if self._text:
            names.add(names.add(paragraph, "pPr"), "pStyle", val=self._text)
        names.add(self._raised(names.add(paragraph, "r")), "footnoteRef")
        names.add(paragraph, "r").append(names.text(f" {text}"))
        run = self._raised(names.new("r"))
        names.add(run, "footnoteReference", id=number)
        return run

    def _raised(self, run: Element) -> Element:
        properties = self._names.add(run, "rPr")
        if self._mark:
            self._names.add(properties, "rStyle", val=self._mark)
        else:
            self._names.add(properties, "vertAlign", val="superscript")
        return run

    def _separators(self, package: WordPackage) -> None:
        """The lines between text and notes: Word needs both, and the settings name them."""
        names = self._names
        for number, kind in (("-1", "separator"), ("0", "continuationSeparator")):
            note = names.add(self._root, "footnote", type=kind, id=number)
            paragraph = names.add(note, "p")
            spacing = names.add(paragraph, "pPr")
            names.add(spacing, "spacing", after="0", line="240", lineRule="auto")
            names.add(names.add(paragraph, "r"), kind)
        settings = package.part("settings")
        if settings is None or child(settings, "footnotePr") is not None:
            return
        properties = names.new("footnotePr")
        for number in ("-1", "0"):
            names.add(properties, "footnote", id=number)
        following = next((node for node in settings if local(node) in _BEHIND), None)
        if following is None:
            settings.append(properties)
        else:
            following.addprevious(properties)
