"""A question set run beside the service: in a thread, with its progress in a file that every worker reads."""

from __future__ import annotations

import itertools
import logging
import re
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from eval.configurations import find_configurations
from eval.question_files import SUFFIXES
from eval.questions import Question, load_labels
from eval.run_folder import save_run
from eval.running import run_set
from eval.web.schemas import Progress
from eval.web.stored import RUNS
from ingest.errors import BadInput, PlanqaError
from qa_service.engine import Engine

UNDER_WAY = ".under-way"
"""Folder beside the runs: one ``<id>.json`` a run that is being made, with the set beside it."""

SILENT_SECONDS = 120
"""A run whose file has not been touched for so long died with its process; a question takes 50 ms."""

KEPT_SECONDS = 24 * 3600
"""How long a failed run is still told of."""

CONFIGURATION = "full"
WRITE_SECONDS = 0.5

logger = logging.getLogger("planqa.evaluation")

Lend = Callable[[], AbstractContextManager[Engine]]


class StillRunning(PlanqaError):
    """One run at a time: two would only slow each other and the questions of others."""

    code = "evaluation-running"
    status = 409


def start_run(home: Path, data: bytes, file_name: str, lend: Lend) -> Progress:
    """Start a run of the question set in ``data`` and return how it stands.

    The set is read at once, so that a mistake in it is told with its line. ``lend`` lends the engine.

    Raises:
        BadInput: no question set, or one that cannot be read.
        StillRunning: another run is being made.
    """
    if any(progress.state == "running" for progress in runs_under_way(home)):
        raise StillRunning("已有一次评测正在运行", remedy="请等它结束后再运行")
    name = Path(file_name.replace("\\", "/")).name
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput(f"不支持的问题集：{name[:80]}", remedy=f"请上传 {'、'.join(SUFFIXES)} 文件")
    run_id = _free_id(home, f"{datetime.now():%Y%m%dT%H%M%S}-{_slug(name)}")
    folder = home / RUNS / UNDER_WAY
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{run_id}{suffix}"
    kept.write_bytes(data)
    try:
        questions = load_labels(kept)
    finally:
        kept.unlink()
    progress = Progress(
        id=run_id, set_name=name, state="running", done=0, total=len(questions), started=datetime.now(UTC)
    )
    _write(home, progress)
    threading.Thread(target=_run, args=(home, progress, questions, lend), daemon=True).start()
    return progress


def runs_under_way(home: Path) -> list[Progress]:
    """Return the runs that are being made, and those that failed within a day; newest first."""
    found = []
    for file in (home / RUNS / UNDER_WAY).glob("*.json"):
        try:
            progress = Progress.model_validate_json(file.read_bytes())
            silent = time.time() - file.stat().st_mtime
        except (OSError, ValueError):
            continue  # being written or just taken away
        if silent > KEPT_SECONDS:
            continue
        if progress.state == "running" and silent > SILENT_SECONDS:
            progress = progress.model_copy(
                update={"state": "failed", "message": "服务在运行途中停止了", "remedy": "请重新运行"}
            )
        found.append(progress)
    return sorted(found, key=lambda progress: progress.started, reverse=True)


def _run(home: Path, progress: Progress, questions: list[Question], lend: Lend) -> None:
    try:
        _ask(home, progress, questions, lend)
    except PlanqaError as error:
        _fail(home, progress, error.message, error.remedy)
    except Exception:
        logger.exception("evaluation failed", extra={"fields": {"run": progress.id}})
        _fail(home, progress, "评测中途出错", "请查看服务日志，或用 planqa eval run 运行")
    else:
        _file(home, progress).unlink(missing_ok=True)


def _ask(home: Path, progress: Progress, questions: list[Question], lend: Lend) -> None:
    (configuration,) = find_configurations([CONFIGURATION])
    written = time.monotonic()

    def step() -> None:
        nonlocal written
        progress.done += 1
        if time.monotonic() - written >= WRITE_SECONDS:
            written = time.monotonic()
            _write(home, progress)

    with lend() as engine:
        stored = run_set(engine, questions, progress.set_name, configuration, step=step)
    # Written aside first: a list that is asked for meanwhile sees a whole run or none.
    aside = home / RUNS / UNDER_WAY / progress.id
    save_run(aside, stored)
    shutil.move(aside, home / RUNS / progress.id)


def _fail(home: Path, progress: Progress, message: str, remedy: str) -> None:
    _write(home, progress.model_copy(update={"state": "failed", "message": message, "remedy": remedy}))


def _file(home: Path, progress: Progress) -> Path:
    return home / RUNS / UNDER_WAY / f"{progress.id}.json"


def _write(home: Path, progress: Progress) -> None:
    file = _file(home, progress)
    aside = file.with_suffix(".tmp")
    aside.write_text(progress.model_dump_json(), encoding="utf-8")
    aside.replace(file)


def _free_id(home: Path, wanted: str) -> str:
    """``wanted``, with a number behind it where a run of the same second has it."""
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in itertools.count(1))
    return next(name for name in names if not (home / RUNS / name).exists())


def _slug(name: str) -> str:
    return re.sub(r"[^\w\-]+", "-", Path(name).stem).strip("-")[:40] or "set"
