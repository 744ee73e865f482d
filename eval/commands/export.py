"""``planqa eval export``: a run in TREC's formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.frame import told, write_text
from ingest.errors import BadInput


@told
def export(
    run: Annotated[Path, typer.Argument(metavar="运行", help="运行文件夹")],
    qrels: Annotated[Path | None, typer.Option("--qrels", metavar="文件", help="写出 TREC qrels")] = None,
    run_file: Annotated[Path | None, typer.Option("--run", metavar="文件", help="写出 TREC run")] = None,
) -> None:
    """导出为 TREC 格式。标注仍是原文引句；qrels 只对这次运行返回的段落有效。"""
    from eval.run_folder import load_run
    from eval.trec import qrels_lines, run_lines

    if not qrels and not run_file:
        raise BadInput("没有说要导出什么", remedy="请给出 --qrels 或 --run，或两者")
    stored = load_run(run)
    for path, lines in ((qrels, qrels_lines(stored.pairs)), (run_file, run_lines(stored.pairs, stored.name))):
        if path:
            write_text(path, "".join(f"{line}\n" for line in lines))
            typer.echo(f"{path}：{len(lines)} 行")
