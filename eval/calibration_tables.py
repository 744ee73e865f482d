"""A calibration as tables for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.tables import interval, number


def calibration_tables(figures: Mapping[str, Any]) -> RenderableType:
    """Return signals, coefficients, thresholds and the mistakes of :func:`eval.calibration.calibrate`."""
    crossed, count = figures["cross_validated"], figures["examples"]
    at, nested = crossed["at_threshold"], crossed["nested"]
    return Group(
        Text(
            f"有答案 {count['answerable']} 题，无答案 {count['unanswerable']} 题（均为交叉验证，未参与拟合）"
        ),
        *_left_out(count["left_out"]),
        Text(f"AUROC {interval(crossed['auroc'])}；拟合时（偏乐观）{number(figures['in_sample']['auroc'])}"),
        Text(f"阈值 {at['threshold']:.3f}：{_errors(at)}"),
        Text(f"阈值也由其余题选定时：{_errors(nested)}"),
        *_foreign(crossed["foreign"]),
        _sets(crossed["by_set"]),
        _signals(figures),
        _thresholds(crossed["thresholds"]),
        _wrong(figures["wrong"]),
    )


def _errors(row: Mapping[str, Any]) -> str:
    return f"误答 {interval(row['false_answers'])}，误拒 {interval(row['false_refusals'])}"


def _foreign(figures: Mapping[str, Any] | None) -> list[Text]:
    if figures is None:
        return []
    answered = interval(figures["false_answers"])
    return [Text(f"题外话（与文件无关的问题）：AUROC {interval(figures['auroc'])}，误答 {answered}")]


def _left_out(count: int) -> list[Text]:
    return [Text(f"另有 {count} 题去掉依据后作为无答案的例子，只用于拟合")] if count else []


def _sets(figures: Mapping[str, Any]) -> Table:
    table = Table(title="各问题集")
    for name in ("问题集", "AUROC", "误答", "误拒"):
        table.add_column(name, justify="left" if name == "问题集" else "right")
    for name, row in figures.items():
        at = row["at_threshold"]
        area = interval(row["auroc"]) if row["auroc"] else "—"
        cells = (area, interval(at["false_answers"]), interval(at["false_refusals"]))
        table.add_row(name, *(Text(cell) for cell in cells))
    return table


def _signals(figures: Mapping[str, Any]) -> Table:
    table = Table(title=f"信号（截距 {figures['coefficients']['evidence']['intercept']:.4f}）")
    for name in ("信号", "系数", "单独 AUROC", "去掉后 AUROC", "有答案均值", "无答案均值"):
        table.add_column(name, justify="left" if name == "信号" else "right")
    for name, row in figures["signals"].items():
        table.add_row(
            name,
            f"{figures['coefficients']['evidence']['weights'][name]:.4f}",
            number(row["auroc_alone"]),
            number(row["auroc_without"]),
            f"{row['mean_answerable']:.3f}",
            f"{row['mean_unanswerable']:.3f}",
        )
    return table


def _thresholds(rows: list[Mapping[str, Any]]) -> Table:
    table = Table(title="各阈值的代价 [95% 区间]")
    for name in ("阈值", "误答（无答案却作答）", "误拒（有答案却拒答）"):
        table.add_column(name, justify="right")
    for row in rows:
        cells = (Text(interval(row[name])) for name in ("false_answers", "false_refusals"))
        table.add_row(f"{row['threshold']:.2f}", *cells)
    return table


def _wrong(rows: list[Mapping[str, Any]]) -> Table:
    table = Table(title=f"判错的 {len(rows)} 题")
    for name in ("编号", "类型", "应当", "置信度"):
        table.add_column(name)
    for row in rows:
        table.add_row(
            row["id"], row["type"], "作答" if row["answerable"] else "拒答", f"{row['confidence']:.3f}"
        )
    return table
