"""``planqa documents``, ``passage`` and ``outline``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import SAMPLES, planqa, refusal, widest

from ingest.files import read_file


def test_documents_are_listed(sample_home: Path) -> None:
    result = planqa("documents", "--home", sample_home, columns=120)
    assert result.exit_code == 0
    assert "共 4 份文档" in result.stdout
    assert "澄科规〔2024〕1号" in result.stdout
    assert "已届满（有效期至 2026-02-28）" in result.stdout
    cards = json.loads(planqa("documents", "--home", sample_home, "--json").stdout)
    assert {card["source"] for card in cards} == {path.name for path in SAMPLES.iterdir()}
    assert all(card["id"] in result.stdout for card in cards)


def test_a_passage_is_checked_against_its_source(sample_home: Path) -> None:
    answer = planqa("ask", "技术合同成交额", "-k", 1, "--home", sample_home, "--json")
    hit = json.loads(answer.stdout)["hits"][0]
    view = json.loads(planqa("passage", hit["passage_id"], "--home", sample_home, "--json").stdout)
    assert view["text"] == hit["text"]
    assert view["check"]["state"] == "ok"
    shown = planqa("passage", hit["passage_id"], "--home", sample_home)
    assert shown.exit_code == 0
    assert "核对" in shown.stdout
    assert widest(shown.stdout) <= 80


@pytest.mark.parametrize("passage_id", ["0-0", "../../etc/passwd", "", "ca75116fdf51-zzzzzzzzzz"])
def test_an_unknown_passage_exits_1(sample_home: Path, passage_id: str) -> None:
    result = planqa("passage", passage_id, "--home", sample_home)
    assert result.exit_code == 1
    refusal(result)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_outline_gives_all_headings_without_an_index(path: Path, tmp_path: Path) -> None:
    result = planqa("outline", path, "--json")
    rows = json.loads(result.stdout)
    documents = read_file(path).report.documents
    assert rows == [
        {"level": section.level, "heading": section.heading, "line": section.line}
        for document in documents
        for section in document.sections
    ]
    assert [row["line"] for row in rows] == sorted(row["line"] for row in rows)


@pytest.mark.parametrize("columns", [30, 80, 120])
def test_outline_reads_like_a_table_of_contents(columns: int) -> None:
    path = SAMPLES / "chenghu_bulletin.txt"
    lines = planqa("outline", path, columns=columns).stdout.splitlines()
    assert any(line.startswith("  一、总体要求 ..") and line.endswith(" 39") for line in lines)
    headings = json.loads(planqa("outline", path, "--json").stdout)
    numbered = [line for line in lines if line.rstrip()[-1:].isdigit() and ". " in line]
    assert len(numbered) == len(headings)
    assert widest("\n".join(lines)) <= columns


def test_outline_of_what_is_no_document_exits_2(tmp_path: Path) -> None:
    binary = tmp_path / "b.txt"
    binary.write_bytes(bytes(range(256)) * 8)
    for path in (binary, tmp_path, tmp_path / "absent.txt"):
        result = planqa("outline", path)
        assert result.exit_code == 2
        assert path.name in refusal(result)[0]


def test_what_was_dropped_is_listed_by_reason_and_line(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_text("青禾区规划\n\n一、目标\n推进工作。\n— 3 —\n**二、任务**\n落实责任。\n", encoding="utf-8")
    lines = planqa("outline", path, "--dropped").stdout.splitlines()
    assert lines[0].startswith("共 30 个字符（空白不计）：进入段落 23，略去 7，没有遗漏")
    assert "页码：1 处，3 个字符" in lines and "  — 3 —  第 5 行" in lines
    assert "  **  第 6 行（2 处）" in lines
    account = json.loads(planqa("outline", path, "--dropped", "--json").stdout)
    assert account["characters"] == account["in_passages"] + account["dropped"] and account["missing"] == []
    assert account["items"][0] == {"line": 5, "text": "— 3 —", "reason": "page-number"}
