"""Files read and held against the samples' gold."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from eval.structure import find_gold, score_structure
from ingest.errors import BadInput

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
GOLD = SAMPLES / "outlines"


def test_a_sample_is_scored_on_headings_and_documents() -> None:
    score = score_structure(SAMPLES / "documents" / "chenghu_bulletin.txt", GOLD)
    assert score.outline is not None and score.documents is not None
    assert score.documents.gold == 2
    assert score.outline.gold == len((GOLD / "chenghu_bulletin.tsv").read_text(encoding="utf-8").splitlines())
    assert score.covered == 1


def test_a_wrong_gold_is_noticed(tmp_path: Path) -> None:
    lines = (GOLD / "chenghu_rules.tsv").read_text(encoding="utf-8").splitlines()
    wrong = [*lines[:-2], lines[-2].replace("条", "款")]
    (tmp_path / "chenghu_rules.outline.tsv").write_text("\n".join(wrong), encoding="utf-8")
    score = score_structure(SAMPLES / "documents" / "chenghu_rules.md", tmp_path)
    assert score.documents is None
    assert score.outline is not None
    assert (len(score.outline.missed), len(score.outline.extra)) == (1, 2)


def test_gold_may_be_named_by_the_first_part_of_the_name(tmp_path: Path) -> None:
    (tmp_path / "000.outline.tsv").write_text("0\t1\t题\n", encoding="utf-8")
    assert find_gold(Path("000_abc.txt"), tmp_path).outline == tmp_path / "000.outline.tsv"
    with pytest.raises(BadInput, match="没有 001_abc.txt 的标准"):
        find_gold(Path("001_abc.txt"), tmp_path)


def test_the_command_writes_figures_without_text(tmp_path: Path, invoke: Callable[..., Result]) -> None:
    target = tmp_path / "structure.json"
    result = invoke("structure", SAMPLES / "documents", "--gold", GOLD, "-o", target)
    assert result.exit_code == 0
    files = json.loads(target.read_text(encoding="utf-8"))["files"]
    assert [row["file"] for row in files] == sorted(p.name for p in (SAMPLES / "documents").iterdir())
    assert all(isinstance(line, int) for row in files for line in row["outline"]["missed"])
