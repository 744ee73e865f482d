"""``planqa doctor``: what is missing is named with what mends it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import planqa, widest


def _findings(*arguments: object) -> tuple[int, dict[str, dict[str, str]]]:
    result = planqa("doctor", "--json", *arguments)
    found = json.loads(result.stdout)["findings"]
    return result.exit_code, {finding["subject"]: finding for finding in found}


def test_a_sound_home_is_tried_out(sample_home: Path) -> None:
    code, found = _findings("--home", sample_home)
    assert code == 0
    assert {finding["state"] for finding in found.values()} == {"ok"}
    assert "4 份文档" in found["索引"]["detail"]
    assert "实测每秒" in found["模型"]["detail"]
    assert "提问" in found["试用"]["detail"]
    shown = planqa("doctor", "--home", sample_home)
    assert "可以提问" in shown.stdout
    assert widest(shown.stdout) <= 80


def test_with_nothing_there_it_says_what_to_run_and_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "none"
    code, found = _findings("--home", home)
    assert code == 3
    assert found["索引"]["state"] == "error"
    assert "planqa build" in found["索引"]["remedy"]
    assert "planqa build" in found["模型"]["remedy"]
    assert "试用" not in found
    assert not home.exists()


def test_a_damaged_index_is_named(scratch_home: Path) -> None:
    current = (scratch_home / "CURRENT").read_text().strip()
    (scratch_home / "generations" / current / "spans.npy").write_bytes(b"")
    code, found = _findings("--home", scratch_home)
    assert code == 3
    assert "spans.npy" in found["索引"]["detail"]
    assert "rollback" in found["索引"]["remedy"]


def test_an_index_without_its_model_is_not_usable(scratch_home: Path) -> None:
    code, found = _findings("--home", scratch_home, "--model", "/no/such/model")
    assert code == 3
    assert found["试用"]["state"] == "error"


def test_little_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQA_MIN_FREE_MB", str(10**9))
    _, found = _findings("--home", tmp_path)
    assert found["磁盘"]["state"] == "warning"
