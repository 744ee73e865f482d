"""Question sets: the plain :class:`Question`, and reading a set from ``.jsonl`` or ``.csv``.

Whether labels and classes agree is checked in :mod:`eval.labels`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ingest.errors import BadInput

QUESTION_TYPES: Final = {
    "number": "数字",
    "entity": "名称",
    "date": "日期",
    "list": "列举",
    "measure": "措施",
    "definition": "定义",
    "table": "表格",
    "paraphrase": "换说法",
    "multi": "多处",
    "meta": "文件信息",
    "cite": "找出处",
    "misquote": "误引",
    "unanswerable": "无答案",
}
"""Every class of question and its Chinese name, which a spreadsheet may use instead."""

DRAFT_TYPES: Final = frozenset({"cite", "misquote"})
"""Classes whose ``question`` is a sentence of a draft: looked up in the corpus and checked against it."""

CSV_COLUMNS: Final = {
    "id": "编号",
    "question": "问题",
    "type": "类型",
    "answer": "答案",
    "quotes": "原文",
    "source": "来源",
    "quote_sources": "原文来源",
    "alt_quotes": "替代原文",
    "also_in": "另见",
    "alt_sources": "替代来源",
    "altered": "改动",
    "note": "备注",
}
"""Columns of a ``.csv`` set under their English or Chinese name; ``id``, ``question`` and ``type`` are
required. A cell that holds several values has one a line, or ``||`` between them."""

_REQUIRED: Final = ("id", "question", "type")
_MANY: Final = ("quotes", "source", "quote_sources", "alt_quotes", "also_in", "alt_sources")
_TYPE_BY_NAME: Final = {chinese: name for name, chinese in QUESTION_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what proves its answer.

    ``quotes`` are verbatim evidence, all of which the full answer needs; ``alt_quotes`` prove it just as
    well. ``sources`` names the files of the evidence, ``quote_sources`` (parallel to ``quotes``, empty
    where there is one source) the file of each quote; ``also_in`` and ``alt_sources`` name further files
    that hold the same document. ``altered`` says of a ``misquote`` which fact was changed and how.

    >>> Question("q1", "目标是多少？", "number", quotes=("达到1360亿元",)).answerable
    True
    """

    id: str
    question: str
    type: str
    answer: str = ""
    quotes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    quote_sources: tuple[str, ...] = ()
    alt_quotes: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()
    alt_sources: tuple[str, ...] = ()
    altered: str = ""
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer: every class but ``unanswerable``."""
        return self.type != "unanswerable"

    @property
    def is_draft(self) -> bool:
        """Whether the text is a sentence of a draft (``cite``, ``misquote``) rather than a question."""
        return self.type in DRAFT_TYPES


def load_questions(path: Path) -> list[Question]:
    """Read a question set from a ``.jsonl`` (one object a line) or ``.csv`` file (:data:`CSV_COLUMNS`).

    >>> load_questions(Path("dev.jsonl"))[0].type  # doctest: +SKIP
    'number'

    Raises :class:`BadInput` for a file that cannot be read, and for a record with a missing field, an
    unknown class or a second use of an id; the message names the line.
    """
    readers = {".jsonl": _jsonl_records, ".csv": _csv_records}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadInput(f"不认识的问题集格式：{path.name}", remedy="请用 .jsonl 或 .csv 文件")
    questions: list[Question] = []
    lines: dict[str, int] = {}
    for line, record in reader(_text(path)):
        question = _question(record, line)
        if question.id in lines:
            raise BadInput(
                f"第 {line} 行的编号“{question.id}”与第 {lines[question.id]} 行重复",
                remedy="请给每个问题一个不同的编号",
            )
        lines[question.id] = line
        questions.append(question)
    if not questions:
        raise BadInput(f"问题集为空：{path.name}", remedy="请至少写一个问题")
    return questions


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"读不到问题集：{path}（{error.strerror}）", remedy="请检查路径和读取权限") from error
    # Excel on a Chinese Windows saves .csv as GB18030 unless told otherwise.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"问题集的编码无法识别：{path.name}", remedy="请另存为 UTF-8 编码")


def _jsonl_records(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput(
                f"第 {number} 行不是合法的 JSON：{error.msg}", remedy="每行写一个完整的 JSON 对象"
            ) from error
        if not isinstance(record, dict):
            raise BadInput(f"第 {number} 行不是 JSON 对象", remedy="每行写一个 {…} 对象")
        yield number, record


def _csv_records(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    rows = csv.reader(io.StringIO(text, newline=""))
    by_chinese = {chinese: name for name, chinese in CSV_COLUMNS.items()}
    header = [by_chinese.get(cell.strip(), cell.strip()) for cell in next(rows, [])]
    missing = [f"{name}（{CSV_COLUMNS[name]}）" for name in _REQUIRED if name not in header]
    if missing:
        raise BadInput(
            f"表头缺少列：{'、'.join(missing)}", remedy=f"可用的列：{'、'.join(CSV_COLUMNS.values())}"
        )
    start = rows.line_num + 1
    for row in rows:
        line, start = start, rows.line_num + 1
        if any(cell.strip() for cell in row):
            yield line, {name: _cell(name, cell) for name, cell in zip(header, row, strict=False)}


def _cell(name: str, cell: str) -> str | list[str]:
    if name not in _MANY:
        return cell.strip()
    pieces = (piece.strip() for piece in cell.replace("||", "\n").splitlines())
    return [piece for piece in pieces if piece]


def _question(record: Mapping[str, Any], line: int) -> Question:
    for name in _REQUIRED:
        if not str(record.get(name) or "").strip():
            raise BadInput(f"第 {line} 行缺少 {name}（{CSV_COLUMNS[name]}）", remedy="请补上这一项")
    kind = _TYPE_BY_NAME.get(record["type"], record["type"])
    if kind not in QUESTION_TYPES:
        raise BadInput(f"第 {line} 行的类型“{kind}”不认识", remedy=f"可用的类型：{'、'.join(QUESTION_TYPES)}")
    many = {name: _strings(record, name, line) for name in _MANY}
    return Question(
        id=str(record["id"]),
        question=str(record["question"]),
        type=kind,
        answer=str(record.get("answer") or ""),
        quotes=many["quotes"],
        sources=many["source"],
        quote_sources=many["quote_sources"],
        alt_quotes=many["alt_quotes"],
        also_in=many["also_in"],
        alt_sources=many["alt_sources"],
        altered=str(record.get("altered") or ""),
        note=str(record.get("note") or ""),
    )


def _strings(record: Mapping[str, Any], name: str, line: int) -> tuple[str, ...]:
    value = record.get(name)
    if value is None or value == "":
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise BadInput(f"第 {line} 行的 {name} 应是文字或文字的列表", remedy="请按格式说明改正这一项")
    return tuple(values)
