"""The journal of jobs: one small file each under ``<home>/jobs``, so that any process can tell of any job and
what was accepted outlives a kill."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from index.durable import fsync_folder, write_file
from ingest.errors import NotFound
from qa_service.collection.model import Job, JobKind

MOST_JOBS = 500
"""Jobs kept, the newest ones."""

LOOK_BACK = 3000
"""Jobs looked through for those that are not over: more than are kept and may wait together."""

_ID = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{8}", re.ASCII)
_CODEC = TypeAdapter(Job)


class Journal:
    """The jobs of one home.

    >>> journal = Journal(home)  # doctest: +SKIP
    >>> journal.keep(journal.new("delete"), flush=True)  # doctest: +SKIP
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "jobs"
        self._cache: dict[str, tuple[int, Job]] = {}
        self._lock = Lock()

    def new(self, kind: JobKind) -> Job:
        """Return a new job; its id sorts by the time of its making."""
        now = datetime.now(UTC)
        return Job(f"{now:%Y%m%dT%H%M%S.%f}Z-{uuid4().hex[:8]}", kind, now)

    def keep(self, job: Job, *, flush: bool) -> None:
        """Write ``job`` down as it is now. ``flush`` makes sure that it outlives a power cut: for what is
        promised, not for progress."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{job.id}.json"
        data = _CODEC.dump_json(job)
        with self._lock:
            aside = path.with_name(f".{job.id}-{os.getpid()}.tmp")
            if flush:
                write_file(aside, data)
            else:
                aside.write_bytes(data)
            aside.replace(path)
            if flush:
                fsync_folder(self._folder)

    def get(self, job_id: str) -> Job:
        """Return the job ``job_id`` as it was last written. Raises NotFound."""
        job = self._read(self._folder / f"{job_id}.json") if _ID.fullmatch(job_id) else None
        if job is None:
            raise NotFound(
                f"没有编号为 {job_id} 的任务", remedy=f"编号见 /v1/jobs；只保留最近 {MOST_JOBS} 个任务"
            )
        return job

    def ids(self) -> list[str]:
        """Return the ids of all jobs, newest first."""
        try:
            names = os.listdir(self._folder)  # noqa: PTH208 - half the cost of iterdir, several times a second
        except FileNotFoundError:
            return []
        return sorted((name[:-5] for name in names if _ID.fullmatch(name[:-5])), reverse=True)

    def newest(self, limit: int) -> list[Job]:
        """Return up to ``limit`` jobs, newest first."""
        found = (self._read(self._folder / f"{name}.json") for name in self.ids()[:limit])
        return [job for job in found if job is not None]

    def unfinished(self) -> list[Job]:
        """Return the jobs that are not over, oldest first."""
        return [job for job in reversed(self.newest(LOOK_BACK)) if not job.over]

    def trim(self) -> None:
        """Remove the oldest jobs beyond :data:`MOST_JOBS`; one that is not over stays."""
        for job_id in self.ids()[MOST_JOBS:]:
            path = self._folder / f"{job_id}.json"
            job = self._read(path)
            if job is None or job.over:
                path.unlink(missing_ok=True)
                self._cache.pop(job_id, None)

    def forget(self) -> None:
        """Remove all jobs that are over: they name what was deleted."""
        for job in self.newest(LOOK_BACK):
            if job.over:
                (self._folder / f"{job.id}.json").unlink(missing_ok=True)
                self._cache.pop(job.id, None)

    def _read(self, path: Path) -> Job | None:
        try:
            stamp = path.stat().st_mtime_ns
            known = self._cache.get(path.stem)
            if known and known[0] == stamp and known[1].over:
                return known[1]
            job = _CODEC.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None
        self._cache[path.stem] = (stamp, job)
        return job
