"""Documents and ingest reports in a generation's folder: JSON lines, and the runs as one integer array.

Files::

    documents.jsonl   the schema, then one document a line (without its runs)
    runs.npy          (n, 3) int64: start, length, source_start of all documents' runs, in order
    reports.jsonl     the schema, then one file's report a line; its documents are the next ones of
                      documents.jsonl

The runs stand apart because there are a hundred of them for each passage: as an array they load in a
twentieth of the time that JSON takes.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice, starmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.dataclass_json import decoder, encode, reads, schema
from ingest.errors import DamagedIndex, NoIndex
from ingest.model import Document, FileReport, Run

DOCUMENTS_NAME = "documents.jsonl"
RUNS_NAME = "runs.npy"
REPORTS_NAME = "reports.jsonl"


def save_documents(folder: Path, documents: Sequence[Document]) -> None:
    """Write ``documents``, in order, into ``folder`` (made where it is missing).

    >>> save_documents(writer.path / "documents", documents)  # doctest: +SKIP
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = [[len(document.runs), encode(replace(document, runs=()))] for document in documents]
    _write_lines(folder / DOCUMENTS_NAME, [schema(Document), *rows])
    runs = [(run.start, run.length, run.source_start) for document in documents for run in document.runs]
    np.save(folder / RUNS_NAME, np.array(runs, dtype=np.int64).reshape(-1, 3), allow_pickle=False)


def load_documents(folder: Path) -> list[Document]:
    """Return the documents of ``folder``, equal to those saved.

    Raises :class:`DamagedIndex` where a file is missing or doesn't fit, and :class:`NoIndex` where
    another version of the data model wrote it.

    >>> load_documents(generation.path / "documents")[0].metadata.title  # doctest: +SKIP
    '…规划'
    """
    with _collector_paused():
        lines = _read_lines(folder / DOCUMENTS_NAME, Document)
        runs = _load_runs(folder / RUNS_NAME)
        decode = decoder(Document)
        documents: list[Document] = []
        start = 0
        try:
            for count, row in lines:
                # Set before the document is made: it is frozen, and a copy with runs costs as much again.
                document = decode(row)
                object.__setattr__(document, "runs", _runs(runs[start : start + count]))
                documents.append(document)
                start += count
        except (TypeError, ValueError, IndexError):
            raise _damaged(folder / DOCUMENTS_NAME) from None
    if start != len(runs):
        raise _damaged(folder / RUNS_NAME)
    return documents


def save_reports(folder: Path, reports: Sequence[FileReport]) -> None:
    """Write ``reports`` and all their documents, in order, into ``folder``.

    :func:`load_documents` reads the documents of such a folder too.
    """
    save_documents(folder, [document for report in reports for document in report.documents])
    rows = [[len(report.documents), encode(replace(report, documents=()))] for report in reports]
    _write_lines(folder / REPORTS_NAME, [schema(FileReport), *rows])


def load_reports(folder: Path) -> list[FileReport]:
    """Return the reports of ``folder``, equal to those saved. Raises as :func:`load_documents` does."""
    lines = _read_lines(folder / REPORTS_NAME, FileReport)
    documents = iter(load_documents(folder))
    decode = decoder(FileReport)
    reports: list[FileReport] = []
    try:
        for count, row in lines:
            own = tuple(islice(documents, count))
            if len(own) != count:
                raise ValueError(f"{count - len(own)} documents missing")
            reports.append(replace(decode(row), documents=own))
    except (TypeError, ValueError, IndexError):
        raise _damaged(folder / REPORTS_NAME) from None
    return reports


def _runs(rows: NDArray[np.int64]) -> tuple[Run, ...]:
    return tuple(starmap(Run, rows.tolist()))


def _load_runs(path: Path) -> NDArray[np.int64]:
    try:
        runs: NDArray[np.int64] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        raise _damaged(path) from None
    if runs.dtype != np.int64 or runs.ndim != 2 or runs.shape[1] != 3:
        raise _damaged(path)
    return runs


def _write_lines(path: Path, values: Sequence[Any]) -> None:
    # surrogatepass: a reader may hand on a lone surrogate from a PDF, and the text must come back as it is.
    with path.open("wb") as stream:
        for value in values:
            line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            stream.write(line.encode("utf-8", "surrogatepass") + b"\n")


def _read_lines(path: Path, kind: type) -> list[Any]:
    try:
        data = path.read_bytes().decode("utf-8", "surrogatepass")
        # Split at the line feed alone: text may hold U+2028 and others that splitlines() splits at.
        values = [json.loads(line) for line in data.split("\n") if line]
    except (OSError, ValueError):
        raise _damaged(path) from None
    if not values:
        raise _damaged(path)
    if not reads(values[0], kind):
        raise NoIndex(f"{path.name} 由另一版本的 planqa 写成", remedy="运行 `planqa build` 重建索引")
    return values[1:]


def _damaged(path: Path) -> DamagedIndex:
    return DamagedIndex(
        f"索引文件 {path} 缺失或已损坏",
        remedy="运行 `planqa rollback` 回到上一代完好的索引，或运行 `planqa build` 重建",
    )


@contextmanager
def _collector_paused() -> Iterator[None]:
    # 100,000 small objects set off the cycle collector again and again, for nothing: none has a cycle.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
