"""The commands, run as a user runs them: output, errors, exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.cli import app

QUESTIONS = [
    {
        "id": "a",
        "question": "绿地多少？",
        "type": "number",
        "answer": "36公顷",
        "quotes": ["新建绿地36公顷"],
        "source": "一.txt",
    },
    {"id": "b", "question": "房租多少？", "type": "unanswerable", "quotes": [], "source": "一.txt"},
]
RUN = [
    {
        "id": "a",
        "passages": [{"text": "到2025年，新建绿地36公顷。", "doc": "一.txt"}],
        "answerable": True,
        "confidence": 0.9,
        "flags": [],
        "ms": 4.0,
    },
    {"id": "b", "passages": [], "answerable": True, "confidence": 0.2, "flags": [], "ms": 6.0},
]


def _invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _lines(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf-8")
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return _lines(tmp_path / "set.jsonl", QUESTIONS)


def test_score_prints_figures_and_misses(tmp_path: Path, questions: Path) -> None:
    result = _invoke("score", questions, _lines(tmp_path / "run.jsonl", RUN), "--misses")
    assert result.exit_code == 0
    assert "共 2 题，其中 1 题有答案" in result.output
    assert "该拒未拒" in result.output
    assert "中位数 5.0 毫秒" in result.output


def test_score_as_json(tmp_path: Path, questions: Path) -> None:
    result = _invoke("score", questions, _lines(tmp_path / "run.jsonl", RUN), "--json")
    figures = json.loads(result.stdout)
    assert figures["overall"]["R@1"]["value"] == 1
    assert figures["abstention"]["auroc"]["value"] == 1
    assert figures["abstention"]["refused"]["value"] == 0
    assert [miss["id"] for miss in figures["misses"]] == ["b"]


def test_score_refuses_a_run_that_leaves_questions_out(tmp_path: Path, questions: Path) -> None:
    run = _lines(tmp_path / "run.jsonl", RUN[:1])
    refused = _invoke("score", questions, run)
    assert refused.exit_code == 2
    assert "b" in refused.stderr
    assert "办法：" in refused.stderr
    assert _invoke("score", questions, run, "--partial").exit_code == 0


def test_a_missing_file_exits_2(tmp_path: Path, questions: Path) -> None:
    assert _invoke("score", questions, tmp_path / "absent.jsonl").exit_code == 2


def test_validate_exits_0_when_sound_and_1_when_not(tmp_path: Path, questions: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "一.txt").write_text("新建绿地\n36公顷", encoding="utf-8")
    assert _invoke("validate", questions, "--corpus", corpus).exit_code == 0
    (corpus / "一.txt").write_text("新建绿地63公顷", encoding="utf-8")
    result = _invoke("validate", questions, "--corpus", corpus, "--json")
    assert result.exit_code == 1
    assert [problem["id"] for problem in json.loads(result.stdout)["problems"]] == ["a"]


def test_outline_scores_headings_and_documents(tmp_path: Path) -> None:
    (tmp_path / "009.outline.tsv").write_text("0\t1\t某区规划\n1\t4\t一、目标\n", encoding="utf-8")
    (tmp_path / "009.documents.tsv").write_text("1\t9\t某区规划\t\t\t\n", encoding="utf-8")
    found, split = tmp_path / "found.json", tmp_path / "split.json"
    found.write_text(json.dumps([{"level": 0, "heading": "某区规划", "line": 1}]), encoding="utf-8")
    split.write_text(
        json.dumps([{"first_line": 1, "last_line": 9, "title": "某区规划", "issuer": None}]), encoding="utf-8"
    )
    result = _invoke("outline", found, tmp_path / "009", "--documents", split, "--json")
    score = json.loads(result.stdout)
    assert result.exit_code == 0
    assert score["outline"]["recall"] == 0.5
    assert [row["line"] for row in score["outline"]["missed"]] == [4]
    assert score["documents"]["borders"] == 1
    assert "一、目标" in _invoke("outline", found, tmp_path / "009").output


@pytest.mark.parametrize("content", ["{", '{"level": 1}', '[{"level": "x", "heading": "", "line": 1}]'])
def test_outline_json_of_another_shape_exits_2(tmp_path: Path, content: str) -> None:
    (tmp_path / "009.outline.tsv").write_text("0\t1\t某区规划\n", encoding="utf-8")
    (tmp_path / "found.json").write_text(content, encoding="utf-8")
    assert _invoke("outline", tmp_path / "found.json", tmp_path / "009").exit_code == 2


def test_a_gold_row_of_another_width_is_named(tmp_path: Path) -> None:
    (tmp_path / "009.outline.tsv").write_text("0\t1\t某区规划\n1 4 一、目标\n", encoding="utf-8")
    (tmp_path / "found.json").write_text("[]", encoding="utf-8")
    result = _invoke("outline", tmp_path / "found.json", tmp_path / "009")
    assert result.exit_code == 2
    assert "第 2 行" in result.stderr
