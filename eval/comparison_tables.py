"""A comparison as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.compare import Change, Comparison, Row
from eval.tables import number


def comparison_tables(comparison: Comparison) -> RenderableType:
    """Return the figures of both runs and the questions won and lost."""
    notes = [Text(f"注意：{note}", style="yellow") for note in comparison.notes]
    return Group(
        Text(f"A = {comparison.a}，B = {comparison.b}，共同的问题 {comparison.questions} 道"),
        *notes,
        _figures(comparison.rows),
        Text(
            "p：配对随机化检验（命中与否为 McNemar 精确检验）；校正：Holm 法，按同时检验的项数", style="dim"
        ),
        _changes(f"B 胜 {len(comparison.won)} 题", comparison.won),
        _changes(f"B 负 {len(comparison.lost)} 题", comparison.lost),
    )


def signed(value: float | None) -> str:
    """Return a difference as ``+.012`` or ``−.030``; ``—`` for none.

    >>> signed(0.0125), signed(-0.03), signed(0.0)
    ('+.013', '−.030', '.000')
    """
    if value is None:
        return "—"
    text = number(abs(value))
    return text if text == ".000" else f"{'+' if value > 0 else '−'}{text}"


def _figures(rows: Sequence[Row]) -> Table:
    table = Table(title="比较（B − A，方括号内为 95% 置信区间）")
    for name in ("", "题数", "A", "B", "差 [95% 区间]", "p", "校正后", "B 胜", "B 负"):
        table.add_column(name, justify="left" if not name else "right")
    for row in rows:
        gap = row.difference
        table.add_row(
            row.name,
            str(gap.n),
            number(row.a),
            number(row.b),
            Text(f"{signed(gap.value)} [{signed(gap.low)}, {signed(gap.high)}]"),
            _p(row.p),
            _p(row.adjusted),
            "—" if row.won is None else str(row.won),
            "—" if row.lost is None else str(row.lost),
        )
    return table


def _p(value: float | None) -> str:
    if value is None:
        return "—"
    return "<.001" if value < 0.001 else number(value)


def _changes(title: str, changes: Sequence[Change]) -> Table:
    table = Table(title=title)
    for name in ("编号", "类型", "A 名次", "B 名次", "A all@5", "B all@5", "A 作答", "B 作答", "问题"):
        table.add_column(name, overflow="fold")
    for change in changes:
        table.add_row(
            Text(change.id),
            change.type,
            *(_rank(side) for side in (change.a, change.b)),
            *(number(side["all@5"]) for side in (change.a, change.b)),
            *("是" if side["answerable"] else "否" for side in (change.a, change.b)),
            Text(change.question),
        )
    return table


def _rank(side: dict[str, Any]) -> str:
    return "—" if side["rank"] is None else str(side["rank"])
