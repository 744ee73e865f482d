"""Files read by planqa, held against a structure that was read by hand: headings and documents.

Gold files for ``NAME.txt`` in a folder: ``NAME.outline.tsv`` (or ``NAME.tsv``), ``NAME.optional.tsv``,
``NAME.documents.tsv``; ``NAME`` may be cut at its first ``_`` (``000`` for ``000_365b….txt``). A table of all
documents with a header row and a ``file`` column, ``documents.tsv``, may stand in the folder or above it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.document_score import DocumentRow, DocumentScore, read_gold_documents, score_documents
from eval.outline_score import Heading, OutlineScore, read_gold_outline, read_optional, score_outline
from ingest.errors import BadInput
from ingest.files import Reading, read_file
from ingest.model import Document


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold files of one source; ``None`` where there is none."""

    outline: Path | None
    optional: Path | None
    documents: Sequence[DocumentRow] | None


@dataclass(frozen=True, slots=True)
class StructureScore:
    """Scores of one file (``None`` where there is no gold), how many ``passages`` it gave, and the share of
    its characters that are in a passage or named as dropped (``covered``; 1 means nothing was lost)."""

    file: str
    outline: OutlineScore | None
    documents: DocumentScore | None
    passages: int
    covered: float
    seconds: float


def score_structure(path: Path, *folders: Path) -> StructureScore:
    """Read ``path`` and score it against its gold in the first of ``folders`` that has any.

    Raises:
        UnreadableFile: the file can't be read.
        BadInput: no gold for it, or gold that can't be read.
    """
    gold = find_gold(path, *folders)
    reading = read_file(path)
    documents = reading.report.documents
    outline = _outline(documents, gold)
    split = None if gold.documents is None else score_documents(rows_of(documents), gold.documents)
    count = sum(len(document.passages) for document in documents)
    return StructureScore(path.name, outline, split, count, _covered(reading), reading.report.seconds)


def find_gold(path: Path, *folders: Path) -> Gold:
    """Return the gold files of ``path``; raises :class:`BadInput` where there is none at all."""
    for folder in folders:
        gold = _gold_in(path, folder)
        if gold.outline or gold.documents is not None:
            return gold
    raise BadInput(
        f"没有 {path.name} 的标准：{'、'.join(map(str, folders))}",
        remedy=f"应有 {path.stem}.outline.tsv 或 {path.stem}.documents.tsv",
    )


def _gold_in(path: Path, folder: Path) -> Gold:
    stems = dict.fromkeys((path.stem, path.stem.split("_")[0]))
    names = [folder / f"{stem}{end}" for stem in stems for end in (".outline.tsv", ".tsv")]
    outline = next((name for name in names if name.is_file()), None)
    optional = next((n for stem in stems if (n := folder / f"{stem}.optional.tsv").is_file()), None)
    own = next((n for stem in stems if (n := folder / f"{stem}.documents.tsv").is_file()), None)
    documents = read_gold_documents(own) if own else _from_table(path.name, folder)
    return Gold(outline, optional, documents)


def headings_of(documents: Sequence[Document]) -> list[Heading]:
    """Return the headings of all documents of a file, as the scorer wants them."""
    return [Heading(s.level, s.heading, s.line) for document in documents for s in document.sections]


def rows_of(documents: Sequence[Document]) -> list[DocumentRow]:
    """Return the documents of a file, as the scorer wants them."""
    return [
        DocumentRow(
            document.line_start,
            document.line_end,
            document.metadata.title,
            document.metadata.issuer or "",
            document.metadata.doc_number or "",
            str(document.metadata.written or ""),
        )
        for document in documents
    ]


def structure_summary(scores: Sequence[StructureScore]) -> dict[str, Any]:
    """Return the JSON-able figures of all files, without the texts of headings (a corpus may be private)."""
    return {"files": [_figures(score) for score in scores]}


def _outline(documents: Sequence[Document], gold: Gold) -> OutlineScore | None:
    if gold.outline is None:
        return None
    optional = read_optional(gold.optional) if gold.optional else []
    return score_outline(headings_of(documents), read_gold_outline(gold.outline), optional)


def _figures(score: StructureScore) -> dict[str, Any]:
    result: dict[str, Any] = {
        "file": score.file,
        "passages": score.passages,
        "covered": score.covered,
        "seconds": round(score.seconds, 3),
    }
    if score.outline:
        named = asdict(score.outline)
        result["outline"] = named | {key: [row["line"] for row in named[key]] for key in ("missed", "extra")}
    if score.documents:
        named = asdict(score.documents)
        named |= {key: [row["first_line"] for row in named[key]] for key in ("missed", "extra")}
        named["differences"] = [{"line": row["line"], "field": row["field"]} for row in named["differences"]]
        result["documents"] = named
    return result


def _from_table(name: str, folder: Path) -> list[DocumentRow] | None:
    for path in (folder / "documents.tsv", folder.parent / "documents.tsv"):
        if path.is_file():
            rows = [row for row in _table(path) if row.get("file") == name]
            return [_row(row, path) for row in rows] or None
    return None


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def _row(row: dict[str, str], path: Path) -> DocumentRow:
    try:
        names = ("title", "issuer", "doc_number", "written")
        return DocumentRow(int(row["first_line"]), int(row["last_line"]), *(row.get(n) or "" for n in names))
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(
            f"{path.name} 不合格式：{error}", remedy="应有列 file、first_line、last_line、title"
        ) from error


def _covered(reading: Reading) -> float:
    missing = sum(end - start for start, end in reading.coverage.missing)
    total = sum(not char.isspace() for char in reading.text)
    return 1.0 - missing / total if total else 1.0
