"""Works jobs off: one thread reads and embeds, another publishes whatever is ready as one generation.

Of all processes that serve a home one is the runner: it holds a lock that the kernel gives to another when
it dies. Jobs that were under way are then begun again; everything they do can be done twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from index.changes import UNDO_DAYS, BringBack, Change, PutFile, TakeOut, apply_changes, forget_old
from index.encoder import Encoder
from index.generation import BuildInProgress
from index.generation.lock import HomeLock
from index.hidden import Mark, Place, change_marks
from ingest.errors import PlanqaError
from qa_service.collection.errors import JobInterrupted
from qa_service.collection.journal import Journal
from qa_service.collection.model import Job
from qa_service.collection.preparing import JobProgress, fail, held_of, prepare, trouble_of, unforeseen
from qa_service.collection.state import StateReader

logger = logging.getLogger("planqa.jobs")

RUNNER_LOCK = ".runner.lock"

LOOK_SECONDS = 0.2
"""How often the runner looks for jobs that another process accepted; its own are told at once."""

MOST_ATTEMPTS = 3
"""How often a job is begun again after the service ended in its midst, before it is given up."""

LINGER_SECONDS = 60.0
"""How long a mark stays after the generation without its document is current: by then every process has
opened that generation."""

PROGRESS_SECONDS = 0.25
"""Shortest time between two notes of a job's progress on the disk."""


@dataclass(slots=True)
class _Work:
    """The jobs in hand: ``jobs`` by id, ``ready`` those that only wait to be published."""

    jobs: dict[str, Job] = field(default_factory=dict)
    ready: set[str] = field(default_factory=set)


class Runner:
    """Works off the jobs of one home, in two threads of this process.

    ``encoder`` gives the encoder of the current generation; ``published`` is called when there is a new
    generation, and returns once every process answers from it.
    """

    def __init__(
        self,
        home: Path,
        encoder: Callable[[], Encoder],
        published: Callable[[], None],
        *,
        setting: str | None = None,
        undo_days: int = UNDO_DAYS,
        keep_uploads: Callable[[], None] = lambda: None,
    ) -> None:
        self._home = home
        self._encoder = encoder
        self._published = published
        self._setting = setting
        self._undo_days = undo_days
        self._keep_uploads = keep_uploads
        self._journal = Journal(home)
        self._state = StateReader(home)
        self._lock = HomeLock(home, RUNNER_LOCK)
        self._leads = False
        self._stop = Event()
        self._told = Event()
        self._to_prepare = Event()
        self._work = _Work()
        self._noted: dict[str, float] = {}
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Begin."""
        for name, loop in (("publish", self._publishing), ("prepare", self._preparing)):
            thread = Thread(target=loop, name=f"planqa-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, seconds: float = 5.0) -> None:
        """End; a job under way is begun again at the next start."""
        self._stop.set()
        self._told.set()
        self._to_prepare.set()
        for thread in self._threads:
            thread.join(seconds)
        self._lock.release()

    def tell(self) -> None:
        """There is a new job."""
        self._told.set()

    # publishing -------------------------------------------------------------------------------------

    def _publishing(self) -> None:
        while not self._stop.is_set():
            self._told.wait(LOOK_SECONDS)
            self._told.clear()
            try:
                if self._leading():
                    self._collect()
                    self._publish_ready()
            except Exception:
                logger.exception("runner", extra={"fields": {}})
                self._stop.wait(1.0)

    def _leading(self) -> bool:
        if not self._leads and self._home.is_dir() and self._lock.acquire(wait=False):
            self._leads = True
            self._mend_marks()
        return self._leads

    def _collect(self) -> None:
        """Take in jobs that are not in hand yet."""
        for job in self._journal.unfinished():
            if job.id in self._work.jobs:
                continue
            if job.attempts >= MOST_ATTEMPTS:
                error = JobInterrupted(
                    "处理期间服务多次中断，已放弃", remedy="请重新提交；仍然中断时请联系管理员"
                )
                self._finish(job, error=error)
                continue
            job.state, job.attempts = "running", job.attempts + 1
            job.started = job.started or datetime.now(UTC)
            self._journal.keep(job, flush=bool(job.files))
            self._work.jobs[job.id] = job
            if job.files:
                self._to_prepare.set()
            else:
                self._work.ready.add(job.id)

    def _publish_ready(self) -> None:
        batch = [self._work.jobs[name] for name in sorted(self._work.ready)]
        if not batch:
            return
        changes = [(job, change) for job in batch for change in changes_of(job)]
        for job in batch:
            job.stage, job.stage_done, job.stage_total = "write", 0, 0
        try:
            self._apply(batch, changes)
        except BuildInProgress:
            self._stop.wait(LOOK_SECONDS)  # a build holds the lock: the jobs stay ready
            return
        except Exception as error:
            for job in batch:
                self._finish(job, error=unforeseen(error, job))
        self._journal.trim()
        self._keep_uploads()

    def _apply(self, batch: list[Job], changes: list[tuple[Job, Change]]) -> None:
        encoder = self._encoder()
        applied = apply_changes(
            [change for _, change in changes],
            self._home,
            encoder,
            setting=self._setting,
            undo_days=self._undo_days,
            shown=JobProgress(batch[0], self._note),
        )
        self._settle_marks(batch, emptied=applied.emptied)
        for job in batch:
            job.stage, job.generation = "open", applied.generation or None
            self._note(job)
        if applied.published:
            self._published()
        errors: dict[str, list[PlanqaError | None]] = {job.id: [] for job in batch}
        for (job, _), error in zip(changes, applied.errors, strict=True):
            errors[job.id].append(error)
        for job in batch:
            self._settle(job, errors[job.id])
        if applied.published:
            forget_old(self._home)

    def _settle(self, job: Job, errors: list[PlanqaError | None]) -> None:
        """Note what became of a job: of each file, or of the job as a whole."""
        waiting = [result for result in job.files if result.outcome == "pending"]
        for result, error in zip(waiting, errors, strict=False):
            if error:
                fail(result, error)
            else:
                result.outcome = "replaced" if result.replaces else "added"
        first = next((error for error in errors if error), None)
        self._finish(job, error=None if job.files else first)

    def _finish(self, job: Job, *, error: PlanqaError | None = None) -> None:
        failed = error is not None or (bool(job.files) and all(r.outcome == "failed" for r in job.files))
        job.error = trouble_of(error) if error else None
        for result in job.files:
            if error and result.outcome == "pending":
                fail(result, error)
        job.state, job.stage = ("failed" if failed else "done"), "done"
        job.finished = datetime.now(UTC)
        self._journal.keep(job, flush=True)
        self._work.jobs.pop(job.id, None)
        self._work.ready.discard(job.id)
        self._noted.pop(job.id, None)
        fields = {"job": job.id, "kind": job.kind, "state": job.state, "generation": job.generation}
        logger.info("job", extra={"fields": fields})

    # preparing --------------------------------------------------------------------------------------

    def _preparing(self) -> None:
        while not self._stop.is_set():
            self._to_prepare.wait()
            self._to_prepare.clear()
            while (job := self._next_unprepared()) and not self._stop.is_set():
                try:
                    prepare(job, self._home, self._encoder(), self._note)
                except Exception as error:
                    known = unforeseen(error, job)
                    for result in job.files:
                        if result.outcome == "pending":
                            fail(result, known)
                self._work.ready.add(job.id)
                self._told.set()

    def _next_unprepared(self) -> Job | None:
        names = sorted(name for name in list(self._work.jobs) if name not in self._work.ready)
        return self._work.jobs.get(names[0]) if names else None

    def _note(self, job: Job) -> None:
        """Write progress down, not too often: other processes read it from the disk."""
        now = time.monotonic()
        if now - self._noted.get(job.id, 0.0) >= PROGRESS_SECONDS:
            self._noted[job.id] = now
            self._journal.keep(job, flush=False)

    # marks ------------------------------------------------------------------------------------------

    def _mend_marks(self) -> None:
        """A kill between the writing of a job and that of its marks is mended."""
        wanted, back = self._wanted_marks([])

        def mended(marks: tuple[Mark, ...]) -> list[Mark]:
            kept = [mark for mark in marks if mark.place not in back]
            known = {mark.place for mark in kept}
            return [*kept, *(Mark(*place) for place in sorted(wanted - known))]

        change_marks(self._home, mended)

    def _settle_marks(self, batch: list[Job], *, emptied: bool) -> None:
        """After a publication: a document that is gone keeps its mark for a while, one that is there again
        loses it."""
        if emptied:
            return  # nothing could be published: the marks are all that hides what was deleted
        wanted, _ = self._wanted_marks(batch)
        state = self._state.unhidden()
        there = {(report.source.sha256, d.id) for _, report in state.files for d in report.documents}
        until = time.time() + LINGER_SECONDS

        def settled(marks: tuple[Mark, ...]) -> list[Mark]:
            kept = [mark for mark in marks if mark.place not in there or mark.place in wanted]
            lasting = [mark for mark in kept if mark.until is None or mark.until > time.time()]
            return [
                mark if mark.until or mark.place in wanted else Mark(*mark.place, until) for mark in lasting
            ]

        change_marks(self._home, settled)

    def _wanted_marks(self, done: list[Job]) -> tuple[set[Place], set[Place]]:
        """The documents of deletions that are still to come, and those of restorations, by the last word
        on each."""
        finished = {job.id for job in done}
        gone: set[Place] = set()
        back: set[Place] = set()
        for job in self._journal.unfinished():
            concerned = {place for item in job.removed for place in item.places}
            if job.id not in finished and job.kind == "delete":
                gone, back = gone | concerned, back - concerned
            elif job.id not in finished and job.kind == "restore":
                gone, back = gone - concerned, back | concerned
        return gone, back


def changes_of(job: Job) -> list[Change]:
    """Return what ``job`` asks of the index; files that have failed are left out."""
    if job.kind in ("add", "replace"):
        waiting = [result for result in job.files if result.outcome == "pending"]
        return [PutFile(held_of(result, job), result.replaces) for result in waiting]
    kind = TakeOut if job.kind == "delete" else BringBack
    return [kind(one.source_id, one.id if one.kind == "document" else "") for one in job.removed]
