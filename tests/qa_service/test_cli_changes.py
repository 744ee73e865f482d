"""``planqa add``, ``remove``, ``restore``, ``prune``, ``build --only``: from the command line, without a
service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cli_kit import SAMPLES, planqa

TEXT = "关于实施路灯改造工程的通知\n\n一、改造范围\n本次路灯改造工程覆盖滨河路沿线四百盏路灯。\n"


def documents(home: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(planqa("documents", "--home", home, "--json").stdout)
    return found


def test_a_document_comes_and_goes_and_comes_back(scratch_home: Path, tmp_path: Path) -> None:
    notice = tmp_path / "路灯.txt"
    notice.write_text(TEXT, encoding="utf-8")
    before = {card["id"] for card in documents(scratch_home)}
    result = planqa("add", notice, tmp_path / "没有.txt", "--home", scratch_home)
    assert result.exit_code == 0, result.stdout
    assert "已收入：路灯.txt（1 份文档" in result.stdout
    assert "没有.txt" in result.stdout
    (new,) = {card["id"] for card in documents(scratch_home)} - before
    notice.unlink()
    build = planqa("build", SAMPLES, "--home", scratch_home)
    assert "路灯.txt（已上传）" in build.stdout
    assert "已删除" in planqa("remove", new, "--home", scratch_home).stdout
    assert new not in {card["id"] for card in documents(scratch_home)}
    assert planqa("remove", new, "--home", scratch_home).exit_code == 1
    assert "已恢复" in planqa("restore", new, "--home", scratch_home).stdout
    assert new in {card["id"] for card in documents(scratch_home)}
    planqa("build", SAMPLES, "--only", "--home", scratch_home)
    assert {card["id"] for card in documents(scratch_home)} == before


def test_a_build_says_what_was_deleted_and_stays_out(scratch_home: Path) -> None:
    rules = next(card for card in documents(scratch_home) if card["source"] == "chenghu_rules.md")
    planqa("remove", rules["id"], "--home", scratch_home)
    result = planqa("build", SAMPLES, "--home", scratch_home)
    assert "此前已删除，没有收录" in result.stdout
    assert rules["id"] not in {card["id"] for card in documents(scratch_home)}


def test_pruning_for_good_leaves_no_trace_of_deleted_text(scratch_home: Path, tmp_path: Path) -> None:
    notice = tmp_path / "路灯.txt"
    notice.write_text(TEXT, encoding="utf-8")
    planqa("add", notice, "--home", scratch_home)
    new = next(card["id"] for card in documents(scratch_home) if card["source"] == "路灯.txt")
    planqa("remove", new, "--home", scratch_home)
    assert traces(scratch_home, "滨河路沿线四百盏"), "until then it can be restored"
    result = planqa("prune", "--deleted", "--home", scratch_home)
    assert result.exit_code == 0, result.stdout
    assert traces(scratch_home, "滨河路沿线四百盏") == []
    assert traces(scratch_home, "关于实施路灯改造工程的通知") == []
    assert planqa("restore", new, "--home", scratch_home).exit_code == 1
    assert len(json.loads(planqa("generations", "--home", scratch_home, "--json").stdout)) == 1


def traces(home: Path, text: str) -> list[str]:
    """Files under ``home`` that hold ``text``, the model left out."""
    raw = text.encode()
    found = []
    for path in home.rglob("*"):
        inside = path.relative_to(home)
        if inside.parts[0] != "models" and path.is_file() and raw in path.read_bytes():
            found.append(str(inside))
    return found
