"""Reading the tab-separated files of a gold structure and the JSON that is scored against it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ingest.errors import BadInput

_Row = TypeVar("_Row")


def tsv_rows(path: Path, columns: int, make: Callable[[list[str]], _Row]) -> list[_Row]:
    """Return ``make(cells)`` for each non-blank line of a tab-separated file without a header.

    Raises :class:`BadInput`, naming the line, where a row has another number of columns or ``make``
    refuses it.
    """
    rows = []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        try:
            if len(cells) != columns:
                raise ValueError(f"应有 {columns} 列，现有 {len(cells)} 列")
            rows.append(make(cells))
        except ValueError as error:
            raise BadInput(f"{path.name} 第 {number} 行：{error}", remedy="请按格式说明改正这一行") from error
    return rows


def read_json(path: Path) -> Any:
    """Return the parsed JSON of ``path``; raises :class:`BadInput` where it is none."""
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise BadInput(f"不是合法的 JSON：{path.name}（{error.msg}）", remedy="请检查文件内容") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"读不到文件：{path}（{error.strerror}）", remedy="请检查路径和读取权限") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"不是 UTF-8 编码：{path.name}", remedy="请另存为 UTF-8 编码") from error
