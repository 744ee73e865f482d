"""``planqa check``: exit codes, JSON, the HTML page, bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import planqa, refusal, widest

TRUE = "环湖慢行系统基本贯通，环湖绿道长度达到96公里。"
WRONG = "环湖慢行系统基本贯通，环湖绿道长度达到86公里。"


def test_a_true_draft_exits_0_and_a_wrong_one_1(sample_home: Path) -> None:
    fine = planqa("check", "-", "--home", sample_home, text=TRUE)
    assert fine.exit_code == 0
    assert "属实 1" in fine.stdout
    wrong = planqa("check", "-", "--home", sample_home, text=f"{TRUE}\n{WRONG}", columns=60)
    assert wrong.exit_code == 1
    assert "稿中“86公里”，原文为“96公里”" in wrong.stdout.replace("\n", "").replace(" ", "")
    assert widest(wrong.stdout) <= 60


def test_markdown_offsets_lead_into_the_file(sample_home: Path, tmp_path: Path) -> None:
    draft = tmp_path / "汇报.md"
    text = f"# 标题\n\n- **目标**：{WRONG}\n"
    draft.write_text(text, encoding="utf-8")
    page = tmp_path / "报告.html"
    result = planqa("check", draft, "--json", "--html", page, "--home", sample_home)
    assert result.exit_code == 1
    (sentence,) = json.loads(result.stdout)["sentences"]
    (difference,) = [d for d in sentence["differences"] if d["material"]]
    assert text[difference["draft_start"] : difference["draft_end"]] == "86公里"
    html = page.read_text("utf-8")
    assert "<mark>86公里</mark>" in html
    assert "http" not in html and "<script" not in html


def test_gb18030_is_read(sample_home: Path, tmp_path: Path) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_bytes(TRUE.encode("gb18030"))
    assert planqa("check", draft, "--home", sample_home).exit_code == 0


def test_an_unpaired_mark_is_told(sample_home: Path) -> None:
    result = planqa("check", "-", "--home", sample_home, text=f"他说：“未完\n{TRUE}")
    assert "第 1 行" in result.stdout


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", b"PK"), ("a.xyz", b"abc"), ("a.txt", b"\x00\xff\x00"), ("a.txt", b"  ")]
)
def test_what_cannot_be_checked_exits_2(sample_home: Path, tmp_path: Path, name: str, data: bytes) -> None:
    draft = tmp_path / name
    draft.write_bytes(data)
    result = planqa("check", draft, "--home", sample_home)
    assert result.exit_code == 2
    refusal(result)


def test_without_an_index_it_exits_3(tmp_path: Path) -> None:
    assert planqa("check", "-", "--home", tmp_path, text=TRUE).exit_code == 3


def test_the_engine_names_what_a_draft_alters(sample_home: Path) -> None:
    from qa_service.engine import Engine

    engine = Engine.open(sample_home)
    assert engine.check_flags(WRONG, engine.ask(WRONG, k=5).hits) == ("稿中“86公里”，原文为“96公里”",)
    assert engine.check_flags(TRUE, ()) == ()
