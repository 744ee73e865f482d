"""Adding, replacing, deleting and restoring files and documents: changes in, one generation out.

Unlike a build, which is told the whole set of files, changes start from what the current generation holds.
Several changes make one generation together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from index.documents_io import load_reports
from index.embed import embed_passages
from index.encoder import Encoder
from index.generation import Generation, GenerationWriter, open_current, prune
from index.generation.layout import ids
from index.hidden import Place, hidden_places
from index.holdings import Held, Holdings, Removed, from_notes, to_notes, visible
from index.layout import CHUNKER, TOKENIZER, Names, fingerprints_of
from index.progress import Progress, Silent
from index.publishing import publish, texts_of
from index.readings import Readings, at_path
from index.vectors import SCHEME
from ingest.errors import BadInput, ModelMismatch, NoIndex, NotFound, PlanqaError, UnreadableFile
from ingest.model import Document, FileReport

UNDO_DAYS = 30
"""How long the deletion of an upload can be undone (days): its file is kept that long."""


class NameTaken(BadInput):
    """Another file of that name is held already: documents' ids come from it."""

    code = "name-taken"
    status = 409

    def __init__(self, name: str) -> None:
        super().__init__(f"已有名为 {name} 的文件，内容不同", remedy="改名后上传，或选择替换（replace=true）")


@dataclass(frozen=True, slots=True)
class PutFile:
    """Take the file at ``held.path`` in; ``replaces`` is the id of the file whose place it takes."""

    held: Held
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Delete the document ``document`` of the file ``held_id``, or the whole file where it is empty."""

    held_id: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class BringBack:
    """Undo the deletion of the document ``document`` of the file ``held_id``, or of the whole file."""

    held_id: str
    document: str = ""


Change = PutFile | TakeOut | BringBack


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a list of changes. ``errors`` are parallel to it, ``None`` where the change is in force.

    ``generation`` holds them, ``published`` tells whether it is new. ``emptied`` tells that nothing was left
    and that therefore no generation could be made: the current one still holds what was deleted.
    """

    generation: str
    errors: tuple[PlanqaError | None, ...]
    published: bool
    emptied: bool = False


@dataclass(slots=True)
class Workset:
    """What the next generation is to hold: each file with its report, and the deletions."""

    files: list[tuple[Held, FileReport]]
    removed: list[Removed]

    def place(self, held_id: str) -> int:
        """Return the place of the file ``held_id``. Raises NotFound."""
        for place, (held, _) in enumerate(self.files):
            if held.id == held_id:
                return place
        raise NotFound("这个文件已不在索引中", remedy="请刷新文件列表")

    def holdings(self) -> Holdings:
        """Return what is held, for the notes."""
        return Holdings(tuple(held for held, _ in self.files), tuple(self.removed))

    def forget(self, before: datetime) -> None:
        """Drop deletions of whole uploads made earlier than ``before``. Those of files read in place stay: a
        build would bring the files back."""
        self.removed = [
            one
            for one in self.removed
            if not (one.whole and one.held.origin == "upload" and datetime.fromisoformat(one.when) < before)
        ]

    def reports(self) -> list[FileReport]:
        """Return the reports, in order."""
        return [report for _, report in self.files]


def embed_file(path: Path, home: Path, encoder: Encoder, shown: Progress | None = None) -> FileReport:
    """Read the file at ``path`` and embed its passages into the caches, so that a change that takes it in
    has little left to do. Needs no lock. Raises UnreadableFile."""
    shown = shown or Silent()
    shown.start("read", 1)
    report = Readings(home).read(path).report
    shown.advance(1)
    shown.finish()
    texts = texts_of([report])
    shown.start("embed", len(texts))
    embed_passages(texts, encoder, home, shown.advance)
    shown.finish()
    return report


def apply_changes(
    changes: Sequence[Change],
    home: Path,
    encoder: Encoder,
    *,
    setting: str | None = None,
    undo_days: int = UNDO_DAYS,
    shown: Progress | None = None,
    now: datetime | None = None,
) -> Applied:
    """Apply ``changes`` in order and publish a generation that holds the outcome.

    A change that cannot be made (its file is unreadable, or gone) leaves the others alone; one that is in
    force already is no error, so that a list that was cut short can be applied again. Documents that are
    hidden (:mod:`index.hidden`) are left out whatever the changes. ``setting`` is the model setting to note
    where there is no generation yet; deletions of uploads are forgotten after ``undo_days``.

    Raises:
        BuildInProgress: a build holds the lock; nothing was done.
        DamagedIndex, ModelMismatch: the current generation cannot be gone on from.
    """
    moment = now or datetime.now(UTC)
    with GenerationWriter(home) as writer:
        current = _current(home)
        workset = _workset(current, encoder)
        _take_out_hidden(workset, hidden_places(home), moment)
        readings = Readings(home)
        errors = tuple(_attempt(change, workset, readings, moment) for change in changes)
        workset.forget(moment - timedelta(days=undo_days))
        reports, held = workset.reports(), workset.holdings()
        texts = texts_of(reports)
        if current and from_notes(current.notes) == held and _same_corpus(current, reports, encoder):
            return Applied(current.id, errors, published=False)
        if not texts:
            return Applied(current.id if current else "", errors, published=False, emptied=True)
        noted = _setting(current) if current else setting
        generation, _ = publish(writer, reports, texts, encoder, home, noted, to_notes(held), shown)
    return Applied(generation, errors, published=True)


def forget_old(home: Path, keep_readings: bool = True) -> None:
    """Remove generations beyond those kept for rollback, and readings that nothing refers to any more."""
    prune(home)
    if keep_readings:
        held = from_notes(open_current(home).notes)
        named = [*held.files, *(one.held for one in held.removed)]
        Readings(home).keep_only({(one.name, one.sha256) for one in named})


def _current(home: Path) -> Generation | None:
    try:
        return open_current(home)
    except NoIndex as error:
        # Nothing was ever built: the change makes the first generation. Anything else is to be mended first.
        if type(error) is NoIndex and not ids(home):
            return None
        raise


def _workset(current: Generation | None, encoder: Encoder) -> Workset:
    if current is None:
        return Workset([], [])
    made = dict(current.fingerprints)
    wanted = {"model": encoder.fingerprint, "chunker": CHUNKER, "tokenizer": TOKENIZER, "vectors": SCHEME}
    if any(made.get(name) != value for name, value in wanted.items()):
        raise ModelMismatch(
            f"索引 {current.id} 由另一模型或另一版本建立，不能在其上增删文件",
            remedy="请先运行 planqa build 重建",
        )
    holdings = from_notes(current.notes)
    reports = {r.source.path: r for r in load_reports(current.path / Names.DOCUMENTS)}
    return Workset([(held, reports[held.path]) for held in holdings.files], list(holdings.removed))


def _take_out_hidden(workset: Workset, hidden: frozenset[Place], moment: datetime) -> None:
    for held, report in list(workset.files):
        for document in report.documents:
            if (report.source.sha256, document.id) in hidden:
                _take_out(TakeOut(held.id, document.id), workset, moment)


def _attempt(change: Change, workset: Workset, readings: Readings, moment: datetime) -> PlanqaError | None:
    try:
        if isinstance(change, PutFile):
            _put(change, workset, readings, moment)
        elif isinstance(change, TakeOut):
            _take_out(change, workset, moment)
        else:
            _bring_back(change, workset, readings)
    except PlanqaError as error:
        return error
    return None


def _put(change: PutFile, workset: Workset, readings: Readings, moment: datetime) -> None:
    report = at_path(readings.read(Path(change.held.path)).report, Path(change.held.path))
    held = replace(change.held, path=report.source.path)
    workset.removed = [one for one in workset.removed if not one.covers(held.path, held.sha256)]
    if change.replaces:
        place = workset.place(change.replaces)
        old, was = workset.files[place]
        if (old.path, old.sha256) != (held.path, held.sha256):
            # Noted as deleted: a build would read a file that stands in its folder once more.
            workset.removed.append(_removal(old, was.documents, moment, whole=True))
        workset.files[place] = (held, report)
    else:
        others = [known for known, _ in workset.files if known.id == held.id or known.name == held.name]
        if not others:
            workset.files.append((held, report))
        elif all(known.sha256 != held.sha256 for known in others):
            raise NameTaken(held.name)


def _take_out(change: TakeOut, workset: Workset, moment: datetime) -> None:
    if any(_meant(one, change) for one in workset.removed) and not _held(change, workset):
        return
    place = workset.place(change.held_id)
    held, report = workset.files[place]
    gone = [d for d in report.documents if d.id == change.document or not change.document]
    if not gone:
        raise NotFound("这份文件已不在索引中", remedy="请刷新文件列表")
    left = visible(report, frozenset(document.id for document in gone))
    # A file whose last document goes is deleted as a whole: an empty one would be found nowhere.
    whole = not left.documents
    if whole:
        del workset.files[place]
    else:
        workset.files[place] = (held, left)
    workset.removed.append(_removal(held, gone, moment, whole=whole))


def _removal(held: Held, gone: Sequence[Document], moment: datetime, *, whole: bool) -> Removed:
    titles = tuple(document.metadata.title for document in gone)
    ids = tuple(document.id for document in gone)
    return Removed(held, ids, titles, moment.isoformat(timespec="seconds"), whole)


def _held(change: TakeOut | BringBack, workset: Workset) -> bool:
    """Whether what the change is about is in the index."""
    for held, report in workset.files:
        if held.id == change.held_id:
            return not change.document or any(d.id == change.document for d in report.documents)
    return False


def _bring_back(change: BringBack, workset: Workset, readings: Readings) -> None:
    meant = [one for one in workset.removed if _meant(one, change)]
    if _held(change, workset) and (change.document or not meant):
        return
    if not meant:
        raise NotFound("没有可以恢复的删除记录", remedy="可能已经恢复，或已超过可恢复的期限")
    last = meant[-1]
    held = last.held
    undone = [one for one in meant if one.covers(held.path, held.sha256)]
    workset.removed = [one for one in workset.removed if one not in undone]
    others = {d for one in undone for d in one.documents if change.document and d != change.document}
    if others:
        kept = [place for place, d in enumerate(last.documents) if d in others]
        workset.removed.append(_partly(last, kept))
    # The file is there again: what else was deleted of it was deleted of a file that is held.
    workset.removed = [
        replace(one, whole=False) if one.covers(held.path, held.sha256) else one for one in workset.removed
    ]
    gone = workset.holdings().taken_out(held.path, held.sha256)
    report = visible(_report_of(held, readings), gone)
    try:
        workset.files[workset.place(held.id)] = (held, report)
    except NotFound:
        workset.files.append((held, report))


def _partly(removed: Removed, kept: Sequence[int]) -> Removed:
    documents = tuple(removed.documents[place] for place in kept)
    titles = tuple(removed.titles[place] for place in kept)
    return replace(removed, documents=documents, titles=titles, whole=False)


def _meant(one: Removed, change: TakeOut | BringBack) -> bool:
    return one.held.id == change.held_id and (not change.document or change.document in one.documents)


def _report_of(held: Held, readings: Readings) -> FileReport:
    path = Path(held.path)
    try:
        reading = readings.read(path)
        if reading.report.source.sha256 == held.sha256:
            return at_path(reading.report, path)
    except UnreadableFile:
        pass  # gone from its place: what was read of it then is as good
    known = readings.get(held.name, held.sha256)
    if known is None:
        raise UnreadableFile(f"{held.name}：原文件已不在原处或已改动，无法恢复", remedy="请重新上传这个文件")
    return at_path(known.report, path)


def _same_corpus(current: Generation, reports: list[FileReport], encoder: Encoder) -> bool:
    return dict(current.fingerprints) == fingerprints_of(encoder, reports)


def _setting(current: Generation) -> str | None:
    model: Any = current.notes.get("model")
    setting = model.get("setting") if isinstance(model, dict) else None
    return str(setting) if setting else None
