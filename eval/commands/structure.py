"""``planqa eval structure``: read files and score what was read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from eval.commands.frame import AsJson, print_json, print_table, told, write_json
from eval.tables import number

if TYPE_CHECKING:
    from eval.structure import StructureScore


@told
def structure(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="要读的文件或文件夹")],
    gold: Annotated[
        list[Path], typer.Option("--gold", metavar="文件夹", help="标准所在的文件夹，可重复（取第一个有的）")
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 JSON")] = None,
    details: Annotated[bool, typer.Option("--details", help="列出漏掉和多出的标题、不同的项目")] = False,
    as_json: AsJson = False,
) -> None:
    """核对文档结构：直接读文件，与人工标准比较标题层级、文件边界、题名和文号。"""
    from eval.structure import score_structure, structure_summary
    from eval.structure_tables import document_tables, outline_tables
    from ingest.files import find_files

    scores = [score_structure(path, *gold) for path in find_files(files)]
    summary = structure_summary(scores)
    if output:
        write_json(output, summary)
    if as_json:
        print_json(summary)
        return
    print_table(_table(scores))
    for score in scores if details else ():
        typer.echo(f"\n{score.file}")
        if score.outline:
            print_table(outline_tables(score.outline))
        if score.documents:
            print_table(document_tables(score.documents))


def _table(scores: list[StructureScore]) -> Table:
    from eval.document_score import FIELDS

    table = Table(title="文档结构")
    names = ("标题 F1", "准确", "召回", "上级", "层级", "文件 标准/对上/找到", "边界", *FIELDS, "收录")
    table.add_column("文件", overflow="fold")
    for name in names:
        table.add_column(name, justify="right")
    for score in scores:
        headings, split = score.outline, score.documents
        table.add_row(
            score.file,
            *(
                (number(headings.f1), number(headings.precision), number(headings.recall))
                + (number(headings.parent_accuracy), number(headings.level_accuracy))
                if headings
                else ("—",) * 5
            ),
            *(
                (f"{split.gold}/{split.matched}/{split.found}", number(split.borders))
                + tuple(number(split.fields[name]) for name in FIELDS)
                if split
                else ("—",) * (2 + len(FIELDS))
            ),
            number(score.covered),
        )
    return table
