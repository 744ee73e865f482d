"""The corpus as question sets see it: each file's text and each document's, folded for comparison.

It is read from the files themselves (any format that planqa reads) or from an index that holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.matching import normalise
from ingest.errors import BadInput, PlanqaError
from ingest.model import Document, FileReport


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """One document: its file's name, title, and text as :func:`eval.matching.normalise` folds it."""

    source: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """``texts`` maps file name to folded text (as decoded, then as read: page marks between the halves of a
    quotation are in the first only); ``unreadable`` maps the names of other files to the reason;
    ``originals`` are the documents as they were read."""

    texts: dict[str, str]
    documents: tuple[CorpusDocument, ...]
    unreadable: dict[str, str]
    originals: tuple[Document, ...] = ()


def read_corpus(folder: Path) -> Corpus:
    """Read every file of a known format under ``folder``.

    Raises :class:`BadInput` where there is no such folder or no such file in it. A file that can't be read
    doesn't stop the others.
    """
    from ingest.files import find_files, read_file

    texts: dict[str, str] = {}
    reports: list[FileReport] = []
    unreadable: dict[str, str] = {}
    for path in find_files([folder]):
        try:
            reading = read_file(path)
        except PlanqaError as error:
            unreadable[path.name] = error.message
            continue
        reports.append(reading.report)
        texts[path.name] = normalise(reading.text)
    return _corpus(texts, reports, unreadable)


def indexed_corpus(home: Path) -> Corpus:
    """Return what the current generation of ``home`` holds; raises :class:`NoIndex` where there is none."""
    from index.documents_io import load_reports
    from index.generation import open_current
    from index.layout import Names

    return _corpus({}, load_reports(open_current(home).path / Names.DOCUMENTS), {})


def corpus_at(corpus: Path | None, home: Path | None) -> Corpus:
    """Return what the folder or the index holds, whichever was given.

    Raises :class:`BadInput` where both or neither were, and what :func:`read_corpus` and
    :func:`indexed_corpus` raise.
    """
    if corpus and home:
        raise BadInput("--corpus 和 --home 只能给一个", remedy="请去掉其中一个")
    if corpus:
        return read_corpus(corpus)
    if home:
        return indexed_corpus(home)
    raise BadInput("没有给出文件", remedy="请用 --corpus 指定文件夹，或用 --home 指定索引目录")


def _corpus(texts: dict[str, str], reports: Sequence[FileReport], unreadable: dict[str, str]) -> Corpus:
    documents = tuple(
        CorpusDocument(report.source.name, document.metadata.title, normalise(document.text))
        for report in reports
        for document in report.documents
    )
    for document in documents:
        # The line feed keeps a quotation from being found across two documents.
        texts[document.source] = "\n".join(filter(None, (texts.get(document.source), document.text)))
    return Corpus(texts, documents, unreadable, tuple(d for report in reports for d in report.documents))
