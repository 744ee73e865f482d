"""Question sets that say where evidence stands: written, read, looked up, refused."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from test_spans import sample_documents, sample_originals
from typer.testing import Result

from eval.configurations import find_configurations
from eval.engines import Engines
from eval.labels import validate_labels
from eval.matching import normalise
from eval.questions import Question, as_record, load_labels, load_questions, set_fingerprint
from eval.relabel import quotes_of, spans_of, with_quotes
from eval.run_folder import load_run, save_run
from eval.running import run_set
from eval.signals import collect
from ingest.errors import BadInput

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TEXT = "某区规划\n\n一、目标。到2025年，新建绿地36公顷，改建绿地5公顷。\n\n二、任务。改建绿地5公顷。\n"
ASKED = {"id": "a", "question": "绿地多少？", "type": "number", "answer": "36公顷", "source": ["一.txt"]}
QUOTED = {**ASKED, "quotes": ["新建绿地 36 公顷"], "alt_quotes": ["改建绿地5公顷"]}
STRANGE = {**ASKED, "spans": ["不在.txt#3-9@0a1b2c3d"]}
ANSWERED = {
    "id": "a",
    "passages": [{"text": TEXT, "doc": "一.txt"}],
    "answerable": True,
    "confidence": 0.9,
    "flags": [],
    "ms": 4.0,
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "一.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def placed(tmp_path: Path, corpus: Path, invoke: Callable[..., Result]) -> Path:
    """The one question above, with spans."""
    result = invoke(
        "relabel", written(tmp_path / "q.jsonl", QUOTED), "--corpus", corpus, "-o", tmp_path / "s.jsonl"
    )
    assert result.exit_code == 0, result.output
    assert "提示 a：原文有 2 处，取第一处：改建绿地5公顷" in result.stderr
    return tmp_path / "s.jsonl"


def written(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


@contextmanager
def no_bar(label: str, total: int) -> Iterator[Callable[[], None]]:
    yield lambda: None


def folded(questions: list[Question]) -> list[Question]:
    """Quotations as they are compared: blanks and punctuation are the file's."""
    return [
        replace(
            question,
            quotes=tuple(map(normalise, question.quotes)),
            alt_quotes=tuple(map(normalise, question.alt_quotes)),
        )
        for question in questions
    ]


def test_the_samples_go_to_spans_and_back(sample_questions: list[Question]) -> None:
    placed, problems = spans_of(sample_questions, sample_originals())
    assert not problems
    assert validate_labels(placed) == validate_labels(sample_questions)
    assert not any(question.quotes or question.alt_quotes for question in placed)
    quoted, problems = quotes_of(placed, sample_originals())
    assert not problems
    bare = [replace(question, spans=(), alt_spans=()) for question in quoted]
    assert folded(bare) == folded(sample_questions)
    again, problems = spans_of(quoted, sample_originals())
    assert (again, problems) == (placed, [])


def test_the_fingerprint_is_that_of_the_spans(sample_questions: list[Question]) -> None:
    placed, _ = spans_of(sample_questions, sample_originals())
    quoted = with_quotes(placed, sample_documents)
    assert set_fingerprint(quoted) == set_fingerprint(placed) != set_fingerprint(sample_questions)


def test_documents_are_only_read_where_there_are_spans(sample_questions: list[Question]) -> None:
    def refuse() -> list[Any]:
        raise AssertionError

    assert with_quotes(sample_questions, refuse) == sample_questions


def test_a_set_with_spans_holds_no_text_and_goes_back(
    tmp_path: Path, corpus: Path, placed: Path, invoke: Callable[..., Result]
) -> None:
    (record,) = [json.loads(line) for line in placed.read_text(encoding="utf-8").splitlines()]
    assert "quotes" not in record
    assert "alt_quotes" not in record
    place = TEXT.index("新建绿地")
    assert record["spans"][0].startswith(f"一.txt#{place}-{place + len('新建绿地36公顷')}@")
    back = tmp_path / "back.jsonl"
    assert invoke("relabel", placed, "--corpus", corpus, "-o", back, "--to", "quotes").exit_code == 0
    assert json.loads(back.read_text(encoding="utf-8")) == QUOTED | {"quotes": ["新建绿地36公顷"]}


def test_answers_can_be_left_out(
    tmp_path: Path, corpus: Path, placed: Path, invoke: Callable[..., Result]
) -> None:
    bare = tmp_path / "bare.jsonl"
    assert invoke("relabel", placed, "--corpus", corpus, "-o", bare, "--without-answers").exit_code == 0
    assert load_labels(bare) == [replace(load_labels(placed)[0], answer="")]


def test_quotations_that_stand_nowhere_are_listed_and_nothing_is_written(
    tmp_path: Path, corpus: Path, invoke: Callable[..., Result]
) -> None:
    astray = [{**QUOTED, "id": name, "quotes": [f"拆除绿地{name}公顷"]} for name in ("7", "8")]
    target = tmp_path / "s.jsonl"
    result = invoke(
        "relabel", written(tmp_path / "q.jsonl", QUOTED, *astray), "--corpus", corpus, "-o", target
    )
    assert result.exit_code == 1
    assert "错误 7：原文不在读出的文字里：拆除绿地7公顷（一.txt）" in result.stderr
    assert "错误 8：" in result.stderr
    assert not target.exists()


def test_only_lines_of_json_are_written(tmp_path: Path, corpus: Path, invoke: Callable[..., Result]) -> None:
    result = invoke(
        "relabel", written(tmp_path / "q.jsonl", QUOTED), "--corpus", corpus, "-o", tmp_path / "s.xlsx"
    )
    assert result.exit_code == 2
    assert ".jsonl" in result.stderr


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_spans_in_a_spreadsheet(tmp_path: Path, placed: Path, suffix: str) -> None:
    (question,) = load_labels(placed)
    rows = [
        ["编号", "问题", "类型", "答案", "来源", "原文位置", "替代原文位置"],
        ["a", "绿地多少？", "数字", "36公顷", "一.txt", "||".join(question.spans), *question.alt_spans],
    ]
    path = tmp_path / f"s{suffix}"
    if suffix == ".csv":
        path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    else:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    assert load_labels(path) == [question]


def test_without_documents_a_set_with_spans_is_refused(
    tmp_path: Path, corpus: Path, placed: Path, invoke: Callable[..., Result]
) -> None:
    with pytest.raises(BadInput, match="问题 a 只标了原文位置"):
        load_questions(placed)
    run = written(tmp_path / "run.jsonl", ANSWERED)
    refused = invoke("score", placed, run)
    assert refused.exit_code == 2
    assert "--corpus" in refused.stderr
    scored = invoke("score", placed, run, "--corpus", corpus, "-o", tmp_path / "kept", "--json")
    assert json.loads(scored.stdout)["overall"]["R@1"]["value"] == 1
    stored = load_run(tmp_path / "kept")
    assert stored.about["set"]["sha256"] == set_fingerprint(load_labels(placed))
    assert invoke("export", tmp_path / "kept", "--qrels", tmp_path / "qrels.txt").exit_code == 0
    assert (tmp_path / "qrels.txt").read_text(encoding="utf-8").strip()


def test_a_changed_file_is_an_error_and_no_miss(
    tmp_path: Path, corpus: Path, placed: Path, invoke: Callable[..., Result]
) -> None:
    (corpus / "一.txt").write_text(TEXT.replace("36", "63"), encoding="utf-8")
    run = written(tmp_path / "run.jsonl", ANSWERED)
    result = invoke("score", placed, run, "--corpus", corpus)
    assert result.exit_code == 2
    assert "问题 a：原文位置上的文字与校验码不符：一.txt#" in result.stderr
    assert "重新生成原文位置" in result.stderr
    checked = invoke("validate", placed, "--corpus", corpus)
    assert checked.exit_code == 1
    assert "错误 a：原文位置上的文字与校验码不符" in checked.output
    again = invoke("relabel", placed, "--corpus", corpus, "-o", tmp_path / "again.jsonl")
    assert again.exit_code == 1
    assert not (tmp_path / "again.jsonl").exists()


def test_validate_checks_spans_as_it_checks_quotations(
    tmp_path: Path, corpus: Path, placed: Path, invoke: Callable[..., Result]
) -> None:
    assert invoke("validate", placed).exit_code == 0
    assert invoke("validate", placed, "--corpus", corpus).exit_code == 0
    (corpus / "二.txt").write_text(TEXT, encoding="utf-8")
    hinted = invoke("validate", placed, "--corpus", corpus)
    assert hinted.exit_code == 0
    assert "提示 a：原文还在别的文件里：新建绿地36公顷（二.txt）" in hinted.output


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"type": "multi"}, "不足两条"),
        ({"type": "unanswerable", "answer": ""}, "却给了原文"),
        ({"alt_spans": ("一.txt#9-15@0a1b2c3d",)}, "原文有重复"),
        ({"sources": ("二.txt",)}, "原文位置里有来源之外的文件"),
        ({"quote_sources": ("一.txt", "一.txt")}, "条数不同"),
    ],
)
def test_labels_that_disagree_are_named(changes: dict[str, Any], told: str) -> None:
    sound = Question(
        "a", "绿地多少？", "number", "36公顷", sources=("一.txt",), spans=("一.txt#3-9@0a1b2c3d",)
    )
    assert validate_labels([sound]) == []
    (problem,) = validate_labels([replace(sound, **changes)])
    assert told in problem.message


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"spans": ["一.txt#9-3@0a1b2c3d"]}, "第 1 行：原文位置的写法不对"),
        ({"alt_spans": ["不知在哪里"]}, "第 1 行：原文位置的写法不对"),
        ({"spans": ["一.txt#3-9@0a1b2c3d"], "quotes": ["新建绿地36公顷"]}, "第 1 行的原文与原文位置不相符"),
    ],
)
def test_records_that_cannot_be_right(tmp_path: Path, fields: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        load_labels(written(tmp_path / "s.jsonl", {**ASKED, **fields}))


@pytest.mark.slow
def test_a_run_gives_the_same_figures_with_spans(
    tmp_path: Path, sample_engines: Engines, sample_questions: list[Question]
) -> None:
    (full,) = find_configurations(["full"])
    engine = sample_engines.get(full)
    placed, _ = spans_of(sample_questions, sample_originals())
    by_quotes = run_set(engine, sample_questions, "s", full)
    by_spans = run_set(engine, placed, "s", full)
    assert _told(by_spans.figures) == _told(by_quotes.figures)
    assert by_spans.about["set"]["sha256"] == set_fingerprint(placed)
    save_run(tmp_path / "run", by_spans)
    kept = load_run(tmp_path / "run")
    assert all(len(question.quotes) == len(question.spans) for question, _ in kept.pairs)
    assert any(question.spans for question, _ in kept.pairs)


@pytest.mark.slow
def test_what_the_confidence_is_fitted_to_is_the_same(
    tmp_path: Path, sample_home: Path, sample_questions: list[Question]
) -> None:
    placed, _ = spans_of(sample_questions[:8], sample_originals())
    quoted = written(tmp_path / "set.jsonl", *map(as_record, sample_questions[:8]))
    first, about = collect(quoted, sample_home, no_bar, left_out=0.1)
    spans = written(tmp_path / "set.jsonl", *map(as_record, placed))
    second, _ = collect(spans, sample_home, no_bar, left_out=0.1)
    assert about["left_out"] > 0
    assert second == first
    # Foreign questions are of other documents: their evidence is not looked for.
    strangers, _ = collect(written(tmp_path / "f.jsonl", STRANGE), sample_home, no_bar, foreign=True)
    assert [example.foreign for example in strangers] == [True]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "weigh", "ablate"])
def test_commands_over_another_index_refuse_spans(
    tmp_path: Path, sample_home: Path, placed: Path, invoke: Callable[..., Result], command: str
) -> None:
    options = {"run": ["-o", tmp_path / "run"], "ablate": ["--config", "full"]}.get(command, [])
    result = invoke(command, placed, "--home", sample_home, *options)
    assert result.exit_code == 2, result.output
    assert "问题 a：原文位置所指的文件不在语料里：一.txt" in result.stderr
    assert not (tmp_path / "run").exists()


def _told(figures: Any) -> Any:
    """The figures without what a clock says."""
    return {name: value for name, value in figures.items() if "latency" not in name}
