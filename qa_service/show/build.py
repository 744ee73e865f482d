"""What a build did, file by file and in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from index.build import BuildReport, FileOutcome
from ingest.coverage import REASONS, dropped_counts
from ingest.duplicates import find_copies
from ingest.model import Document, FileReport
from qa_service.show import words
from qa_service.show.layout import notice, plain_table
from qa_service.show.wrap import Prose

STAGES = {"read": "读取", "model": "载入模型", "embed": "计算向量", "write": "写入"}


def build_view(report: BuildReport) -> Iterator[RenderableType]:
    """Yield the table of files, the files that failed, the warnings and the totals."""
    read = [(outcome, outcome.report) for outcome in report.outcomes if outcome.report]
    failed = [outcome for outcome in report.outcomes if outcome.error]
    yield _files(read)
    if any(file.dropped for _, file in read):
        yield Text("略去的文字各在哪一行：planqa outline --dropped 文件", style="dim")
    for _, file in read:
        for warning in file.warnings:
            yield notice("提示", f"{file.source.name}：{warning}", "yellow")
    yield from _left_out(report.outcomes)
    yield from _copies([document for _, file in read for document in file.documents])
    if failed:
        yield from _failures(failed)
    yield from _totals(report, len(read), len(failed))


def _files(read: list[tuple[FileOutcome, FileReport]]) -> RenderableType:
    table = plain_table("文件", "文档", "章节", "段落", "略去的字符", "秒")
    for column in (1, 2, 3, 5):
        table.columns[column].justify = "right"
        table.columns[column].no_wrap = True
    for outcome, file in read:
        table.add_row(
            Prose(file.source.name + _state(outcome)),
            str(len(file.documents)),
            str(sum(len(document.sections) for document in file.documents)),
            str(sum(len(document.passages) for document in file.documents)),
            Prose(dropped_words(file)),
            f"{file.seconds:.2f}",
        )
    return table


def _state(outcome: FileOutcome) -> str:
    if outcome.uploaded:
        return "（已上传）"
    return "（未变）" if outcome.unchanged else ""


def _left_out(outcomes: Sequence[FileOutcome]) -> Iterator[RenderableType]:
    """Say what stays out because it was deleted before."""
    for outcome in outcomes:
        if outcome.left_out:
            titles = "、".join(f"《{title}》" for title in outcome.left_out)
            yield notice(
                "提示",
                f"{Path(outcome.path).name}：{titles}此前已删除，没有收录；恢复用 planqa restore，"
                "或加 --only 重新收录",
                "yellow",
            )


def dropped_words(file: FileReport) -> str:
    """Say how many characters were left out, and why."""
    counts = dropped_counts(file.dropped)
    if not counts:
        return "0"
    if len(counts) == 1:
        ((reason, count),) = counts.items()
        return f"{count}（{REASONS.get(reason, reason)}）"
    detail = "，".join(f"{REASONS.get(reason, reason)} {count}" for reason, count in counts.items())
    return f"{sum(counts.values())}（{detail}）"


def _copies(documents: Sequence[Document]) -> Iterator[RenderableType]:
    """Say which documents stand in two files: they are searched once, and each hit tells both places."""
    by_id = {document.id: document for document in documents}
    for pair in find_copies(documents):
        one, other = by_id[pair.primary], by_id[pair.copy]
        lines = words.lines(other.line_start, other.line_end)
        yield notice(
            "提示",
            f"{other.source.name} {lines}与 {one.source.name} 为同一文件《{one.metadata.title}》，"
            f"文字重合 {pair.overlap:.1%}；检索时合为一份，出处都列出",
            "yellow",
        )


def _failures(failed: list[FileOutcome]) -> Iterator[RenderableType]:
    yield Text(f"有 {len(failed)} 个文件没有进入索引：", style="bold red")
    for outcome in failed:
        if outcome.error:
            name = Path(outcome.path).name
            # The reader's message often begins with the file's name already.
            message = outcome.error.message.removeprefix(f"{name}：")
            yield Prose(Text(f"  {name}：{message}（{outcome.error.remedy}）", style="red"), indent=4)
    yield Text()


def _totals(report: BuildReport, read: int, failed: int) -> Iterator[RenderableType]:
    total = sum(report.seconds.values())
    stages = words.joined(
        (f"{STAGES.get(name, name)} {words.duration(spent)}" for name, spent in report.seconds.items()), "，"
    )
    if report.unchanged:
        yield Text(f"文件与索引 {report.generation} 一致，没有新建索引", style="bold green")
    else:
        yield Text(f"索引已建立：{report.generation}", style="bold green")
    counts = f"{read} 个文件，{report.passages} 个段落；新算向量 {report.embedded}，沿用 {report.reused}"
    yield Prose(counts + (f"；{failed} 个文件未能读取" if failed else ""))
    yield Prose(Text(f"用时 {words.duration(total)}（{stages}）", style="dim"))
