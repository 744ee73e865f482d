"""What the collection holds at the moment, read from the current generation without opening its stores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from index.documents_io import load_reports
from index.generation.layout import generations_folder
from index.generation.manifest import load_manifest
from index.generation.pointer import pointer_or_none
from index.hidden import hidden_places
from index.holdings import Held, Holdings, from_notes, visible
from index.layout import Names
from ingest.errors import NotFound
from ingest.model import Document, FileReport


@dataclass(frozen=True, slots=True)
class State:
    """One generation's holdings with each file's report; documents that are hidden are left out."""

    generation: str
    holdings: Holdings
    files: tuple[tuple[Held, FileReport], ...]

    def source(self, held_id: str) -> tuple[Held, FileReport]:
        """Return the file ``held_id``. Raises NotFound."""
        for held, report in self.files:
            if held.id == held_id:
                return held, report
        raise NotFound(f"没有编号为 {held_id} 的源文件", remedy="可用 GET /v1/sources 查看全部源文件")

    def document(self, document_id: str) -> tuple[Held, FileReport, Document]:
        """Return the document ``document_id`` and its file. Raises NotFound."""
        for held, report in self.files:
            for document in report.documents:
                if document.id == document_id:
                    return held, report, document
        raise NotFound(f"没有编号为 {document_id} 的文件", remedy="可用 planqa documents 查看全部文件")

    def named(self, name: str) -> tuple[Held, FileReport] | None:
        """Return the first file of that name."""
        return next(((held, report) for held, report in self.files if held.name == name), None)


EMPTY = State("", Holdings(), ())


class StateReader:
    """Reads the state of one home; what was read of a generation is kept until there is another."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = Lock()
        self._known: State = EMPTY

    def __call__(self) -> State:
        """Return the state. Raises NoIndex or DamagedIndex where the current generation cannot be read."""
        # The marks first: one that is taken away meanwhile stands for a generation that is read then.
        hidden = hidden_places(self._home)
        return _without(self.unhidden(), hidden)

    def unhidden(self) -> State:
        """Return the state with the documents that are hidden; raises the same."""
        with self._lock:
            current = pointer_or_none(self._home)
            if current is None:
                return EMPTY
            if self._known.generation != current:
                self._known = _read(self._home, current)
            return self._known


def _read(home: Path, generation: str) -> State:
    folder = generations_folder(home) / generation
    holdings = from_notes(load_manifest(folder).notes)
    reports = {report.source.path: report for report in load_reports(folder / Names.DOCUMENTS)}
    files = tuple((held, reports[held.path]) for held in holdings.files if held.path in reports)
    return State(generation, holdings, files)


def _without(state: State, hidden: frozenset[tuple[str, str]]) -> State:
    if not hidden:
        return state
    files = []
    for held, report in state.files:
        gone = frozenset(d.id for d in report.documents if (report.source.sha256, d.id) in hidden)
        left = visible(report, gone)
        if left.documents:
            files.append((held, left))
    return State(state.generation, state.holdings, tuple(files))
