"""Engines for evaluation: the shipped one, or the one that a named configuration asks for."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date
from pathlib import Path
from typing import Final

from eval.configurations import Configuration, Passages
from eval.variants import build_variant
from index.build import Progress
from index.encoder import Encoder
from index.fusion import FusionSettings
from index.search import Searcher
from index.text import plain
from ingest.errors import BadInput
from qa_service.engine import Engine
from qa_service.everyday import words_of
from qa_service.wording import Worded, Wording
from qa_service.written_titles import WrittenTitles

FOLDER: Final = "ablation"
"""Folder in a home that holds the indexes built for comparison; it may be deleted at any time."""


class Engines:
    """Engines over one index, opened once: configurations that index the same share its stores."""

    def __init__(self, home: Path, *, model: str | None = None, shown: Progress | None = None) -> None:
        self._home = home
        self._shown = shown
        self.shipped = Engine.open(home, model=model)
        self._searchers: dict[Passages, Searcher] = {"sections": self.shipped.searcher}

    def get(self, configuration: Configuration) -> Engine:
        """Return the engine of ``configuration``, building its index where it has one of its own."""
        settings = configuration.settings(FusionSettings())
        shipped = configuration.passages == "sections" and settings == self.shipped.searcher.settings
        if shipped and configuration.reworded:
            return self.shipped
        searcher = copy(self._searcher(configuration.passages))
        searcher.settings = settings
        return Engine(searcher, worded=self._worded(searcher) if configuration.reworded else _as_asked)

    def _worded(self, searcher: Searcher) -> Callable[[str, WrittenTitles, date], Worded]:
        return Wording(searcher.bigrams, words_of(self._home)).of

    def close(self) -> None:
        """Let go of the stores."""
        self.shipped.close()

    def _searcher(self, passages: Passages) -> Searcher:
        if passages not in self._searchers:
            shipped = self.shipped.searcher
            encoder = self._untuned() if passages == "untuned" else shipped.encoder
            home = self._home / FOLDER / passages
            generation = build_variant(passages, shipped.reports, encoder, home, self._shown)
            self._searchers[passages] = Searcher(generation, encoder)
        return self._searchers[passages]

    def _untuned(self) -> Encoder:
        """The default model before its tuning. Raises :class:`BadInput` for an index of another model."""
        from index.bundled import NAME, UNTUNED, bundled_folder
        from index.graph import GraphEncoder

        name = self.shipped.encoder.name
        if name != NAME:
            raise BadInput(
                f"索引的模型是 {name}，没有“未经训练”的配置", remedy="请去掉 untuned，或用默认模型重建索引"
            )
        return GraphEncoder(bundled_folder(self._home, UNTUNED))


def _as_asked(question: str, _titles: WrittenTitles, _today: date) -> Worded:
    return Worded(plain(question))
