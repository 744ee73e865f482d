"""What every command does first: settings, logging, threads; and opening the engine."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa_service.engine import Engine
    from qa_service.settings import Settings


def start(*, quiet: bool = False, **overrides: Any) -> Settings:
    """Return the settings and apply those that concern the whole process.

    ``quiet`` keeps notices (not warnings) off stderr. Raises :class:`ingest.errors.BadInput` for a setting
    that cannot be used.
    """
    from qa_service.settings import load_settings

    settings = load_settings(**overrides)
    _log_to_stderr("warning" if quiet and settings.log_level == "info" else settings.log_level)
    if settings.threads is not None:
        limit_cores(settings.threads)
    return settings


def open_engine(settings: Settings) -> Engine:
    """Open the index of ``settings.home``. Raises as :meth:`qa_service.engine.Engine.open` does."""
    from qa_service.engine import Engine

    return Engine.open(settings.home, model=settings.model)


def check_hits(count: int) -> int:
    """Return ``count`` if a question may ask for that many passages; raise BadInput otherwise.

    The engine checks it too; here it is told before the engine is opened.
    """
    from ingest.errors import BadInput
    from qa_service.engine import MOST_HITS

    if not 1 <= count <= MOST_HITS:
        raise BadInput(f"返回条数 k={count} 超出范围", remedy=f"请取 1 到 {MOST_HITS} 之间的整数")
    return count


def check_text(question: str) -> str:
    """Return ``question`` unless it holds bytes that are no text (half a character, another encoding)."""
    from ingest.errors import BadInput

    try:
        question.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput("问题里有无法识别的字符", remedy="请检查终端或文件的编码，应为 UTF-8") from error
    return question


def limit_cores(count: int) -> None:
    """Keep this process to ``count`` of the cores it may use.

    It must run before numeric libraries are loaded: all of them size their pools by the process's
    affinity. Where a system has no affinity (macOS) nothing happens.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    allowed = sorted(os.sched_getaffinity(0))
    # Start anywhere: several limited processes on one machine should not all crowd on its first cores.
    first = os.getpid() % len(allowed)
    os.sched_setaffinity(0, set((allowed[first:] + allowed[:first])[:count]))


TALKATIVE = ("jieba", "bm25s")
"""Libraries that give their loggers a level and a handler of their own: only a filter holds them."""


class _Stderr(logging.Handler):
    """Writes to whatever ``sys.stderr`` is at the moment, so that a progress bar can make room."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stderr)
        except Exception:
            self.handleError(record)


def _matters(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def _log_to_stderr(level: str) -> None:
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Stderr)]:
        root.removeHandler(handler)
    handler = _Stderr()
    handler.setFormatter(logging.Formatter("%(message)s"))
    root.addHandler(handler)
    # Other people's libraries speak only when something is wrong.
    root.setLevel(logging.WARNING)
    for name in TALKATIVE:
        logging.getLogger(name).addFilter(_matters)
    logging.getLogger("planqa").setLevel(level.upper())
