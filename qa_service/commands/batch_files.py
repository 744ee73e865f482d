"""Reading a batch's questions and writing its results."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import BadInput

NAMED = 8
"""How many bad lines an error names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One question; ``line`` is where it stands in the file (1-based)."""

    line: int
    id: str
    question: str
    type: str = ""


def read_items(path: Path) -> list[BatchItem]:
    """Read questions, one JSON object a line; blank lines are skipped, further fields ignored.

    Raises:
        BadInput: an unreadable file, no question at all, or bad lines: all are looked at before any
            question is asked, and the message names them.
    """
    items: list[BatchItem] = []
    bad: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        item = _item(line, number)
        if isinstance(item, BatchItem) and item.id in seen:
            item = f"编号“{item.id}”与第 {seen[item.id]} 行重复"
        if isinstance(item, str):
            bad.append(f"第 {number} 行：{item}")
        else:
            seen[item.id] = number
            items.append(item)
    if bad:
        more = f"；另有 {len(bad) - NAMED} 行" if len(bad) > NAMED else ""
        raise BadInput(
            f"{path.name} 有 {len(bad)} 行不能用：{'；'.join(bad[:NAMED])}{more}",
            remedy='每行写一个 JSON 对象，如 {"id": "1", "question": "……"}，编号不可重复',
        )
    if not items:
        raise BadInput(f"{path.name} 里没有问题", remedy="每行写一个 JSON 对象，至少有 id 和 question")
    return items


def check_target(path: Path, questions: Path) -> None:
    """Raise :class:`BadInput` where ``path`` can't become a file, before any question is asked."""
    if path.resolve() == questions.resolve():
        raise BadInput("结果文件与问题文件是同一个文件", remedy="请另起一个文件名，如 run.jsonl")
    if path.is_dir():
        raise BadInput(f"结果文件 {path} 是一个文件夹", remedy="请给出文件名，如 run.jsonl")
    if not path.parent.is_dir():
        raise BadInput(f"结果文件所在的文件夹不存在：{path.parent}", remedy="请先建立文件夹，或换一个位置")
    if not os.access(path.parent, os.W_OK):
        raise BadInput(f"没有权限写入文件夹 {path.parent}", remedy="请换一个位置，或修改权限")


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write ``records``, one JSON object a line: ``path`` is replaced whole, or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    aside = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
            for record in records:
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        aside.chmod(_usual_mode())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _usual_mode() -> int:
    # mkstemp makes files private; a result is as readable as any other file of its user.
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise BadInput(
            f"读不到问题文件：{path}（{error.strerror}）", remedy="请检查路径和读取权限"
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(f"问题文件不是 UTF-8 编码：{path.name}", remedy="请另存为 UTF-8 编码") from error


def _item(line: str, number: int) -> BatchItem | str:
    """Return the question of a line, or what is wrong with it."""
    try:
        data = json.loads(line)
    except ValueError:
        return "不是合法的 JSON"
    if not isinstance(data, dict):
        return "不是 JSON 对象"
    id_, question, type_ = data.get("id"), data.get("question"), data.get("type")
    if not isinstance(id_, str) or not id_:
        return "缺少 id（应是文字）"
    if not isinstance(question, str) or not question.strip():
        return "缺少 question，或为空"
    if any("\ud800" <= char <= "\udfff" for char in question):
        return "question 里有无法识别的字符"
    return BatchItem(number, id_, question, type_ if isinstance(type_, str) else "")
