"""The documents that spans point into: the text at a place, and the place of a quotation."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.matching import normalise
from eval.spans import Span, checksum
from ingest.errors import BadInput
from ingest.model import Document, source_slices


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation's place, and how often it stands in the files that were searched."""

    span: Span
    times: int


@dataclass(frozen=True, slots=True)
class _Folded:
    """``text`` for comparison; ``places[i]`` is the character of the unfolded text behind ``text[i]``."""

    text: str
    places: array[int]


class Originals:
    """Documents by the file they were read from.

    >>> originals = Originals(engine.searcher.documents)  # doctest: +SKIP
    >>> originals.quote_at(originals.span_of("新建绿地36公顷", ["一.txt"]).span)  # doctest: +SKIP
    '新建绿地36公顷'
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        # Files of one name in several folders are told apart by their path; the checksum says which is meant.
        self._files: dict[str, list[tuple[Document, ...]]] = {}
        for source, held in groupby(documents, key=lambda document: document.source):
            self._files.setdefault(source.name, []).append(tuple(held))
        self._folded: dict[tuple[str, int], _Folded] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files."""
        return tuple(self._files)

    def quote_at(self, span: Span) -> str:
        """Return the documents' text at ``span``.

        Raises :class:`BadInput` for an unknown file, a place beyond its end, and a text that isn't the one
        that was meant.
        """
        if span.file not in self._files:
            raise BadInput(f"原文位置所指的文件不在语料里：{span.file}")
        files = self._files[span.file]
        for file in files:
            pieces = [piece for document in file for piece in _pieces_between(document, span)]
            # A footnote may stand in the file amid a sentence that the document gives in one piece.
            for text in ("\n".join(pieces), *pieces):
                if checksum(text) == span.checksum:
                    return text
        length = max(file[0].source.characters for file in files)
        if span.end > length:
            raise BadInput(f"原文位置超出文件：{span}（文件共 {length} 字）")
        raise BadInput(f"原文位置上的文字与校验码不符：{span}")

    def span_of(self, quote: str, files: Sequence[str]) -> Found | None:
        """Return the first place of ``quote`` in ``files``, ``None`` where it stands in none of them.

        Compared as :func:`eval.matching.normalise` compares; a quotation never runs on into the next
        document.
        """
        needle = _fold(quote).text
        if not needle:
            return None
        held = [document for name in files for file in self._files.get(name, ()) for document in file]
        times = [self._fold_document(document).text.count(needle) for document in held]
        spans = (self._span_in(document, quote) for document, count in zip(held, times, strict=True) if count)
        first = next(spans, None)
        return Found(first, sum(times)) if first else None

    def _span_in(self, document: Document, quote: str) -> Span:
        folded, needle = self._fold_document(document), _fold(quote).text
        at = folded.text.index(needle)
        start, end = folded.places[at], folded.places[at + len(needle) - 1] + 1
        start, end = _with_marks(document.text, start, end, quote)
        slices = source_slices(document.runs, start, end)
        low, high = min(a for a, _ in slices), max(b for _, b in slices)
        return Span(document.source.name, low, high, checksum(document.text[start:end]))

    def _fold_document(self, document: Document) -> _Folded:
        key = (document.source.path, document.line_start)
        if key not in self._folded:
            self._folded[key] = _fold(document.text)
        return self._folded[key]


def _pieces_between(document: Document, span: Span) -> list[str]:
    """The stretches of the document's text that stand in the file within ``span``, with what joining put in.

    One, but where the document has text between them that stands elsewhere in the file.
    """
    stretches: list[tuple[int, int]] = []
    for run in document.runs:
        low, high = 0, run.length
        if run.source_start >= 0:
            low, high = max(span.start - run.source_start, 0), min(span.end - run.source_start, run.length)
        if low >= high:
            continue
        if stretches and stretches[-1][1] == run.start + low:
            stretches[-1] = stretches[-1][0], run.start + high
        elif run.source_start >= 0:
            stretches.append((run.start + low, run.start + high))
    return [document.text[start:end].rstrip("\n\t") for start, end in stretches]


def _fold(text: str) -> _Folded:
    """Fold character by character, so that each folded one has a place (NFKC may make several of one)."""
    places: array[int] = array("q")
    return _Folded("".join(_folded_characters(text, places)), places)


def _folded_characters(text: str, places: array[int]) -> Iterator[str]:
    for place, character in enumerate(text):
        folded = normalise(character)
        places.extend([place] * len(folded))
        yield folded


def _with_marks(text: str, start: int, end: int, quote: str) -> tuple[int, int]:
    """Take in the punctuation that the quotation begins or ends with, where it stands there.

    >>> _with_marks("说：“安全”。", 3, 5, "“安全”")
    (2, 6)
    """
    bare = [index for index, character in enumerate(quote) if normalise(character)]
    before, behind = quote[: bare[0]], quote[bare[-1] + 1 :]
    if text[:start].endswith(before):
        start -= len(before)
    if text[end:].startswith(behind):
        end += len(behind)
    return start, end
