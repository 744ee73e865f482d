"""``planqa eval ablate``: a row for each named configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from eval.commands.frame import (
    AsJson,
    Home,
    Model,
    QuestionSet,
    print_json,
    print_table,
    progress,
    settings_of,
    told,
    write_json,
    write_text,
)
from eval.tables import number


@told
def ablate(
    questions: QuestionSet,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 JSON")] = None,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", metavar="文件", help="写成 Markdown 表格页")
    ] = None,
    home: Home = None,
    model: Model = None,
    config: Annotated[
        list[str] | None,
        typer.Option("--config", metavar="配置", help="只运行这些配置，可重复（第一个为基准）"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """消融：逐一去掉或单用系统的各部分，并与简单系统比较，每个配置一行。

    改变切分的配置会在索引目录的 ablation 下另建索引，首次较慢。
    """
    from eval.ablation import ablate as run_all
    from eval.ablation import ablation_markdown
    from eval.configurations import find_configurations
    from eval.questions import load_labels

    asked = load_labels(questions)
    chosen = find_configurations(config or [])
    settings = settings_of(home, model, quiet=True)
    from eval.engines import Engines
    from qa_service.show.progress import BuildProgress

    with BuildProgress() as building:
        engines = Engines(settings.home, model=settings.model, shown=building)
        for configuration in chosen:
            engines.get(configuration)
    try:
        with progress("提问", len(asked) * len(chosen)) as step:
            result = run_all(engines, asked, questions.name, chosen, step=step)
    finally:
        engines.close()
    if output:
        write_json(output, result)
    if markdown:
        write_text(markdown, ablation_markdown(result, _link(output, markdown)))
    if as_json:
        print_json(result)
    else:
        print_table(_table(result))


def _table(result: Mapping[str, Any]) -> Table:
    from eval.comparison_tables import signed
    from eval.summary import RETRIEVAL

    table = Table(title=f"消融（{result['about']['set']['name']}，{result['about']['set']['questions']} 题）")
    table.add_column("配置")
    table.add_column("")
    for name in (*RETRIEVAL, "换说法 R@5", "ΔMRR", "p", "毫秒"):
        table.add_column(name, justify="right")
    for row in result["rows"]:
        gap = (row["against"] or {}).get("MRR@10")
        table.add_row(
            row["name"],
            row["title"],
            *(number(row["overall"][name]["value"]) for name in RETRIEVAL),
            number(row["paraphrase_R@5"]["value"]) if row["paraphrase_R@5"] else "—",
            signed(gap["difference"]["value"]) if gap else "",
            (number(gap["p"]) if gap["p"] >= 0.001 else "<.001") if gap else "",
            f"{row['median_ms']:.0f}",
        )
    return table


def _link(output: Path | None, page: Path) -> str:
    """The JSON file as seen from the page that quotes it."""
    return os.path.relpath(output, page.parent) if output else "ablation.json"
