"""``planqa eval report``: one page that anyone can read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.frame import told, write_text


@told
def report(
    runs: Annotated[list[Path], typer.Argument(metavar="运行…", help="运行文件夹，第一个为基准")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件.html", help="报告写到哪里")],
    title: Annotated[str, typer.Option("--title", help="报告的标题")] = "检索评测报告",
) -> None:
    """写一份网页报告：召回曲线、分类型、拒答、耗时和出错的题；单个文件，可直接转发。"""
    from html import escape

    from eval.report import report_page
    from eval.run_folder import load_run

    write_text(output, report_page([load_run(folder) for folder in runs], escape(title)))
    typer.echo(f"报告已写入 {output}（内含问题和原文，转发前请确认可以公开）")
