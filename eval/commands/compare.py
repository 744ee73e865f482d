"""``planqa eval compare``: two runs side by side."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.frame import AsJson, print_json, print_table, told


@told
def compare(
    run_a: Annotated[Path, typer.Argument(metavar="运行A", help="作为基准的运行文件夹")],
    run_b: Annotated[Path, typer.Argument(metavar="运行B", help="要比较的运行文件夹")],
    force: Annotated[bool, typer.Option("--force", help="语料或问题集不同也比较（只比共同的问题）")] = False,
    as_json: AsJson = False,
) -> None:
    """比较两次运行：各项的差和显著性，哪些题变好、哪些变差。"""
    from eval.compare import compare as compare_runs
    from eval.comparison_tables import comparison_tables
    from eval.run_folder import load_run

    result = compare_runs(load_run(run_a), load_run(run_b), force=force)
    if as_json:
        print_json(asdict(result))
    else:
        print_table(comparison_tables(result))
