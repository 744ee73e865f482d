"""``planqa feedback export``: what users said of answers, as a question set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa_service.commands.options import AsJson, Home
from qa_service.commands.shell import Command, Group

app = typer.Typer(cls=Group, help="用户对答案的评价。", no_args_is_help=True)


@app.command(cls=Command, options_metavar="[选项]")
def export(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="文件", help="写到这个 .jsonl 文件")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把“有帮助”的评价导出为问题集：证据是段落原文，不是编号。

    没有被认为有帮助的段落的问题不会导出：还没有人指出它的依据。
    """
    from qa_service.collection.feedback import load_feedback
    from qa_service.collection.feedback_set import question_set, write_set
    from qa_service.commands.setup import start

    settings = start(home=home, quiet=as_json)
    entries = list(load_feedback(settings.home))
    records = question_set(entries)
    write_set(records, output)
    left = len({entry.question for entry in entries}) - len(records)
    if as_json:
        from qa_service.show.as_json import print_json

        print_json({"questions": len(records), "left_out": left, "output": str(output)})
        return
    typer.echo(f"已导出 {len(records)} 个问题到 {output}；{left} 个问题没有可作依据的段落，未导出")
