"""Tables of the structure scores (outline, documents) for the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.document_score import DocumentScore
from eval.outline_score import Heading, OutlineScore
from eval.tables import number


def outline_tables(score: OutlineScore) -> RenderableType:
    """Return figures, missed and extra headings of an outline score."""
    return Group(
        Text(
            f"标题：标准 {score.gold}，找到 {score.found}，对上 {score.matched}，两可不计 {score.optional}\n"
            f"准确率 {number(score.precision)}  召回率 {number(score.recall)}  F1 {number(score.f1)}  "
            f"上级正确 {number(score.parent_accuracy)}  层级正确 {number(score.level_accuracy)}"
        ),
        _headings("漏掉的标题", score.missed),
        _headings("多出的标题", score.extra),
    )


def document_tables(score: DocumentScore) -> RenderableType:
    """Return figures and differences of a document score."""
    table = Table(title=f"与标准不同的 {len(score.differences)} 处")
    for name in ("起始行", "项目", "标准", "找到"):
        table.add_column(name, overflow="fold")
    for wrong in score.differences:
        table.add_row(str(wrong.line), wrong.field, Text(wrong.gold), Text(wrong.found))
    shares = "  ".join(f"{name} {number(share)}" for name, share in score.fields.items())
    return Group(
        Text(f"文件：标准 {score.gold}，找到 {score.found}，对上 {score.matched}"),
        Text(f"边界 {number(score.borders)}  {shares}"),
        Text("漏掉：" + ("、".join(f"{row.first_line} {row.title}" for row in score.missed) or "无")),
        Text("多出：" + ("、".join(f"{row.first_line} {row.title}" for row in score.extra) or "无")),
        table,
    )


def _headings(title: str, rows: tuple[Heading, ...]) -> Table:
    table = Table(title=f"{title} {len(rows)} 个")
    for name in ("行", "层级", "标题"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(str(row.line), str(row.level), Text(row.heading))
    return table
