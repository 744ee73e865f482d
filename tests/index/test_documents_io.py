"""Documents come back from disk equal to what was saved, quickly, and damage is told."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.documents_io import (
    DOCUMENTS_NAME,
    REPORTS_NAME,
    RUNS_NAME,
    load_documents,
    load_reports,
    save_documents,
    save_reports,
)
from ingest.errors import DamagedIndex, NoIndex
from ingest.model import Document, FileReport, Locator, Metadata, Passage, Run, Section, Source

# Whole documents are large things to draw; that says nothing of what is tested.
SLOW_TO_DRAW = [HealthCheck.data_too_large, HealthCheck.too_slow]

# Every character Python can hold, lone surrogates and line separators with them.
TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
st.register_type_strategy(str, TEXT)
st.register_type_strategy(int, st.integers(-(2**62), 2**62))
st.register_type_strategy(float, st.floats(allow_nan=False))


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(documents=st.lists(st.from_type(Document), max_size=2))
def test_documents_come_back_equal(documents: list[Document]) -> None:
    with TemporaryDirectory() as folder:
        save_documents(Path(folder), documents)
        assert load_documents(Path(folder)) == documents


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(reports=st.lists(st.from_type(FileReport), max_size=2))
def test_reports_come_back_equal_with_their_documents(reports: list[FileReport]) -> None:
    with TemporaryDirectory() as folder:
        save_reports(Path(folder), reports)
        assert load_reports(Path(folder)) == reports
        assert load_documents(Path(folder)) == [d for report in reports for d in report.documents]


def test_types_come_back_as_they_were(tmp_path: Path) -> None:
    save_documents(tmp_path, [a_document(3, 5)])
    (document,) = load_documents(tmp_path)
    assert type(document.passages) is tuple
    assert type(document.runs) is tuple
    assert type(document.runs[0].start) is int
    assert hash(document) == hash(a_document(3, 5))


def a_document(passages: int, runs: int, length: int = 200) -> Document:
    text = "静安区养老床位" * (passages * length // 7 + 1)
    return Document(
        id="d1",
        source=Source("a.txt", "/a.txt", "text/plain", "0" * 64, 9, "utf-8", 3, 1),
        metadata=Metadata(title="规划", plan_period=(2021, 2025)),
        text=text,
        sections=tuple(Section(1, "一、", ("规划", "一、"), i, i + 1, i) for i in range(passages // 5)),
        passages=tuple(
            Passage(
                id=f"p{i}",
                document_id="d1",
                kind="text",
                text=text[i * length : (i + 1) * length],
                path=("规划", "一、"),
                locator=Locator(i * length, (i + 1) * length, i, i + 1, article="第一条"),
            )
            for i in range(passages)
        ),
        runs=tuple(Run(2 * i, 2, 3 * i) for i in range(runs)),
        line_start=1,
        line_end=9,
    )


@pytest.mark.parametrize("name", [DOCUMENTS_NAME, RUNS_NAME, REPORTS_NAME])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut"])
def test_damage_is_told_with_the_file_and_a_remedy(tmp_path: Path, name: str, harm: str) -> None:
    save_reports(tmp_path, [a_report(a_document(2, 3))])
    data = (tmp_path / name).read_bytes()
    if harm == "missing":
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(b"" if harm == "empty" else data[: len(data) - 10])
    with pytest.raises(DamagedIndex, match=name) as caught:
        load_reports(tmp_path)
    assert caught.value.remedy


def a_report(*documents: Document) -> FileReport:
    return FileReport(a_document(1, 1).source, documents, (), 0.5)


def test_files_that_do_not_fit_each_other_are_told(tmp_path: Path) -> None:
    save_reports(tmp_path, [a_report(a_document(2, 3), a_document(2, 3))])
    np.save(tmp_path / RUNS_NAME, np.zeros((7, 3), dtype=np.int64))
    with pytest.raises(DamagedIndex, match=RUNS_NAME):
        load_documents(tmp_path)
    save_documents(tmp_path, [a_document(2, 3)])  # now the report's second document is missing
    with pytest.raises(DamagedIndex, match=REPORTS_NAME):
        load_reports(tmp_path)


def test_arrays_that_would_need_pickle_are_refused(tmp_path: Path) -> None:
    save_documents(tmp_path, [a_document(1, 1)])
    np.save(tmp_path / RUNS_NAME, np.array([[object(), 1, 2]], dtype=object), allow_pickle=True)
    with pytest.raises(DamagedIndex, match=RUNS_NAME):
        load_documents(tmp_path)


def test_another_data_model_is_told_apart_from_damage(tmp_path: Path) -> None:
    save_documents(tmp_path, [a_document(1, 1)])
    path = tmp_path / DOCUMENTS_NAME
    first, *rest = path.read_text(encoding="utf-8").split("\n")
    fields = json.loads(first)
    fields["Passage"].append("colour: str")
    path.write_text("\n".join([json.dumps(fields), *rest]), encoding="utf-8")
    with pytest.raises(NoIndex) as caught:
        load_documents(tmp_path)
    assert not isinstance(caught.value, DamagedIndex)
    assert "planqa build" in caught.value.remedy
