"""Remarks in the margin: ``comments.xml`` and the marks around what they are on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ingest.readers.docx_names import attribute
from qa_service.check.word.names import Names
from qa_service.check.word.package import WordPackage
from qa_service.check.word.styles import style_named

Element = Any
AUTHOR, INITIALS = "planqa", "核"

FIRST = 10_000
"""Least id of a comment. LibreOffice 7.4 takes the id of a comment for that of a footnote where it is as low
and then shows an empty footnote: seen with two comments between two footnotes, gone with ids that no footnote
has."""

_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


class Comments:
    """Adds comments to a package; those that are there stay."""

    def __init__(self, package: WordPackage, now: datetime) -> None:
        self._names: Names = package.names
        self._root = package.made("comments", "comments")
        self._style = style_named(package, "annotation text")
        self._mark = style_named(package, "annotation reference")
        self._now = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._next = _clear_of_notes(package, self._root)

    def add(self, paragraphs: Sequence[str]) -> str:
        """Add a comment and return its id."""
        names, number = self._names, str(self._next)
        self._next += 1
        comment = names.add(
            self._root, "comment", id=number, author=AUTHOR, date=self._now, initials=INITIALS
        )
        for index, text in enumerate(paragraphs):
            paragraph = names.add(comment, "p")
            if self._style:
                names.add(names.add(paragraph, "pPr"), "pStyle", val=self._style)
            if not index:
                names.add(self._run(paragraph), "annotationRef")
            names.add(paragraph, "r").append(names.text(text))
        return number

    def start(self, number: str) -> Element:
        """Return the mark before what the comment is on."""
        return self._names.new("commentRangeStart", id=number)

    def end(self, number: str) -> list[Element]:
        """Return the marks behind it."""
        run = self._names.new("r")
        if self._mark:
            self._names.add(self._names.add(run, "rPr"), "rStyle", val=self._mark)
        self._names.add(run, "commentReference", id=number)
        return [self._names.new("commentRangeEnd", id=number), run]

    def _run(self, paragraph: Element) -> Element:
        run = self._names.add(paragraph, "r")
        if self._mark:
            self._names.add(self._names.add(run, "rPr"), "rStyle", val=self._mark)
        return run


def _clear_of_notes(package: WordPackage, comments: Element) -> int:
    """Raise the ids of the comments that are there above those of notes, and return the next one.

    Nothing but the marks in the text refers to these ids (answers to comments go by the ids of paragraphs).
    """
    names = package.names
    numbers = [int(attribute(one, "id") or 0) for one in comments]
    if min(numbers, default=FIRST) < FIRST:
        marked = [part for kind in ("footnotes", "endnotes") if (part := package.part(kind)) is not None]
        for root in (comments, package.document, *marked):
            kinds = ("comment",) if root is comments else _MARKS
            for mark in root.iter(*(names.w(kind) for kind in kinds)):
                mark.set(names.w("id"), str(int(attribute(mark, "id") or 0) + FIRST))
        numbers = [number + FIRST for number in numbers]
    return max(numbers, default=FIRST - 1) + 1
