"""``planqa eval baseline`` and ``planqa eval gate``: keep figures, refuse a run that falls behind them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from eval.commands.frame import AsJson, print_json, print_table, told, write_json
from ingest.errors import BadInput

if TYPE_CHECKING:
    from eval.baseline import Check

FAILED = 1
_Run = Annotated[Path, typer.Argument(metavar="运行", help="运行文件夹")]
_OUTCOMES = {"ok": "通过", "better": "更好（可更新基线）", "warn": "提醒", "fail": "退步"}


@told
def baseline(
    run: _Run,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="基线写到哪里（.json）")],
    tolerance: Annotated[
        list[str] | None, typer.Option("--tolerance", metavar="指标=数", help="某项允许退步多少，可重复")
    ] = None,
) -> None:
    """把一次运行的各项数字存为基线，供 gate 把关。"""
    from eval.baseline import make_baseline
    from eval.run_folder import load_run

    given = dict(_named(text) for text in tolerance or ())
    stored = load_run(run)
    write_json(output, make_baseline(stored.about, stored.figures, given))
    typer.echo(f"基线已写入 {output}")


@told
def gate(
    run: _Run,
    against: Annotated[
        Path, typer.Option("--against", metavar="基线.json", help="planqa eval baseline 写的文件")
    ],
    tolerance: Annotated[
        float | None, typer.Option("--tolerance", min=0.0, help="各项统一允许退步多少（不管耗时）")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="语料或问题集不同也比较")] = False,
    as_json: AsJson = False,
) -> None:
    """把关：与基线相比没有退步则退出码为 0，退步为 1，用法不对为 2。耗时只提醒。"""
    from eval.baseline import check_run
    from eval.gold_files import read_json
    from eval.run_folder import load_run

    stored = load_run(run)
    checks = check_run(stored.about, stored.figures, read_json(against), tolerance, force=force)
    failed = [check for check in checks if check.outcome == "fail"]
    if as_json:
        print_json({"passed": not failed, "checks": [asdict(check) for check in checks]})
    else:
        print_table(_table(checks))
        warned = sum(check.outcome == "warn" for check in checks)
        typer.echo(f"{'未通过' if failed else '通过'}：{len(failed)} 项退步，{warned} 项提醒")
    if failed:
        raise typer.Exit(FAILED)


def _named(text: str) -> tuple[str, float]:
    """Read ``R@5=0.02``."""
    name, _, value = text.partition("=")
    try:
        slack = float(value)
    except ValueError:
        slack = -1.0
    if not name or slack < 0:
        raise BadInput(f"写法不对：{text}", remedy="请写 指标=不小于零的数，如 R@5=0.02")
    return name, slack


def _table(checks: list[Check]) -> Table:
    table = Table(title="与基线比较")
    for name in ("指标", "基线", "现在", "及格线", "结果"):
        table.add_column(name, justify="left" if name in ("指标", "结果") else "right")
    for check in checks:
        digits = 1 if check.name.endswith("_ms") else 3
        value = "—" if check.value is None else f"{check.value:.{digits}f}"
        colour = {"fail": "red", "warn": "yellow", "better": "green"}.get(check.outcome, "")
        label = _OUTCOMES[check.outcome]
        table.add_row(
            check.name,
            f"{check.baseline:.{digits}f}",
            value,
            f"{check.limit:.{digits}f}",
            f"[{colour}]{label}[/{colour}]" if colour else label,
        )
    return table
