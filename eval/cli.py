"""``planqa eval …``: question sets, runs, comparisons, reports, gates.

Exit codes: 0 done, 1 the check found problems, 2 bad use or unreadable input, 3 no usable index.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from eval.commands.ablate import ablate
from eval.commands.calibrate import calibrate
from eval.commands.citations import citations
from eval.commands.cite import cite
from eval.commands.claims import claims
from eval.commands.compare import compare
from eval.commands.draft import draft
from eval.commands.export import export
from eval.commands.gate import baseline, gate
from eval.commands.outline import outline
from eval.commands.relabel import relabel
from eval.commands.report import report
from eval.commands.run import run
from eval.commands.score import score
from eval.commands.structure import structure
from eval.commands.validate import validate
from eval.commands.weigh import weigh
from qa_service.commands.help_words import use_chinese_help
from qa_service.commands.shell import Command


class Group(TyperGroup):
    """The group of commands; its help is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        use_chinese_help()
        super().format_help(ctx, formatter)


app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    help="评测：检查问题集，运行、比较、把关，写报告。",
)

for _command in (
    validate,
    relabel,
    run,
    score,
    compare,
    report,
    baseline,
    gate,
    ablate,
    export,
    structure,
    outline,
    calibrate,
    weigh,
    citations,
    cite,
    claims,
    draft,
):
    app.command(cls=Command, options_metavar="[选项]")(_command)

if __name__ == "__main__":
    app()
