"""Question sets out of .xlsx, the way offices keep them."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from eval.question_files import COLUMNS
from eval.questions import as_record, load_questions, set_fingerprint
from ingest.errors import BadInput

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def _workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_chinese_headers_numbers_and_lists(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "题.xlsx",
        ["编号", "问题", "类型", "原文", "来源", "意见"],
        [7, "绿地多少？", "数字", "新建绿地36公顷\n改建绿地5公顷", "一.txt||二.txt", "一列没人认识的"],
        [None, None, None],
        [8.0, "房租多少？", "无答案"],
    )
    first, second = load_questions(path)
    assert (first.id, first.type, first.sources) == ("7", "number", ("一.txt", "二.txt"))
    assert first.quotes == ("新建绿地36公顷", "改建绿地5公顷")
    assert (second.id, second.answerable) == ("8", False)


def test_a_set_is_the_same_in_every_format(tmp_path: Path) -> None:
    questions = load_questions(SAMPLES / "questions.jsonl")
    names = list(COLUMNS)
    rows = []
    for question in questions:
        held = as_record(question)
        cells = (held.get(name, "") for name in names)
        rows.append(["\n".join(cell) if isinstance(cell, list) else cell for cell in cells])
    book = load_questions(_workbook(tmp_path / "set.xlsx", [COLUMNS[name] for name in names], *rows))
    assert book == questions
    assert set_fingerprint(book) == set_fingerprint(list(reversed(questions)))


def test_a_row_is_named_by_its_number(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "s.xlsx", ["id", "question", "type"], ["a", "问", "number"], ["b", "", "number"]
    )
    with pytest.raises(BadInput, match="第 3 行缺少 question"):
        load_questions(path)


@pytest.mark.parametrize(
    ("header", "told"),
    [(["编号", "问题"], "缺少列：type"), (["id", "编号", "question", "type"], "重复的列：id")],
)
def test_headers_that_cannot_be_used(tmp_path: Path, header: list[str], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        load_questions(_workbook(tmp_path / "s.xlsx", header))


def test_something_else_called_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(BadInput, match="打不开表格文件"):
        load_questions(path)
