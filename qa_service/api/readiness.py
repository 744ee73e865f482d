"""Whether questions can be answered: model, index and disk, each looked at and timed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic, perf_counter
from typing import Literal

from qa_service.api.schemas import ReadyCheck
from qa_service.engine import Engine

LOW_DISK_MB = 200
"""Below this a build can fail half-way; questions still work (MiB)."""

KEPT_SECONDS = 2.0
"""How long a finding is good for: probes come every few seconds, and each look encodes a question."""

State = Literal["ok", "low", "failed"]


class ReadinessWatch:
    """Looks when asked, but not again within :data:`KEPT_SECONDS`: anyone may ask.

    >>> ReadinessWatch(Path(".planqa")).look(engine)  # doctest: +SKIP
    [ReadyCheck(name='model', state='ok', seconds=0.004, detail='multilingual-e5-small'), …]
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = Lock()
        self._found: list[ReadyCheck] = []
        self._of: Engine | None = None
        self._until = 0.0

    def look(self, engine: Engine) -> list[ReadyCheck]:
        """Return what was found of ``engine``, its files and the disk."""
        with self._lock:
            if engine is not self._of or monotonic() >= self._until:
                self._found, self._of = look(engine, self._home), engine
                self._until = monotonic() + KEPT_SECONDS
            return self._found


def look(engine: Engine, home: Path) -> list[ReadyCheck]:
    """Look at all three; a question is encoded and a passage read, so it takes some milliseconds."""
    return [
        _timed("model", lambda: _model(engine)),
        _timed("index", lambda: _index(engine)),
        _timed("disk", lambda: _disk(home)),
    ]


def _timed(name: Literal["model", "index", "disk"], find: Callable[[], tuple[State, str]]) -> ReadyCheck:
    begun = perf_counter()
    try:
        state, detail = find()
    except Exception as error:  # whatever is wrong with it: that is what is asked for here
        state, detail = "failed", f"检查失败（{type(error).__name__}）"
    return ReadyCheck(name=name, state=state, seconds=round(perf_counter() - begun, 6), detail=detail)


def _model(engine: Engine) -> tuple[State, str]:
    encoder = engine.encoder
    vector = encoder.encode_query("就绪检查").pooled
    whole = vector.shape == (encoder.dim,) and bool(abs(float(vector @ vector) - 1.0) < 0.01)
    return ("ok", encoder.name) if whole else ("failed", "模型给出的向量不可用")


def _index(engine: Engine) -> tuple[State, str]:
    generation = engine.searcher.generation
    if not generation.path.is_dir():
        # What is mapped stays readable, but a restart would find nothing.
        return "low", f"索引 {generation.id} 的目录已不在"
    documents = engine.documents()
    return "ok", f"{generation.id}，{len(documents)} 份文档"


def _disk(home: Path) -> tuple[State, str]:
    free = shutil.disk_usage(home).free >> 20
    return ("ok" if free >= LOW_DISK_MB else "low"), f"剩余 {free} MiB"
