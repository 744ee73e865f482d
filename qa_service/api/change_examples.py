"""Examples of the routes that change documents: made by the service's own code from one of the samples.

``python -m qa_service.api.change_examples`` writes them; :mod:`qa_service.api.refresh_examples` does the
rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from index.changes import NameTaken
from index.holdings import Held, held_id
from ingest.errors import BadInput, DamagedIndex, NotFound, PlanqaError
from ingest.files import Reading, read_file
from qa_service.api import schemas_documents as wire
from qa_service.api.examples import EXAMPLES_FOLDER
from qa_service.api.field_errors import FieldError
from qa_service.api.jobs import job_view
from qa_service.api.problems import IndexUnfit, planqa_problem
from qa_service.api.uploads import BrokenForm, NotAForm
from qa_service.collection import errors
from qa_service.collection.model import FileResult, IngestReport, Job, RemovedItem
from qa_service.collection.reports import ingest_report

SAMPLE = Path(__file__).parents[2] / "samples" / "documents" / "chenghu_rules.md"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_ID = "20261122T090000.000000Z-1f2e3d4c"
_GENERATION = "0002-20261122T090002Z"


def answers() -> Iterator[tuple[str, Any]]:
    """Yield name and value of each example that is no problem."""
    reading = read_file(SAMPLE)
    held = Held(
        held_id(SAMPLE.name), "", SAMPLE.name, reading.report.source.sha256, "upload", NOW.isoformat()
    )
    report = replace(ingest_report(held, reading.report, reading.coverage), seconds=0.04)
    added, deleted = _added(held, report), _deleted(held, reading)
    jobs = {
        "add": _job("add", files=[added]),
        "replace": _job("replace", files=[replace(added, outcome="replaced")]),
        "delete": _job("delete", removed=[deleted]),
        "restore": _job("restore", removed=[deleted]),
    }
    for kind, job in jobs.items():
        yield f"job-{kind}", _dumped(job_view(job))
    yield "jobs", {"jobs": [_dumped(job_view(jobs["delete"]))]}
    yield "report", _dumped(wire.IngestReport.model_validate(report))
    card = _dumped(wire.SourceCard.model_validate(report.source))
    yield "sources", {"sources": [card], "generation": _GENERATION}
    yield "removed", _dumped(wire.RemovedList.model_validate({"removed": [deleted]}))
    entry = wire.GenerationEntry(
        id=_GENERATION, created=NOW, current=True, counts={"documents": 1}, intact=True, problem=""
    )
    yield "generation", _dumped(entry)
    yield "generations", {"generations": [_dumped(entry)]}
    yield (
        "feedback-request",
        {"question": "公租房合同期限最长多久？", "verdict": "helpful", "note": "一查就到"},
    )
    yield "feedback", {"id": "3f2a9c0d1e4b5a67", "received": "2026-11-22T09:00:00Z"}


def problems() -> Iterator[tuple[str, Any]]:
    """Yield name and value of each example of a problem."""
    name = "规划.docx"
    unsupported = errors.UnsupportedFile(f"{name}：内容是 RAR 压缩包，不是文档", remedy="请上传文档本身")
    too_large = errors.UploadTooLarge(
        f"{name}：文件超过上限 20 MB", remedy="请拆分后重试，或请管理员用 PLANQA_LARGEST_MB 提高上限"
    )
    damaged = DamagedIndex("索引 0002-20261122T090002Z 已损坏：校验和不符", remedy="运行 planqa rollback")
    found: dict[str, PlanqaError] = {
        "broken-form": BrokenForm(),
        "unsupported-form": NotAForm(),
        "unsupported-file": unsupported,
        "upload-too-large": too_large,
        "bad-file-name": errors.BadFileName("文件名过长", remedy="请缩短到 66 个汉字以内"),
        "name-taken": NameTaken(name),
        "shared-source": errors.SharedSource(
            "源文件 公报.txt 中有 12 份文件，替换它会一并替换其他各份",
            remedy="确要替换整个源文件，请用 PUT /v1/sources/3f2a9c0d1e4b",
        ),
        "unknown-source": NotFound(
            "没有编号为 000000000000 的源文件", remedy="可用 GET /v1/sources 查看全部源文件"
        ),
        "nothing-to-restore": errors.NothingToRestore(
            "没有可以恢复的删除记录", remedy="可能已经恢复，或已超过可恢复的期限；可恢复的见 /v1/removed"
        ),
        "unknown-job": NotFound("没有编号为 1 的任务", remedy="编号见 /v1/jobs；只保留最近 500 个任务"),
        "unknown-generation": NotFound(
            "没有编号为 0009-20261122T090000Z 的索引", remedy="运行 `planqa generations` 查看已有的索引"
        ),
        "unfit-generation": IndexUnfit(damaged),
        "feedback-full": errors.FeedbackFull(
            "反馈记录已满", remedy="请管理员用 planqa feedback export 导出后移走 feedback.jsonl"
        ),
    }
    for key, error in found.items():
        yield f"problem-{key}", _told(error, [])
    several = BadInput("2 个文件都不能收录", remedy="按 errors 中各文件的说明处理后重试")
    rows = [
        FieldError(field=name, message=unsupported.message),
        FieldError(field="a.exe", message="不支持“.exe”格式"),
    ]
    yield "problem-bad-upload", _told(several, rows)


def _told(error: PlanqaError, rows: list[FieldError]) -> Any:
    known = planqa_problem(error, rows).model_copy(update={"instance": "urn:planqa:request:example"})
    return known.model_dump(exclude_defaults=True)


def _job(kind: Any, **concerned: Any) -> Job:
    job = Job(_ID, kind, NOW, state="done", stage="done", stage_done=4, stage_total=4, **concerned)
    job.started, job.finished = NOW, NOW + timedelta(seconds=2)
    job.generation = _GENERATION
    return job


def _added(held: Held, report: IngestReport) -> FileResult:
    return FileResult(
        held.name,
        held.sha256,
        report.source.size_bytes,
        "added",
        held.id,
        tuple(document.id for document in report.documents),
        report,
    )


def _deleted(held: Held, reading: Reading) -> RemovedItem:
    document = reading.report.documents[0]
    until = NOW + timedelta(days=30)
    return RemovedItem("document", document.id, held.id, document.metadata.title, held.name, NOW, until)


def _dumped(value: BaseModel) -> Any:
    return value.model_dump(mode="json")


def main() -> None:
    """Write every example."""
    for name, value in (*answers(), *problems()):
        text = json.dumps(value, ensure_ascii=False, indent=2)
        (EXAMPLES_FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
