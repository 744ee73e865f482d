"""Reading question sets, and telling the user which line is wrong."""

import json
from pathlib import Path

import pytest

from eval.questions import QUESTION_TYPES, Question, load_questions
from ingest.errors import BadInput


def _write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


def test_every_field_of_a_jsonl_record_is_kept(tmp_path: Path) -> None:
    record = {
        "id": "a",
        "question": "绿地多少？",
        "type": "multi",
        "answer": "36公顷",
        "quotes": ["新建绿地36公顷", "改建绿地5公顷"],
        "source": ["一.txt", "二.txt"],
        "quote_sources": ["一.txt", "二.txt"],
        "alt_quotes": ["绿地共41公顷"],
        "also_in": "三.txt",
        "alt_sources": ["四.txt"],
        "altered": "",
        "note": "n",
    }
    (question,) = load_questions(_write(tmp_path / "set.jsonl", record))
    assert question == Question(
        id="a",
        question="绿地多少？",
        type="multi",
        answer="36公顷",
        quotes=("新建绿地36公顷", "改建绿地5公顷"),
        sources=("一.txt", "二.txt"),
        quote_sources=("一.txt", "二.txt"),
        alt_quotes=("绿地共41公顷",),
        also_in=("三.txt",),
        alt_sources=("四.txt",),
        note="n",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chinese_spreadsheet_gives_the_same_question(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "set.csv"
    path.write_text(
        '编号,问题,类型,原文,来源\nq1,绿地多少？,多处,"新建绿地36公顷\n改建绿地5公顷",一.txt||二.txt\n',
        encoding=encoding,
    )
    (question,) = load_questions(path)
    assert question.type == "multi"
    assert question.quotes == ("新建绿地36公顷", "改建绿地5公顷")
    assert question.sources == ("一.txt", "二.txt")


def test_csv_line_numbers_count_lines_not_rows(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text('id,question,type,quotes\na,问,number,"一\n二"\nb,问,nonsense,三\n', encoding="utf-8")
    with pytest.raises(BadInput, match="第 4 行"):
        load_questions(path)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"id": "b", "type": "number"}, "第 2 行缺少 question"),
        ({"id": "b", "question": "问", "type": "riddle"}, "第 2 行的类型“riddle”"),
        ({"id": "a", "question": "问", "type": "number"}, "与第 1 行重复"),
        ({"id": "b", "question": "问", "type": "list", "quotes": [1]}, "第 2 行的 quotes"),
        (["not", "an", "object"], "第 2 行不是 JSON 对象"),
    ],
)
def test_a_bad_record_is_named_by_line_with_a_remedy(tmp_path: Path, record: object, told: str) -> None:
    good = {"id": "a", "question": "问", "type": "number"}
    with pytest.raises(BadInput, match=told) as caught:
        load_questions(_write(tmp_path / "set.jsonl", good, record))
    assert caught.value.remedy


def test_broken_json_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "a", "question": "问", "type": "number"}\n\n{"id": ', encoding="utf-8")
    with pytest.raises(BadInput, match="第 3 行"):
        load_questions(path)


@pytest.mark.parametrize("name", ["absent.jsonl", "set.xml"])
def test_a_file_that_cannot_be_read_is_bad_input(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        load_questions(tmp_path / name)


def test_an_empty_set_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="为空"):
        load_questions(_write(tmp_path / "set.jsonl"))


def test_a_csv_without_a_needed_column_names_it(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("编号,问题\n1,问\n", encoding="utf-8")
    with pytest.raises(BadInput, match="类型"):
        load_questions(path)


def test_unanswerable_is_the_only_class_without_an_answer() -> None:
    unanswerable = {kind for kind in QUESTION_TYPES if not Question("q", "问", kind).answerable}
    assert unanswerable == {"unanswerable"}
