"""What reading a file gave, kept under the home: a file that did not change is not read again.

One folder a file under ``<home>/cache/readings/<version of the readers>/``. They may be deleted at any time.
A reading made by other code is never used.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from index.code_version import code_version
from index.documents_io import load_reports, save_reports
from ingest.coverage import Coverage
from ingest.errors import NoIndex, UnreadableFile
from ingest.files import read_file
from ingest.model import FileReport

_COVERAGE = "coverage.json"


@dataclass(frozen=True, slots=True)
class KnownReading:
    """A file's report and coverage; ``again`` tells that they were kept from an earlier reading."""

    report: FileReport
    coverage: Coverage
    again: bool


class Readings:
    """The readings of one home.

    >>> Readings(Path(".planqa")).read(Path("plan.txt")).report.documents[0].id  # doctest: +SKIP
    '3f2a…'
    """

    def __init__(self, home: Path) -> None:
        self._root = home / "cache" / "readings"
        self._folder = self._root / code_version("ingest", "index/dataclass_json.py")

    def read(self, path: Path) -> KnownReading:
        """Read the file at ``path``, or take what an earlier reading of the same bytes under the same name
        gave. Raises :class:`UnreadableFile`."""
        try:
            digest = sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise UnreadableFile(
                f"{path.name}：无法读取（{error.strerror}）", remedy="请检查文件权限"
            ) from error
        known = self.get(path.name, digest)
        if known is not None:
            return KnownReading(at_path(known.report, path), known.coverage, True)
        reading = read_file(path)
        self._keep(reading.report, reading.coverage)
        return KnownReading(reading.report, reading.coverage, False)

    def get(self, name: str, digest: str) -> KnownReading | None:
        """Return the reading of the bytes with the sha256 ``digest`` under the file name ``name``, if it is
        known."""
        folder = self._place(name, digest)
        try:
            (report,) = load_reports(folder)
            told = json.loads((folder / _COVERAGE).read_text(encoding="utf-8"))
        except (NoIndex, OSError, ValueError):
            return None
        missing = tuple((int(start), int(end)) for start, end in told["missing"])
        return KnownReading(report, Coverage(**{**told, "missing": missing}), True)

    def keep_only(self, wanted: Collection[tuple[str, str]]) -> None:
        """Forget all readings but those of ``wanted`` (name, sha256), and all that other code made."""
        places = {self._place(*one) for one in wanted}
        for folder in [*self._root.glob("*"), *self._folder.glob("*")]:
            if folder != self._folder and folder not in places:
                shutil.rmtree(folder, ignore_errors=True)

    def _keep(self, report: FileReport, coverage: Coverage) -> None:
        folder = self._place(report.source.name, report.source.sha256)
        aside = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}")
        try:
            save_reports(aside, [report])
            (aside / _COVERAGE).write_text(json.dumps(asdict(coverage)), encoding="utf-8")
            shutil.rmtree(folder, ignore_errors=True)  # a damaged one
            aside.rename(folder)  # without a flush: a torn reading cannot be decoded, and is made again
        except OSError:
            # Another process kept it first, or the disk is full: a build that cannot write says so itself.
            shutil.rmtree(aside, ignore_errors=True)

    def _place(self, name: str, digest: str) -> Path:
        # The name belongs to the key: a reader goes by its ending, and documents' ids hold it.
        return self._folder / sha256(f"{name}\x1f{digest}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def at_path(report: FileReport, path: Path) -> FileReport:
    """Return ``report`` as that of the same file at ``path``."""
    source = replace(report.source, path=str(path.resolve()))
    documents = tuple(replace(document, source=source) for document in report.documents)
    return replace(report, source=source, documents=documents)
