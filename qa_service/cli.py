"""``planqa …``: the command line.

Exit codes: 0 done, 1 nothing found, 2 bad use, 3 no usable index.
"""

from __future__ import annotations

from typing import Annotated

import typer

from qa_service.commands.ask import ask
from qa_service.commands.batch import batch
from qa_service.commands.build import build
from qa_service.commands.changes import add, remove, restore
from qa_service.commands.check import check
from qa_service.commands.cite import cite
from qa_service.commands.doctor import doctor
from qa_service.commands.feedback import app as feedback
from qa_service.commands.history import activate, generations, prune, rollback
from qa_service.commands.keys import app as keys
from qa_service.commands.look import documents, outline, passage
from qa_service.commands.mcp import mcp
from qa_service.commands.serve import serve
from qa_service.commands.shell import Command, new_app

app = new_app()

for _command in (
    build,
    add,
    remove,
    restore,
    ask,
    batch,
    check,
    cite,
    documents,
    outline,
    passage,
    generations,
    rollback,
    activate,
    prune,
    serve,
    mcp,
    doctor,
):
    app.command(cls=Command, options_metavar="[选项]")(_command)
app.add_typer(keys, name="keys")
app.add_typer(feedback, name="feedback")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"planqa {version('planqa')}")
        raise typer.Exit()


@app.callback()
def planqa(
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示完整的调用栈（放在哪里都可以）")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="显示版本", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """政府规划的检索问答：提出问题，得到有出处、可核对的原文段落。"""


def main() -> None:
    """Run the command line; this is the entry point of the ``planqa`` script."""
    app()


if __name__ == "__main__":
    main()
