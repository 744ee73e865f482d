"""The samples against their gold: outlines and the table of documents, without a single difference."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from corpus import SAMPLES
from gold import outline_score

from eval.outline_score import read_gold_outline
from ingest.files import read_file

NAMES = sorted(path.name for path in (SAMPLES / "documents").iterdir())


def table() -> list[dict[str, str]]:
    with (SAMPLES / "documents.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def found(name: str) -> list[dict[str, str]]:
    rows = []
    for document in read_file(SAMPLES / "documents" / name).report.documents:
        about = document.metadata
        row = {
            "file": name,
            "first_line": document.line_start,
            "last_line": document.line_end,
            "title": about.title,
            "issuer": about.issuer,
            "doc_number": about.doc_number,
            "written": about.written,
            "effective": about.effective,
            "valid_until": about.valid_until,
            "plan_period": "-".join(map(str, about.plan_period or ())),
            "kind": about.kind,
        }
        rows.append({key: "" if value is None else str(value) for key, value in row.items()})
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_outlines(name: str) -> None:
    gold = read_gold_outline(SAMPLES / "outlines" / f"{Path(name).stem}.tsv")
    score = outline_score(read_file(SAMPLES / "documents" / name), gold)
    assert (score.missed, score.extra) == ((), ())
    assert (score.f1, score.parent_accuracy, score.level_accuracy) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("name", NAMES)
def test_documents(name: str) -> None:
    gold = [row for row in table() if row["file"] == name]
    for row, expected in zip(found(name), gold, strict=True):
        if not expected["issuer"]:
            row["issuer"] = ""
        assert row == expected
