"""Run files: what a system answered to each question of a set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.questions import Question
from ingest.errors import BadInput

_NAMED = 8
"""How many ids an error message lists before it counts the rest."""


@dataclass(frozen=True, slots=True)
class RunPassage:
    """A passage as it was returned: its text, the document (file name or title) it comes from, and
    whatever else the run noted about it (``extra``, kept as given)."""

    text: str
    doc: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The answer to one question.

    ``passages`` best first; ``answerable`` whether the system offers an answer at its shipped threshold;
    ``confidence`` in [0, 1]; ``flags`` what it found wrong with a sentence of a draft; ``ms`` wall time
    in milliseconds, ``None`` where it was not taken.
    """

    id: str
    passages: tuple[RunPassage, ...] = ()
    answerable: bool = True
    confidence: float = 0.0
    flags: tuple[str, ...] = ()
    ms: float | None = None


def read_run(path: Path) -> list[RunRecord]:
    """Read a run file: one JSON object a line with the fields of :class:`RunRecord`.

    Raises :class:`BadInput`, naming the line, for unreadable JSON, a missing or ill-typed field, a
    confidence outside [0, 1], or a second record for one id.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise BadInput(
            f"读不到结果文件：{path}（{error.strerror}）", remedy="请检查路径和读取权限"
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(f"结果文件不是 UTF-8 编码：{path.name}", remedy="请另存为 UTF-8 编码") from error
    records: dict[str, RunRecord] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        record = _record(line, number)
        if record.id in records:
            raise BadInput(f"第 {number} 行：编号“{record.id}”已经出现过", remedy="每个问题只写一行结果")
        records[record.id] = record
    return list(records.values())


def write_run(path: Path, records: Iterable[RunRecord]) -> None:
    """Write ``records`` to ``path``, one JSON object a line, in the order given."""
    path.write_text(
        "".join(json.dumps(_as_json(record), ensure_ascii=False) + "\n" for record in records),
        encoding="utf-8",
    )


def align(
    questions: Sequence[Question], records: Iterable[RunRecord], *, partial: bool = False
) -> list[tuple[Question, RunRecord]]:
    """Pair each question with its record, in the order of the question set.

    A record for an unknown id is an error: the run belongs to another set. So is a question without a
    record, since leaving it out would flatter the figures; ``partial`` drops such questions instead.

    Raises :class:`BadInput` with the ids.
    """
    by_id = {record.id: record for record in records}
    known = {question.id for question in questions}
    unknown = [id_ for id_ in by_id if id_ not in known]
    if unknown:
        raise BadInput(f"结果里有问题集之外的编号：{_listed(unknown)}", remedy="请换成与结果配套的问题集")
    missing = [question.id for question in questions if question.id not in by_id]
    if missing and not partial:
        raise BadInput(
            f"结果缺少 {len(missing)} 个问题：{_listed(missing)}",
            remedy="请补齐后再评分；只想评已有的部分，请加 --partial",
        )
    pairs = [(question, by_id[question.id]) for question in questions if question.id in by_id]
    if not pairs:
        raise BadInput("结果文件里没有一条记录", remedy="请先运行问题集，再评分")
    return pairs


def _listed(ids: Sequence[str]) -> str:
    shown = "、".join(ids[:_NAMED])
    return shown if len(ids) <= _NAMED else f"{shown} 等 {len(ids)} 个"


def _as_json(record: RunRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "passages": [{"text": p.text, "doc": p.doc, **p.extra} for p in record.passages],
        "answerable": record.answerable,
        "confidence": record.confidence,
        "flags": list(record.flags),
        "ms": record.ms,
    }


def _record(line: str, number: int) -> RunRecord:
    try:
        return _from_json(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadInput(
            f"第 {number} 行不是合法的 JSON：{error.msg}", remedy="每行写一个完整的 JSON 对象"
        ) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadInput(
            f"第 {number} 行不合格式：{error}",
            remedy="每行应有 id、passages（各有 text 和 doc）、answerable、confidence、flags、ms",
        ) from error


def _from_json(data: Mapping[str, Any]) -> RunRecord:
    id_, answerable = data["id"], data["answerable"]
    if not isinstance(id_, str) or not isinstance(answerable, bool):
        raise TypeError("id 应是文字，answerable 应是 true 或 false")
    confidence = float(data["confidence"])
    if not 0.0 <= confidence <= 1.0:
        raise ValueError(f"confidence 应在 0 与 1 之间，现为 {confidence}")
    flags = data.get("flags") or []
    if not isinstance(flags, list) or not all(isinstance(flag, str) for flag in flags):
        raise TypeError("flags 应是文字的列表")
    ms = data.get("ms")
    return RunRecord(
        id=id_,
        passages=tuple(_passage(item) for item in data["passages"]),
        answerable=answerable,
        confidence=confidence,
        flags=tuple(flags),
        ms=None if ms is None else float(ms),
    )


def _passage(data: Mapping[str, Any]) -> RunPassage:
    text, doc = data["text"], data.get("doc") or ""
    if not isinstance(text, str) or not isinstance(doc, str):
        raise TypeError("passages 的 text 和 doc 应是文字")
    return RunPassage(text, doc, {key: value for key, value in data.items() if key not in ("text", "doc")})
