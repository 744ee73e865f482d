"""Documents named by their titles, whole or abbreviated."""

from __future__ import annotations

import pytest

from index.text import fold
from ingest.files import read_file
from ingest.model import Document
from qa_service.apart import parts_of
from qa_service.named_titles import named_documents, whole_titles
from qa_service.side_by_side import TitleNames

TITLES = (
    "中华人民共和国苗圃法",
    "苗圃法实施条例",
    "苗圃货物采购管理办法",
    "苗圃采购管理办法（试行）",
    "青禾区绿地建设“十五五”规划",
)
TEXT = "第一条 为了规范管理，制定本文件。\n第二条 各部门应当按照职责做好工作，保障安全。\n"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    folder = tmp_path_factory.mktemp("titles")
    found = []
    for number, title in enumerate(TITLES):
        path = folder / f"{number}.md"
        path.write_text(f"# {title}\n\n{TEXT}", encoding="utf-8")
        found += read_file(path).report.documents
    assert [document.metadata.title for document in found] == list(TITLES)
    return found


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("苗圃法第二条", [0]),
        ("《中华人民共和国苗圃法》第二条怎么规定", [0]),
        ("苗圃法实施条例第二条", [1]),
        ("苗圃法和苗圃法实施条例哪个严", [0, 1]),
        ("苗圃采购管理办法第一条", [3]),
        ("苗圃货物采购管理办法第一条", [2]),
        ("青禾区绿地建设十五五规划第一条", [4]),
        ("青禾区绿地规划第一条", [4]),
        ("青禾区绿地“十四五”规划第一条", []),
    ],
)
def test_documents_are_named(documents: list[Document], question: str, named: list[int]) -> None:
    assert list(named_documents(question, documents)) == named


def test_a_whole_title_is_found_in_its_place(documents: list[Document]) -> None:
    question = fold("请问《青禾区绿地建设“十五五”规划》讲什么")
    (one,) = whole_titles(question, documents)
    assert question[one.start : one.end] == fold("青禾区绿地建设“十五五”规划")
    assert one.documents == frozenset({4})


def test_documents_of_whole_titles_are_asked_apart(documents: list[Document]) -> None:
    parts = parts_of("苗圃法和苗圃采购管理办法分别什么时候施行", documents, TitleNames(documents))
    assert [(part.question, set(part.documents)) for part in parts] == [
        ("苗圃法分别什么时候施行", {0}),
        ("苗圃采购管理办法分别什么时候施行", {3}),
    ]
