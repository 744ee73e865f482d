"""``planqa batch``: a run file comes whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_kit import REPOSITORY, planqa, refusal

ITEMS: list[dict[str, object]] = [
    {"id": "a", "question": "澄湖 2030 技术合同成交额目标", "type": "number", "answer": "70亿元"},
    {"id": "b", "question": "火星移民计划什么时候启动", "type": "unanswerable"},
    {"id": "c", "question": "到 2030 年，技术合同成交额达到 70 亿元。", "type": "cite"},
]


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return _write(tmp_path / "set.jsonl", [json.dumps(item, ensure_ascii=False) for item in ITEMS])


def test_every_question_gets_a_line_in_order(sample_home: Path, questions: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.jsonl"
    result = planqa("batch", questions, "-o", run, "-k", 3, "--home", sample_home)
    assert result.exit_code == 0
    assert "中位数" in result.stdout
    records = [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in records] == ["a", "b", "c"]
    assert [record["answerable"] for record in records][1] is False
    for record in records:
        assert set(record) == {"id", "passages", "answerable", "confidence", "flags", "ms"}
        assert len(record["passages"]) == 3
        assert 0 <= record["confidence"] <= 1
        assert record["ms"] > 0
    assert records[0]["passages"][0]["doc"] == "chenghu_plan.txt"
    assert sorted(tmp_path.iterdir()) == sorted([questions, run])


def test_the_summary_as_json(sample_home: Path, questions: Path, tmp_path: Path) -> None:
    result = planqa("batch", questions, "-o", tmp_path / "run.jsonl", "--home", sample_home, "--json")
    summary = json.loads(result.stdout)
    assert summary["questions"] == 3
    assert 0 < summary["ms"]["median"] <= summary["ms"]["p95"]


@pytest.mark.slow
def test_a_run_of_the_samples_can_be_scored(sample_home: Path, tmp_path: Path) -> None:
    questions, run = REPOSITORY / "samples" / "questions.jsonl", tmp_path / "run.jsonl"
    assert planqa("batch", questions, "-o", run, "--home", sample_home).exit_code == 0
    scored = planqa("eval", "score", questions, run, "--json")
    assert json.loads(scored.stdout)["overall"]["R@10"]["value"] > 0.5


def test_bad_lines_are_named_and_nothing_is_written(sample_home: Path, tmp_path: Path) -> None:
    good = json.dumps(ITEMS[0], ensure_ascii=False)
    lines = [good, "", "{", "[1]", '{"id": 1, "question": "x"}', '{"id": "d", "question": " "}', good]
    lines.append('{"id": "e", "question": "\\ud800"}')
    run = tmp_path / "run.jsonl"
    result = planqa("batch", _write(tmp_path / "bad.jsonl", lines), "-o", run, "--home", sample_home)
    assert result.exit_code == 2
    message, _ = refusal(result)
    assert "6 行" in message
    for number in (3, 4, 5, 6, 7, 8):
        assert f"第 {number} 行" in message
    assert not run.exists()


def test_a_question_too_long_names_its_line_and_keeps_the_old_run(sample_home: Path, tmp_path: Path) -> None:
    lines = [json.dumps(ITEMS[0]), json.dumps({"id": "long", "question": "问" * 10_000})]
    run = tmp_path / "run.jsonl"
    run.write_text("old", encoding="utf-8")
    result = planqa("batch", _write(tmp_path / "set.jsonl", lines), "-o", run, "--home", sample_home)
    assert result.exit_code == 2
    assert "第 2 行（long）" in refusal(result)[0]
    assert run.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.jsonl", "set.jsonl"]


def test_bad_targets_are_refused_before_any_question(questions: Path, tmp_path: Path) -> None:
    # There is no index here: an engine that was opened first would exit 3.
    for target in (tmp_path, tmp_path / "none" / "run.jsonl", questions):
        assert planqa("batch", questions, "-o", target, "--home", tmp_path / "none").exit_code == 2
    for source in (tmp_path / "absent.jsonl", _write(tmp_path / "empty.jsonl", [""])):
        result = planqa("batch", source, "-o", tmp_path / "run.jsonl", "--home", tmp_path / "none")
        assert result.exit_code == 2
    assert planqa("batch", questions, "-o", tmp_path / "r", "-k", 0, "--home", tmp_path).exit_code == 2
    assert planqa("batch", questions, "-o", tmp_path / "r", "--home", tmp_path).exit_code == 3
