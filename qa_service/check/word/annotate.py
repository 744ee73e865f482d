"""The draft given back: remarks in the margin, footnotes behind what has its source, nothing else changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from ingest.readers.docx_names import child, local
from qa_service.check.remarks import Remarks
from qa_service.check.verdict import DraftCheck, SentenceCheck
from qa_service.check.word.comments import Comments
from qa_service.check.word.footnotes import Footnotes
from qa_service.check.word.package import WordPackage
from qa_service.check.word.runs import behind, run_from, run_to
from qa_service.check.word.text import Piece, read_word_text

Element = Any


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is put at one sentence: the ``comment`` with this id, the ``note`` (a run with its mark)."""

    sentence: SentenceCheck
    pieces: list[Piece]
    comment: str | None
    note: Element | None


def annotated(word: bytes, result: DraftCheck, remarks: Remarks, now: datetime | None = None) -> bytes:
    """Return the .docx ``word`` with comments and footnotes as ``remarks`` words them.

    ``result`` is the check of its text (:func:`qa_service.check.word.text.read_word_text`). Text, formatting,
    notes, comments, tracked changes, fields, tables, heads and feet that are there stay.
    """
    package = WordPackage(word, result.name or "文稿.docx")
    _Annotator(package, now or datetime.now(UTC)).write(result, remarks)
    return package.save()


class _Annotator:
    def __init__(self, package: WordPackage, now: datetime) -> None:
        self._package = package
        self._now = now
        self._text = read_word_text(package.document)

    @cached_property
    def _comments(self) -> Comments:
        return Comments(self._package, self._now)

    @cached_property
    def _footnotes(self) -> Footnotes:
        return Footnotes(self._package)

    def write(self, result: DraftCheck, remarks: Remarks) -> None:
        """Put all marks in, from the end: parting a run leaves what comes before it where it was."""
        for mark in reversed(list(self._planned(result, remarks))):
            if mark.pieces[0].host is not None:
                self._around(mark.pieces[0].host, mark)
            else:
                self._at_sentence(mark)

    def _planned(self, result: DraftCheck, remarks: Remarks) -> Iterator[_Mark]:
        """The marks in the draft's order, so that the notes' numbers are in order, too."""
        footnoted = remarks.footnotes(result)
        for index, one in enumerate(result.sentences):
            pieces = self._text.between(one.start, one.end)
            if not pieces:
                continue
            boxed = pieces[0].host is not None  # a text box takes no footnote
            told = remarks.comment(one, noted=index in footnoted.covered and not boxed)
            text = "" if boxed else footnoted.notes.get(index, "")
            if told or text:
                comment = self._comments.add(told) if told else None
                yield _Mark(one, pieces, comment, self._footnotes.add(text) if text else None)

    def _at_sentence(self, mark: _Mark) -> None:
        one, last = mark.sentence, mark.pieces[-1]
        place = behind(run_to(last, one.end - last.start))
        added = self._comments.end(mark.comment) if mark.comment is not None else []
        if mark.note is not None:
            added.append(mark.note)
        for element in reversed(added):
            place.addnext(element)
        if mark.comment is not None:
            # A row of a table is several paragraphs: the remark is on the last.
            first = next(piece for piece in mark.pieces if _paragraph(piece) is _paragraph(last))
            run = run_from(first, max(0, one.start - first.start))
            run.addprevious(self._comments.start(mark.comment))

    def _around(self, paragraph: Element, mark: _Mark) -> None:
        """Put a comment on the whole paragraph that a text box is anchored in."""
        if mark.comment is None:
            return
        properties = child(paragraph, "pPr")
        paragraph.insert(0 if properties is None else 1, self._comments.start(mark.comment))
        paragraph.extend(self._comments.end(mark.comment))


def _paragraph(piece: Piece) -> Element:
    return next(parent for parent in piece.node.iterancestors() if local(parent) == "p")
