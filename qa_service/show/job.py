"""What became of a change."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from qa_service.collection.model import FileResult, Job, Trouble
from qa_service.show.wrap import Prose

OUTCOMES = {
    "added": "已收入",
    "replaced": "已替换",
    "unchanged": "已在索引中，没有变化",
    "failed": "未收入",
    "pending": "处理中",
}
DONE = {"delete": "已删除", "restore": "已恢复"}


def job_view(job: Job) -> Iterator[RenderableType]:
    """Yield a line for each file or document, and the error of the whole."""
    for result in job.files:
        yield _file(result)
    if job.error:
        yield _trouble("", job.error)
    else:
        for item in job.removed:
            yield Prose(Text(f"{DONE.get(job.kind, '')}：{item.title}（{item.source}）", style="green"))


def _file(result: FileResult) -> RenderableType:
    if result.problem:
        return _trouble(result.name, result.problem)
    line = f"{OUTCOMES[result.outcome]}：{result.name}"
    if result.report:
        line += f"（{len(result.report.documents)} 份文档，{result.report.passage_count} 个段落）"
    return Prose(Text(line, style="green"))


def _trouble(name: str, trouble: Trouble) -> RenderableType:
    message = trouble.message.removeprefix(f"{name}：")
    shown = f"{name}：{message}" if name else message
    return Prose(Text(f"未完成：{shown}（{trouble.remedy}）", style="red"))
