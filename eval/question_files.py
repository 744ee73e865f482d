"""Question sets on disk: ``.jsonl``, ``.csv`` and ``.xlsx`` to records, each with its line or row number.

What the fields mean is :mod:`eval.questions`'s business.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ingest.errors import BadInput

COLUMNS: Final = {
    "id": "编号",
    "question": "问题",
    "type": "类型",
    "answer": "答案",
    "quotes": "原文",
    "source": "来源",
    "quote_sources": "原文来源",
    "alt_quotes": "替代原文",
    "spans": "原文位置",
    "alt_spans": "替代原文位置",
    "also_in": "另见",
    "alt_sources": "替代来源",
    "altered": "改动",
    "note": "备注",
}
"""Columns of a spreadsheet under their English or Chinese name; :data:`REQUIRED` ones must be there, others
may be left out, and unknown ones are ignored. A cell that holds several values has one a line, or ``||``
between them."""

REQUIRED: Final = ("id", "question", "type")
MANY: Final = (
    "quotes",
    "source",
    "quote_sources",
    "alt_quotes",
    "spans",
    "alt_spans",
    "also_in",
    "alt_sources",
)
"""Fields that hold a list."""

SUFFIXES: Final = (".jsonl", ".csv", ".xlsx")

Record = tuple[int, Mapping[str, Any]]
"""Line (or row) number, 1-based, and the fields under their English names."""


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records of a question set.

    Raises :class:`BadInput` for an unknown format, an unreadable file, or a missing column; the message
    names the line.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput(f"不认识的问题集格式：{path.name}", remedy="请用 .jsonl、.csv 或 .xlsx 文件")
    raw = _bytes(path)
    if suffix == ".xlsx":
        return _table(_sheet_rows(raw, path.name))
    text = _decoded(raw, path.name)
    return _jsonl(text) if suffix == ".jsonl" else _table(_csv_rows(text))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"读不到问题集：{path}（{error.strerror}）", remedy="请检查路径和读取权限") from error


def _decoded(raw: bytes, name: str) -> str:
    # Excel on a Chinese Windows saves .csv as GB18030 unless told otherwise.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"问题集的编码无法识别：{name}", remedy="请另存为 UTF-8 编码")


def _jsonl(text: str) -> Iterator[Record]:
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


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""))
    start = 1
    for row in rows:
        # A quoted cell may span lines: the row is named by its first.
        line, start = start, rows.line_num + 1
        yield line, row


def _sheet_rows(raw: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook's first sheet."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        raise BadInput(
            f"打不开表格文件：{name}", remedy="请用 Excel 或 WPS 另存为 .xlsx（不是 .xls），且不设密码"
        ) from error
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [_cell_text(value) for value in row]


def _cell_text(value: Any) -> str:
    """A cell as its reader sees it: a whole number without ``.0``, a date as YYYY-MM-DD.

    >>> _cell_text(12.0), _cell_text(None), _cell_text(" 甲 ")
    ('12', '', ' 甲 ')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "date"):
        return str(value.date())
    return str(value)


def _table(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Record]:
    """Turn a header row and its rows into records."""
    header = _header(next(rows, (0, []))[1])
    for number, row in rows:
        if any(cell.strip() for cell in row):
            yield number, {name: _values(name, cell) for name, cell in zip(header, row, strict=False) if name}


def _header(cells: Sequence[str]) -> list[str]:
    by_chinese = {chinese: name for name, chinese in COLUMNS.items()}
    header = [by_chinese.get(cell.strip(), cell.strip().lower()) for cell in cells]
    missing = [f"{name}（{COLUMNS[name]}）" for name in REQUIRED if name not in header]
    twice = sorted({name for name in header if name in COLUMNS and header.count(name) > 1})
    if missing or twice:
        what = f"表头缺少列：{'、'.join(missing)}" if missing else f"表头里有重复的列：{'、'.join(twice)}"
        raise BadInput(what, remedy=f"可用的列：{'、'.join(COLUMNS.values())}")
    return header


def _values(name: str, cell: str) -> str | list[str]:
    if name not in MANY:
        return cell.strip()
    pieces = (piece.strip() for piece in cell.replace("||", "\n").splitlines())
    return [piece for piece in pieces if piece]
