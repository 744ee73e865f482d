"""Several processes behind one address: started, watched and replaced by uvicorn's supervisor.

Each opens the index for itself; its large parts are mapped read-only from the same files, so that the
machine holds them once. A new generation is taken up by each, by the pointer that all of them watch, and a
change is told as done when all have (:mod:`qa_service.collection.followers`). What has to be
common beside that (rate limits, metrics) lies in a folder made for the run.
"""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from fastapi import FastAPI
from prometheus_client.multiprocess import mark_process_dead
from uvicorn import Config
from uvicorn.supervisors.multiprocess import Multiprocess

from ingest.errors import PlanqaError
from qa_service.access.meter import new_table
from qa_service.api import logs
from qa_service.api.app import METER_FILE, create_app
from qa_service.api.http_settings import HttpSettings, as_environment, http_settings
from qa_service.api.uvicorn_config import server_config

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client's own name for it."""


WORKER_APP = "qa_service.api.workers:worker_app"
"""What a worker calls for its application."""

MOST_EARLY = 3
"""How many workers in a row, for each that there should be, may die before they have served."""


def run_workers(settings: HttpSettings, listener: socket.socket) -> None:
    """Serve from ``settings.processes`` processes until told to stop; questions under way are finished."""
    with tempfile.TemporaryDirectory(prefix="planqa-") as folder:
        table = Path(folder) / "meter"
        new_table(table)
        # The workers are new processes: the environment is how settings reach them.
        os.environ.update(as_environment(settings))
        os.environ[METER_FILE] = str(table)
        os.environ[METRICS_FOLDER] = folder
        supervisor = Supervisor(server_config(WORKER_APP, settings), [listener])
        supervisor.run()
        if supervisor.gave_up:
            raise WorkersFailed


class WorkersFailed(PlanqaError):
    """Workers end as soon as they are started, again and again."""

    code = "workers-failed"

    def __init__(self) -> None:
        super().__init__("服务进程一启动就退出，已停止重试", remedy="原因见日志；可先用 --workers 1 启动")


class Supervisor(Multiprocess):
    """uvicorn's, which also takes dead workers out of the metrics and gives up on a start that can't succeed.

    Without that, a worker that dies while it is being started (no memory, a library that is missing) is
    started twice a second for ever, and clients wait on a socket that nobody reads from.
    """

    def __init__(self, config: Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        self.gave_up = False
        self._served: set[int | None] = set()
        self._early = 0

    def keep_subprocess_alive(self) -> None:
        """Replace workers that have died."""
        before = {process.pid: process for process in self.processes}
        self._served |= {pid for pid, process in before.items() if process.is_ready(timeout=1)}
        super().keep_subprocess_alive()
        for pid in before.keys() - {process.pid for process in self.processes}:
            self._early = 0 if pid in self._served else self._early + 1
            if pid is not None:
                mark_process_dead(pid, os.environ[METRICS_FOLDER])  # type: ignore[no-untyped-call]
        if self._early >= MOST_EARLY * self.processes_num:
            self.gave_up = True
            self.should_exit.set()


def worker_app() -> FastAPI:
    """Return the application of one worker, its settings from the environment."""
    settings = http_settings()
    logs.configure(settings.log_level)
    Thread(target=_end_with_parent, daemon=True).start()
    return create_app(settings, open_first=True)


def _end_with_parent() -> None:
    # A supervisor that was killed can't stop its workers, and they would hold the address for ever.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
