"""Hints: evidence that stands in more places than its question names."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

from eval.corpus import CorpusDocument, indexed_corpus, read_corpus
from eval.corpus_check import ambiguous_quotes, misplaced_quotes
from eval.labels import validate_labels
from eval.questions import Question

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ASKED = Question("a", "绿地多少？", "number", "36公顷", ("新建绿地36公顷",), ("一.txt",))
PLACES = [
    CorpusDocument("一.txt", "规划", "到2025年新建绿地36公顷"),
    CorpusDocument("二.txt", "公报", "新建绿地36公顷"),
]


def test_a_quote_in_another_file_is_a_hint_until_the_label_names_it() -> None:
    (hint,) = ambiguous_quotes([ASKED], PLACES)
    assert hint.severity == "hint"
    assert "二.txt" in hint.message
    assert ambiguous_quotes([replace(ASKED, also_in=("二.txt",))], PLACES) == []
    assert ambiguous_quotes([replace(ASKED, alt_sources=("二.txt",))], PLACES) == []


def test_a_quote_in_two_documents_of_one_file_is_a_hint() -> None:
    twice = [PLACES[0], CorpusDocument("一.txt", "解读", "新建绿地36公顷")]
    (hint,) = ambiguous_quotes([ASKED], twice)
    assert "《规划》、《解读》" in hint.message


def test_the_same_evidence_asked_twice_is_a_hint() -> None:
    (hint,) = validate_labels([ASKED, replace(ASKED, id="b", question="绿地有几公顷？")])
    assert (hint.id, hint.severity) == ("b", "hint")


def test_a_source_that_cannot_be_read_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "二.txt").write_text("关于绿地的规划\n\n新建绿地36公顷。\n", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    messages = [problem.message for problem in misplaced_quotes([ASKED], corpus.texts, corpus.unreadable)]
    assert messages[0].startswith("来源文件读不了")


def test_the_samples_are_sound(invoke: Callable[..., Result]) -> None:
    result = invoke("validate", SAMPLES / "questions.jsonl", "--corpus", SAMPLES / "documents")
    assert result.exit_code == 0
    assert "0 处错误" in result.output


def test_corpus_and_home_together_are_bad_use(invoke: Callable[..., Result], tmp_path: Path) -> None:
    result = invoke("validate", SAMPLES / "questions.jsonl", "--corpus", tmp_path, "--home", tmp_path)
    assert result.exit_code == 2


@pytest.mark.slow
def test_an_index_gives_the_same_documents_as_the_files(sample_home: Path) -> None:
    assert set(indexed_corpus(sample_home).documents) == set(read_corpus(SAMPLES / "documents").documents)
