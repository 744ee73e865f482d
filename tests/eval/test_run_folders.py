"""A run is kept whole, read back the same, and never written over something else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_runs import QUESTIONS
from typer.testing import Result

from eval.run_folder import QUESTIONS as QUESTIONS_NAME
from eval.run_folder import TABLES, StoredRun, load_run, save_run
from eval.runs import write_run
from eval.snapshot import code_version, corpus_fingerprint
from ingest.errors import BadInput


def test_what_is_written_is_read_back(tmp_path: Path, good: StoredRun) -> None:
    save_run(tmp_path / "run", good)
    again = load_run(tmp_path / "run")
    assert list(again.pairs) == list(good.pairs)
    assert again.about == good.about
    assert again.figures == good.figures
    assert "共 4 题，其中 3 题有答案" in (tmp_path / "run" / TABLES).read_text(encoding="utf-8")


def test_a_run_may_replace_a_run_but_nothing_else(tmp_path: Path, good: StoredRun, poor: StoredRun) -> None:
    save_run(tmp_path / "run", good)
    save_run(tmp_path / "run", poor)
    assert load_run(tmp_path / "run").name == "poor"
    (tmp_path / "run" / "thesis.docx").write_bytes(b"")
    with pytest.raises(BadInput, match="别的文件"):
        save_run(tmp_path / "run", good)


def test_questions_that_were_changed_afterwards_are_noticed(tmp_path: Path, good: StoredRun) -> None:
    save_run(tmp_path / "run", good)
    path = tmp_path / "run" / QUESTIONS_NAME
    path.write_text(path.read_text(encoding="utf-8").replace("36公顷", "63公顷"), encoding="utf-8")
    with pytest.raises(BadInput, match="与摘要不符"):
        load_run(tmp_path / "run")


def test_a_run_of_another_system_becomes_a_folder(
    tmp_path: Path, good: StoredRun, folders: tuple[Path, Path], invoke: Callable[..., Result]
) -> None:
    write_run(tmp_path / "theirs.jsonl", [record for _, record in good.pairs])
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "一.txt").write_text("新建绿地36公顷。", encoding="utf-8")
    arguments = (folders[0] / QUESTIONS_NAME, tmp_path / "theirs.jsonl", "-o", tmp_path / "kept")
    assert invoke("score", *arguments, "--corpus", tmp_path / "corpus").exit_code == 0
    kept = load_run(tmp_path / "kept")
    assert (kept.name, len(kept.pairs)) == ("theirs", len(QUESTIONS))
    assert set(kept.about["corpus"]["files"]) == {"一.txt"}


def test_the_corpus_is_told_by_its_files_not_its_passages() -> None:
    assert corpus_fingerprint({"a": "1"}) != corpus_fingerprint({"a": "2"})
    assert corpus_fingerprint({"a": "1"}) != corpus_fingerprint({"b": "1"})


def test_the_code_is_told_by_its_sources() -> None:
    version = code_version()
    assert len(version["sha256"]) == 64
    assert set(version) == {"sha256", "commit", "dirty"}
