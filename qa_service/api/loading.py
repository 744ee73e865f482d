"""Opening engines one after the other: the model loaded once, each warm before it is lent."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from ingest.errors import ModelMismatch
from qa_service.engine import Engine

WARM_UP_QUESTION = "有哪些主要目标？"
"""Asked once before anyone else may: the first question loads the word list and the model's kernels
(0.9 s against 0.1 s for the next, on two cores), and no user should be the one to wait for that."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An open engine and the wall time that opening took, by part (seconds)."""

    engine: Engine
    seconds: dict[str, float] = field(default_factory=dict)


class EngineLoader:
    """Opens the current generation of ``home``; a model that is loaded already is used again.

    Not to be called by two threads at once.

    >>> EngineLoader(Path(".planqa"), None)().engine.generation_id  # doctest: +SKIP
    '0001-20261121T090000Z'
    """

    def __init__(self, home: Path, model: str | None) -> None:
        self._home = home
        self._model = model
        self._last: Engine | None = None

    def __call__(self) -> Loaded:
        """Return the current generation's engine. Raises what :meth:`Engine.open` raises."""
        begun = perf_counter()
        engine = self._last = self._reopened() or Engine.open(self._home, model=self._model)
        opened = perf_counter()
        engine.encoder.warm_up()
        engine.ask(WARM_UP_QUESTION, k=1)
        ready = perf_counter()
        parts: dict[str, Any] = engine.status().get("seconds", {})
        return Loaded(engine, {**parts, "open": opened - begun, "warm_up": ready - opened})

    def _reopened(self) -> Engine | None:
        if self._last is None:
            return None
        try:
            return Engine.open(self._home, model=self._model, encoder=self._last.encoder)
        except ModelMismatch:
            return None  # built with another model: that one is loaded then, or refused for good
