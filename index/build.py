"""Files in, a published generation out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.embed import prune_vectors
from index.encoder import Encoder, open_encoder
from index.generation import GenerationWriter, open_current, prune
from index.holdings import Held, Holdings, Removed, built, from_notes, relocated, to_notes, visible
from index.layout import fingerprints_of
from index.progress import Clock, Progress, Silent
from index.publishing import publish, texts_of, write_generation
from index.readings import Readings
from index.reused_rows import keys_of
from index.segment import use_home
from ingest.coverage import Coverage
from ingest.errors import NoIndex, PlanqaError, UnreadableFile
from ingest.files import find_files
from ingest.model import FileReport

__all__ = [
    "LARGEST_MB",
    "BuildReport",
    "Clock",
    "FileOutcome",
    "Progress",
    "Silent",
    "build_index",
    "write_generation",
]

LARGEST_MB = 20
"""Largest file that a build takes without being told to (MiB): 20,000 passages, some minutes of embedding."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: its report and coverage, or the error that kept it out.

    ``unchanged`` tells that the generation before held the same bytes under this path, ``uploaded`` that the
    file is one that was uploaded and stays. ``left_out`` are the titles of documents of the file that were
    deleted before and stay out.
    """

    path: str
    report: FileReport | None
    error: PlanqaError | None
    unchanged: bool
    coverage: Coverage | None
    uploaded: bool = False
    left_out: tuple[str, ...] = ()


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
    only: bool = False,
) -> BuildReport:
    """Read ``paths`` (files and folders), embed what is new and publish a generation that holds them all.

    The files read in place are replaced: those that are no longer among ``paths`` leave the index. Files that
    were uploaded stay, and what was deleted stays out while its file is as it was; ``only`` drops both, so
    that the index holds ``paths`` and nothing else. A file that cannot be read becomes an outcome with its
    error, as does one of more than ``largest_mb`` MiB; the others are indexed.

    Raises:
        BadInput: a path that does not exist, nothing to read, or another build under way.
        UnreadableFile: none of the files could be read.
        ModelUnavailable: the embedding model cannot be loaded.
    """
    use_home(home)
    shown, clock = progress or Silent(), Clock()
    readings = Readings(home)
    with clock.stage("read"):
        outcomes = _read(find_files(paths), home, readings, shown, largest_mb)
    if not any(outcome.report for outcome in outcomes):
        raise _nothing_read(outcomes)
    with clock.stage("model"):
        encoder = open_encoder(model, home)
    with GenerationWriter(home) as writer:
        # Under the lock: what is uploaded or deleted while the files are read must not be lost.
        before = Holdings() if only else _current_holdings(home)
        outcomes = _merged(outcomes, before, readings)
        reports = [outcome.report for outcome in outcomes if outcome.report]
        held = _holdings(reports, before)
        texts = texts_of(reports)
        current = _same_as_current(home, reports, held, encoder)
        if current:
            return BuildReport(current, outcomes, len(texts), 0, len(texts), clock.seconds, unchanged=True)
        if not texts:
            raise _all_deleted()
        generation, embedded = publish(
            writer, reports, texts, encoder, home, model, to_notes(held), shown, clock
        )
    prune(home)
    prune_vectors(home, encoder, keys_of(texts))
    readings.keep_only({(one.name, one.sha256) for one in _named(held)})
    return BuildReport(generation, outcomes, len(texts), embedded.computed, embedded.reused, clock.seconds)


def _read(
    files: Sequence[Path], home: Path, readings: Readings, shown: Progress, largest_mb: int
) -> list[FileOutcome]:
    before = {held.path: held.sha256 for held in _current_holdings(home).files}
    outcomes: list[FileOutcome] = []
    shown.start("read", len(files))
    for path in files:
        try:
            refuse_large(path, largest_mb)
            reading = readings.read(path)
        except PlanqaError as error:
            outcomes.append(FileOutcome(str(path), None, error, False, None))
        else:
            report = reading.report
            unchanged = before.get(report.source.path) == report.source.sha256
            outcomes.append(FileOutcome(str(path), report, None, unchanged, reading.coverage))
        shown.advance(1)
    shown.finish()
    return outcomes


def refuse_large(path: Path, largest_mb: int) -> None:
    """Raise UnreadableFile for a file of more than ``largest_mb`` MiB.

    A plan has a few hundred kilobytes. A text of many megabytes is a dump of something, and embedding it
    would take hours: better said at once than found out.
    """
    size = path.stat().st_size / 1048576
    if size > largest_mb:
        raise UnreadableFile(
            f"{path.name}：文件过大（{size:.0f} MB，上限 {largest_mb} MB）",
            remedy="请拆分后重试，或用环境变量 PLANQA_LARGEST_MB 提高上限",
        )


def _nothing_read(outcomes: Sequence[FileOutcome]) -> PlanqaError:
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if len(errors) == 1:
        return errors[0]
    detail = "；".join(error.message for error in errors[:5])
    return UnreadableFile(f"{len(errors)} 个文件都无法读取：{detail}", remedy="请处理上述文件后重试")


def _all_deleted() -> PlanqaError:
    return UnreadableFile(
        "给出的文件都已从索引中删除，没有可收录的内容",
        remedy="用 planqa restore 恢复，或加 --only 重新收录（不理会先前的删除和上传）",
    )


def _current_holdings(home: Path) -> Holdings:
    try:
        return relocated(from_notes(open_current(home).notes), home)
    except NoIndex:
        return Holdings()


def _merged(outcomes: Sequence[FileOutcome], before: Holdings, readings: Readings) -> list[FileOutcome]:
    """The files read in place without what was deleted of them, followed by those uploaded earlier."""
    merged = [_without_deleted(outcome, before) for outcome in outcomes]
    read = {(o.report.source.name, o.report.source.sha256) for o in merged if o.report}
    uploads = [one for one in before.files if one.origin == "upload"]
    # The same file in both ways is read where it stands.
    return merged + [
        _uploaded(held, before, readings) for held in uploads if (held.name, held.sha256) not in read
    ]


def _without_deleted(outcome: FileOutcome, before: Holdings) -> FileOutcome:
    report = outcome.report
    if report is None:
        return outcome
    removed = [one for one in before.removed if one.covers(report.source.path, report.source.sha256)]
    if not removed:
        return outcome
    titles = tuple(title for one in removed for title in one.titles)
    if any(one.whole for one in removed):
        return replace(outcome, report=None, left_out=titles)
    gone = frozenset(document for one in removed for document in one.documents)
    return replace(outcome, report=visible(report, gone), left_out=titles)


def _uploaded(held: Held, before: Holdings, readings: Readings) -> FileOutcome:
    try:
        reading = readings.read(Path(held.path))
    except PlanqaError as error:
        return FileOutcome(held.path, None, error, False, None, uploaded=True)
    report = visible(reading.report, before.taken_out(held.path, held.sha256))
    return FileOutcome(held.path, report, None, True, reading.coverage, uploaded=True)


def _holdings(reports: Sequence[FileReport], before: Holdings) -> Holdings:
    known = {held.path: held for held in before.files}
    files = []
    for report in reports:
        held = known.get(report.source.path)
        fresh = built(report.source)
        files.append(replace(held, sha256=report.source.sha256) if held else fresh)
    paths = {held.path: held.sha256 for held in files}
    kept = [one for one in before.removed if _still_matters(one, paths)]
    return Holdings(tuple(files), tuple(kept))


def _still_matters(one: Removed, paths: dict[str, str]) -> bool:
    """A deletion from a file that has changed since is over: the file that is read now is another one."""
    return paths.get(one.held.path, one.held.sha256) == one.held.sha256


def _named(held: Holdings) -> list[Held]:
    return [*held.files, *(one.held for one in held.removed)]


def _same_as_current(
    home: Path, reports: Sequence[FileReport], held: Holdings, encoder: Encoder
) -> str | None:
    """Id of the current generation if it holds exactly these files, made by the same model and code."""
    try:
        current = open_current(home)
    except NoIndex:
        return None
    same = from_notes(current.notes) == held
    return current.id if same and dict(current.fingerprints) == fingerprints_of(encoder, reports) else None
