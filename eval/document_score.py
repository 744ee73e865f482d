"""Scores how a file was split into documents, and the front matter that was read of each.

A found document answers to the gold one whose first line is within :data:`BORDER_SLACK` of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eval.gold_files import tsv_rows
from eval.pairing import pair_nearest
from ingest.errors import BadInput

BORDER_SLACK: Final = 1
"""Lines by which a border may be off: a blank line belongs to neither document."""

FIELDS: Final = ("title", "bare_title", "issuer", "doc_number", "written")
"""What is compared, white space and width aside; ``bare_title`` is the title without a leading issuer."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document of a file: first and last source line (1-based), title, 发文机关, 文号, and 成文日期 as
    ``YYYY-MM-DD``; an empty string where the text gives none."""

    first_line: int
    last_line: int
    title: str
    issuer: str = ""
    doc_number: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the document that begins on ``line`` and reads otherwise than the gold."""

    line: int
    field: str
    gold: str
    found: str


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """``gold``, ``found`` and ``matched`` count documents, matched by first line. ``borders`` and
    ``fields`` (one for each of :data:`FIELDS`) are shares of the *gold* documents: one that was not
    matched has nothing right. A share of nothing is ``None``."""

    gold: int
    found: int
    matched: int
    borders: float | None
    fields: dict[str, float | None]
    differences: tuple[Difference, ...]
    missed: tuple[DocumentRow, ...]
    extra: tuple[DocumentRow, ...]


def score_documents(found: Sequence[DocumentRow], gold: Sequence[DocumentRow]) -> DocumentScore:
    """Score ``found`` against ``gold``.

    >>> gold = [DocumentRow(1, 9, "某区人民政府关于绿化的通知", "某区人民政府")]
    >>> score = score_documents([DocumentRow(1, 8, "关于绿化的通知", "某区人民政府")], gold)
    >>> score.borders, score.fields["title"], score.fields["bare_title"]
    (1.0, 0.0, 1.0)
    """
    pairs = _pairs(found, gold)
    matched = [(found[left], gold[right]) for left, right in pairs.items()]
    differences = [difference for ours, theirs in matched for difference in _differences(ours, theirs)]
    wrong = [difference.field for difference in differences]
    taken = set(pairs.values())
    return DocumentScore(
        gold=len(gold),
        found=len(found),
        matched=len(matched),
        borders=_share(len(matched) - wrong.count("borders"), len(gold)),
        fields={name: _share(len(matched) - wrong.count(name), len(gold)) for name in FIELDS},
        differences=tuple(differences),
        missed=tuple(row for place, row in enumerate(gold) if place not in taken),
        extra=tuple(row for place, row in enumerate(found) if place not in pairs),
    )


def read_gold_documents(path: Path) -> list[DocumentRow]:
    """Read ``NNN.documents.tsv``: first line, last line, title, issuer, document number, date."""
    return tsv_rows(path, 6, lambda cells: DocumentRow(int(cells[0]), int(cells[1]), *cells[2:]))


def documents_from_json(data: Any) -> list[DocumentRow]:
    """Return the documents of a parsed JSON list with the fields of :class:`DocumentRow`.

    ``null`` and an absent field count as empty; further keys are ignored. Raises :class:`BadInput` for
    anything that isn't such a list.
    """
    try:
        return [
            DocumentRow(
                int(row["first_line"]),
                int(row["last_line"]),
                *(str(row.get(name) or "") for name in ("title", "issuer", "doc_number", "written")),
            )
            for row in data
        ]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadInput(
            f"文件清单的 JSON 不合格式：{error}",
            remedy='应是 [{"first_line", "last_line", "title", "issuer", "doc_number", "written"}, …]',
        ) from error


def _differences(ours: DocumentRow, theirs: DocumentRow) -> list[Difference]:
    pairs = {
        "title": (theirs.title, ours.title),
        "bare_title": (_bare(theirs.title, theirs.issuer), _bare(ours.title, theirs.issuer or ours.issuer)),
        "issuer": (theirs.issuer, ours.issuer),
        "doc_number": (theirs.doc_number, ours.doc_number),
        "written": (theirs.written, ours.written),
    }
    wrong = [
        Difference(theirs.first_line, name, gold, found)
        for name, (gold, found) in pairs.items()
        if _fold(gold) != _fold(found)
    ]
    if not _near(ours.first_line, theirs.first_line) or not _near(ours.last_line, theirs.last_line):
        borders = (f"{row.first_line}-{row.last_line}" for row in (theirs, ours))
        wrong.append(Difference(theirs.first_line, "borders", *borders))
    return wrong


def _bare(title: str, issuer: str) -> str:
    """A title without the issuer in front, which a bulletin prints on a line of its own."""
    return _fold(title).removeprefix(_fold(issuer))


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _near(one: int, other: int) -> bool:
    return abs(one - other) <= BORDER_SLACK


def _pairs(found: Sequence[DocumentRow], gold: Sequence[DocumentRow]) -> dict[int, int]:
    """Match one to one by first line, nearest first; maps place in ``found`` to place in ``gold``."""
    candidates = sorted(
        (abs(ours.first_line - theirs.first_line), left, right)
        for left, ours in enumerate(found)
        for right, theirs in enumerate(gold)
        if _near(ours.first_line, theirs.first_line)
    )
    return pair_nearest(candidates)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
