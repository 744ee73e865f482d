"""Files in, a published generation out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from index.dense import DenseIndex
from index.documents_io import save_reports
from index.embed import Embedded, embed_passages
from index.encoder import Encoder, open_encoder
from index.generation import JSON, GenerationWriter, open_current, prune
from index.late import LateIndex
from index.layout import Names, fingerprints_of
from index.lexical import LexicalIndex
from index.passage_text import Indexed, indexed_text
from index.segment import use_home
from index.text import bigrams, fold, number_tokens, words
from ingest.coverage import Coverage
from ingest.errors import NoIndex, PlanqaError, UnreadableFile
from ingest.files import find_files, read_file
from ingest.model import FileReport

LARGEST_MB = 20
"""Largest file that a build takes without being told to (MiB): 20,000 passages, some minutes of embedding."""


class Progress(Protocol):
    """Is told how far a build is. Stages: ``read`` (files), ``embed`` (passages), ``write`` (steps)."""

    def start(self, stage: str, total: int) -> None:
        """A stage of ``total`` units begins."""

    def advance(self, n: int) -> None:
        """``n`` more units are done."""

    def finish(self) -> None:
        """The stage is over."""


class Silent:
    """A progress that shows nothing."""

    def start(self, stage: str, total: int) -> None:
        """Ignore."""

    def advance(self, n: int) -> None:
        """Ignore."""

    def finish(self) -> None:
        """Ignore."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: its report and coverage, or the error that kept it out. ``unchanged`` tells
    that the generation before held the same bytes under this path."""

    path: str
    report: FileReport | None
    error: PlanqaError | None
    unchanged: bool
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``seconds`` maps stages to wall time; ``unchanged`` tells that the current
    generation already holds exactly these files, so none was written."""

    generation: str
    outcomes: list[FileOutcome]
    passages: int
    embedded: int
    reused: int
    seconds: dict[str, float] = field(default_factory=dict)
    unchanged: bool = False


def build_index(
    paths: Sequence[Path],
    home: Path,
    *,
    model: str | None = None,
    progress: Progress | None = None,
    largest_mb: int = LARGEST_MB,
) -> BuildReport:
    """Read ``paths`` (files and folders), embed what is new and publish a generation that holds them all.

    The new generation replaces the set of sources: files that are no longer among ``paths`` leave the
    index. A file that cannot be read becomes an outcome with its error, as does one of more than
    ``largest_mb`` MiB; the others are indexed.

    Raises:
        BadInput: a path that does not exist, nothing to read, or another build under way.
        UnreadableFile: none of the files could be read.
        ModelUnavailable: the embedding model cannot be loaded.
    """
    use_home(home)
    shown = progress or Silent()
    clock = Clock()
    with clock.stage("read"):
        outcomes = _read(find_files(paths), home, shown, largest_mb)
    reports = [outcome.report for outcome in outcomes if outcome.report]
    if not reports:
        errors = [outcome.error for outcome in outcomes if outcome.error]
        if len(errors) == 1:
            raise errors[0]
        detail = "；".join(error.message for error in errors[:5])
        raise UnreadableFile(f"{len(errors)} 个文件都无法读取：{detail}", remedy="请处理上述文件后重试")
    with clock.stage("model"):
        encoder = open_encoder(model, home)
    current = _same_as_current(home, reports, encoder)
    if current:
        total = sum(len(d.passages) for report in reports for d in report.documents)
        return BuildReport(current, outcomes, total, 0, total, clock.seconds, unchanged=True)
    texts = [indexed_text(d, p) for report in reports for d in report.documents for p in d.passages]
    generation, embedded = write_generation(reports, texts, encoder, home, model, shown, clock)
    prune(home)
    return BuildReport(generation, outcomes, len(texts), embedded.computed, embedded.reused, clock.seconds)


def write_generation(
    reports: Sequence[FileReport],
    texts: Sequence[Indexed],
    encoder: Encoder,
    home: Path,
    setting: str | None = None,
    shown: Progress | None = None,
    clock: Clock | None = None,
) -> tuple[str, Embedded]:
    """Embed and publish passages as they are given, and return the generation's id and the vectors.

    ``texts`` are what the legs see of the passages of ``reports``, in order. ``setting`` is the model
    setting to note. Evaluation builds its comparisons (other passages, no headings) through this.
    """
    shown, clock = shown or Silent(), clock or Clock()
    with GenerationWriter(home) as writer:
        shown.start("embed", len(texts))
        with clock.stage("embed"):
            embedded = embed_passages(texts, encoder, home, shown.advance)
        shown.finish()
        shown.start("write", 5)
        with clock.stage("write"):
            _write(writer.path, reports, texts, embedded, shown)
            generation = _publish(writer, reports, embedded, encoder, setting)
        shown.finish()
    return generation, embedded


def _read(files: Sequence[Path], home: Path, shown: Progress, largest_mb: int) -> list[FileOutcome]:
    before = _current_sources(home)
    outcomes: list[FileOutcome] = []
    shown.start("read", len(files))
    for path in files:
        try:
            _refuse_large(path, largest_mb)
            reading = read_file(path)
        except PlanqaError as error:
            outcomes.append(FileOutcome(str(path), None, error, False, None))
        else:
            report = reading.report
            unchanged = before.get(report.source.path) == report.source.sha256
            outcomes.append(FileOutcome(str(path), report, None, unchanged, reading.coverage))
        shown.advance(1)
    shown.finish()
    return outcomes


def _refuse_large(path: Path, largest_mb: int) -> None:
    """A plan has a few hundred kilobytes. A text of many megabytes is a dump of something, and embedding it
    would take hours: better said at once than found out."""
    size = path.stat().st_size / 1048576
    if size > largest_mb:
        raise UnreadableFile(
            f"{path.name}：文件过大（{size:.0f} MB，上限 {largest_mb} MB）",
            remedy="请拆分后重试，或用环境变量 PLANQA_LARGEST_MB 提高上限",
        )


def _current_sources(home: Path) -> dict[str, str]:
    try:
        notes = open_current(home).notes
    except NoIndex:
        return {}
    sources = notes.get("sources")
    return {str(k): str(v) for k, v in sources.items()} if isinstance(sources, dict) else {}


def _same_as_current(home: Path, reports: Sequence[FileReport], encoder: Encoder) -> str | None:
    """Id of the current generation if it holds exactly these files, made by the same model and code."""
    try:
        current = open_current(home)
    except NoIndex:
        return None
    same = current.notes.get("sources") == _sources(reports)
    return current.id if same and dict(current.fingerprints) == fingerprints_of(encoder, reports) else None


def _sources(reports: Sequence[FileReport]) -> dict[str, JSON]:
    return {report.source.path: report.source.sha256 for report in reports}


def _write(
    folder: Path,
    reports: Sequence[FileReport],
    texts: Sequence[Indexed],
    embedded: Embedded,
    shown: Progress,
) -> None:
    save_reports(folder / Names.DOCUMENTS, list(reports))
    shown.advance(1)
    folded = [fold(item.text) for item in texts]
    LexicalIndex.build([words(text) + number_tokens(text) for text in folded]).save(folder / Names.WORDS)
    LexicalIndex.build([bigrams(text) for text in folded]).save(folder / Names.BIGRAMS)
    shown.advance(1)
    vectors = embedded.vectors
    DenseIndex.build(np.stack([item.pooled for item in vectors])).save(folder / Names.PASSAGES)
    shown.advance(1)
    DenseIndex.build(np.concatenate([item.sentences for item in vectors])).save(folder / Names.SENTENCES)
    owners = np.repeat(np.arange(len(vectors)), [len(item.spans) for item in vectors])
    spans = np.column_stack([owners, np.concatenate([item.spans for item in vectors])]).astype(np.int32)
    np.save(folder / Names.SPANS, spans, allow_pickle=False)
    shown.advance(1)
    LateIndex.build([item.codes for item in vectors]).save(folder / Names.LATE)
    shown.advance(1)


def _publish(
    writer: GenerationWriter,
    reports: Sequence[FileReport],
    embedded: Embedded,
    encoder: Encoder,
    setting: str | None,
) -> str:
    documents = sum(len(report.documents) for report in reports)
    return writer.publish(
        fingerprints=fingerprints_of(encoder, reports),
        counts={
            "files": len(reports),
            "documents": documents,
            "passages": len(embedded.vectors),
            "sentences": sum(len(item.spans) for item in embedded.vectors),
            "tokens": sum(len(item.codes) for item in embedded.vectors),
        },
        notes={
            "sources": _sources(reports),
            "model": {
                "setting": setting,
                "name": encoder.name,
                "runtime": encoder.runtime,
                "precision": encoder.precision,
                "dim": encoder.dim,
                "max_tokens": encoder.max_tokens,
            },
        },
    )


class Clock:
    """Wall time by stage, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what runs inside the ``with`` block; a stage that comes again adds up."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
