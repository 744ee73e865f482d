"""The first half of a job that takes files in: each is read and embedded into the caches, under no lock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from index.changes import embed_file
from index.encoder import Encoder
from index.holdings import Held
from index.readings import Readings
from ingest.errors import PlanqaError
from qa_service.collection.model import FileResult, Job, Stage, Trouble
from qa_service.collection.reports import ingest_report

logger = logging.getLogger("planqa.jobs")

_STAGES: dict[str, Stage] = {"read": "read", "embed": "embed", "write": "write"}


class JobProgress:
    """Writes a job's progress down as it goes; an :class:`index.progress.Progress`."""

    def __init__(self, job: Job, keep: Callable[[Job], None]) -> None:
        self._job = job
        self._keep = keep

    def start(self, stage: str, total: int) -> None:
        """A stage of ``total`` units begins."""
        self._job.stage, self._job.stage_done, self._job.stage_total = _STAGES[stage], 0, total
        self._keep(self._job)

    def advance(self, n: int) -> None:
        """``n`` more units are done."""
        if n:
            self._job.stage_done += n
            self._keep(self._job)

    def finish(self) -> None:
        """The stage is over."""


def prepare(job: Job, home: Path, encoder: Encoder, keep: Callable[[Job], None]) -> None:
    """Read and embed the files of ``job``; what cannot be read becomes that file's problem."""
    for result in job.files:
        if result.outcome != "pending":
            continue
        try:
            report = embed_file(Path(result.path), home, encoder, JobProgress(job, keep))
        except PlanqaError as error:
            fail(result, error)
            continue
        known = Readings(home).get(result.name, result.sha256)
        result.report = ingest_report(held_of(result, job), report, known.coverage if known else None)
        result.document_ids = tuple(document.id for document in report.documents)


def held_of(result: FileResult, job: Job) -> Held:
    """Return the file of ``result`` as the holdings will name it."""
    added = job.created.isoformat(timespec="seconds")
    return Held(result.source_id, result.path, result.name, result.sha256, "upload", added)


def fail(result: FileResult, error: PlanqaError) -> None:
    """Note that a file was not taken in, and why."""
    result.outcome, result.problem, result.report = "failed", trouble_of(error), None


def trouble_of(error: PlanqaError) -> Trouble:
    """Return ``error`` as it is kept."""
    return Trouble(error.code, error.status, error.message, error.remedy)


def unforeseen(error: Exception, job: Job) -> PlanqaError:
    """Log an error that nobody foresaw and return what is shown of it."""
    if isinstance(error, PlanqaError):
        return error
    logger.exception("job failed", exc_info=error, extra={"fields": {"job": job.id}})
    return PlanqaError("处理时遇到没有预料到的错误", remedy="请重试；仍然出错时，把任务编号交给管理员查日志")
