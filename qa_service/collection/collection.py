"""The collection: what users may do with it. Every change is a job, worked off by the runner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.changes import UNDO_DAYS, NameTaken
from index.encoder import Encoder
from index.generation.layout import generations_folder, ids
from index.generation.manifest import load_manifest
from index.hidden import hide, load_marks, show_again
from index.holdings import Held, from_notes, held_id
from index.readings import Readings
from ingest.errors import NoIndex, PlanqaError
from ingest.model import FileReport
from qa_service.collection.errors import NothingToRestore, SharedSource, TooManyJobs
from qa_service.collection.journal import MOST_JOBS, Journal
from qa_service.collection.model import FileResult, IngestReport, Job, RemovedItem, Scope, SourceCard
from qa_service.collection.preparing import fail
from qa_service.collection.removals import find, removal, restorable
from qa_service.collection.reports import ingest_report, source_card
from qa_service.collection.runner import Runner
from qa_service.collection.state import State, StateReader
from qa_service.collection.uploads import Upload, clear_uploads

MOST_WAITING = 1000
"""Changes that may wait: a client in a loop must not fill the disk with jobs."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was refused at the door."""

    name: str
    error: PlanqaError


class Collection:
    """The files and documents of one home, and the jobs that change them.

    ``encoder`` gives the encoder of the current generation; ``published`` is called when there is a new
    generation, ``marked`` when other documents are hidden: both return once every process answers by it.

    >>> collection = Collection(home, encoder, following.published, following.marked)  # doctest: +SKIP
    >>> collection.start()  # doctest: +SKIP
    >>> collection.add([take_in(home, "规划.txt", [data], 20)]).id  # doctest: +SKIP
    '20261122T031500.123456Z-1f2e3d4c'
    """

    def __init__(
        self,
        home: Path,
        encoder: Callable[[], Encoder],
        published: Callable[[], None],
        marked: Callable[[], None],
        *,
        setting: str | None = None,
        undo_days: int = UNDO_DAYS,
    ) -> None:
        self._home = home
        self._marked = marked
        self._undo_days = undo_days
        self.journal = Journal(home)
        self.state = StateReader(home)
        self._runner = Runner(
            home,
            encoder,
            published,
            setting=setting,
            undo_days=undo_days,
            keep_uploads=self.clear_uploads,
        )

    def start(self) -> None:
        """Begin to work jobs off."""
        self._runner.start()

    def stop(self) -> None:
        """End; jobs under way are begun again at the next start."""
        self._runner.stop()

    # changes ----------------------------------------------------------------------------------------

    def add(self, files: Sequence[Upload | Refused], *, replace: bool = False) -> Job:
        """Take ``files`` in, each by itself; those refused already stand in the job with their reason.

        A file whose name is taken is refused unless ``replace``; one whose bytes are held under the same
        name already is ``unchanged``.
        """
        job = self.journal.new("add")
        state = self.state()
        taken = {held.id for held, _ in state.files} | {one.held.id for one in state.holdings.removed}
        for file in files:
            result = self._result(file, state, taken, replace)
            taken.add(result.source_id)
            job.files.append(result)
        return self._accept(job)

    def replace_source(self, source_id: str, file: Upload) -> Job:
        """Put ``file`` in the place of the file ``source_id``. Raises NotFound and NameTaken."""
        state = self.state()
        held, _ = state.source(source_id)
        other = state.named(file.name)
        if other and other[0].id != source_id:
            raise NameTaken(file.name)
        job = self.journal.new("replace")
        result = FileResult(file.name, file.sha256, file.size, path=str(file.path), source_id=source_id)
        result.replaces = source_id
        if (held.name, held.sha256) == (file.name, file.sha256):
            _unchanged(result, state)
        job.files.append(result)
        return self._accept(job)

    def replace_document(self, document_id: str, file: Upload) -> Job:
        """Put ``file`` in the place of the file that holds the document alone.

        Raises NotFound, and SharedSource where the file holds other documents too.
        """
        return self.replace_source(self.sole_source(document_id), file)

    def sole_source(self, document_id: str) -> str:
        """Return the id of the file that holds the document and nothing else. Raises as
        :meth:`replace_document` does."""
        held, report, _ = self.state().document(document_id)
        if len(report.documents) > 1:
            raise SharedSource(
                f"源文件 {held.name} 中有 {len(report.documents)} 份文件，替换它会一并替换其他各份",
                remedy=f"确要替换整个源文件，请用 PUT /v1/sources/{held.id}",
            )
        return held.id

    def delete_document(self, document_id: str) -> Job:
        """Delete one document; the others of its file stay. Gone from answers at once. Raises NotFound."""
        held, _, document = self.state().document(document_id)
        known = [(document.id, document.metadata.title)]
        return self._delete(removal("document", document_id, held, known, self._undo_days))

    def delete_source(self, source_id: str) -> Job:
        """Delete a file with all its documents. Gone from answers at once. Raises NotFound."""
        held, report = self.state().source(source_id)
        known = [(document.id, document.metadata.title) for document in report.documents]
        return self._delete(removal("source", source_id, held, known, self._undo_days))

    def restore(self, kind: Scope, wanted: str) -> Job:
        """Undo the deletion of a document or a file. Raises NothingToRestore."""
        item = find(self.removed(), kind, wanted)
        if item is None:
            raise NothingToRestore(
                "没有可以恢复的删除记录", remedy="可能已经恢复，或已超过可恢复的期限；可恢复的见 /v1/removed"
            )
        job = self.journal.new("restore")
        job.removed.append(item)
        accepted = self._accept(job)
        show_again(self._home, item.places)
        self._marked()
        return accepted

    def _delete(self, item: RemovedItem) -> Job:
        job = self.journal.new("delete")
        job.removed.append(item)
        accepted = self._accept(job)
        # The journal first: a mark without a job would hide the document for good.
        hide(self._home, item.places)
        self._marked()
        return accepted

    def _accept(self, job: Job) -> Job:
        if len(self.journal.unfinished()) >= MOST_WAITING:
            raise TooManyJobs("等待处理的任务太多", remedy="请等先前的任务处理完再试")
        if job.files and all(result.outcome in ("failed", "unchanged") for result in job.files):
            job.state = "failed" if all(r.outcome == "failed" for r in job.files) else "done"
            job.stage, job.finished = "done", job.created
        self.journal.keep(job, flush=True)
        self._runner.tell()
        return job

    def _result(self, file: Upload | Refused, state: State, taken: set[str], replace: bool) -> FileResult:
        if isinstance(file, Refused):
            result = FileResult(file.name)
            fail(result, file.error)
            return result
        result = FileResult(file.name, file.sha256, file.size, path=str(file.path))
        known = state.named(file.name)
        if known is None:
            result.source_id = held_id(f"upload\x1f{file.name}", taken)
            return result
        held, _ = known
        result.source_id = held.id
        if held.sha256 == file.sha256:
            _unchanged(result, state)
        elif replace:
            result.replaces = held.id
        else:
            fail(result, NameTaken(file.name))
        return result

    # looking ----------------------------------------------------------------------------------------

    def sources(self) -> tuple[str, list[SourceCard]]:
        """Return the current generation's id and its files."""
        state = self.state()
        return state.generation, [source_card(held, report) for held, report in state.files]

    def source_report(self, source_id: str) -> IngestReport:
        """Return the ingest report of a file. Raises NotFound."""
        return self._report(*self.state().source(source_id))

    def document_report(self, document_id: str) -> IngestReport:
        """Return the ingest report of the file that holds a document. Raises NotFound."""
        held, report, _ = self.state().document(document_id)
        return self._report(held, report)

    def removed(self) -> list[RemovedItem]:
        """Return the deletions that can be undone, newest first."""
        jobs = [*self.journal.unfinished(), *self._unpublished()]
        return restorable(self.state(), jobs, self._undo_days)

    def _unpublished(self) -> list[Job]:
        """Deletions that no generation could be made without: of the last document there was."""
        hidden = {mark.place for mark in load_marks(self._home) if mark.until is None}
        if not hidden:
            return []
        return [
            job
            for job in self.journal.newest(MOST_JOBS)
            if job.kind == "delete" and any(hidden & set(item.places) for item in job.removed)
        ]

    def _report(self, held: Held, report: FileReport) -> IngestReport:
        known = Readings(self._home).get(held.name, held.sha256)
        return ingest_report(held, report, known.coverage if known else None)

    def clear_uploads(self) -> None:
        """Remove uploaded files that no generation, no deletion that can be undone and no job refers to."""
        wanted = {result.sha256 for job in self.journal.unfinished() for result in job.files}
        for generation in ids(self._home):
            try:
                held = from_notes(load_manifest(generations_folder(self._home) / generation).notes)
            except NoIndex:
                continue
            wanted |= {one.sha256 for one in held.files} | {one.held.sha256 for one in held.removed}
        clear_uploads(self._home, wanted)


def _unchanged(result: FileResult, state: State) -> None:
    held, report = state.source(result.source_id)
    result.outcome = "unchanged"
    result.document_ids = tuple(document.id for document in report.documents)
    result.report = ingest_report(held, report, None)
