"""``planqa eval …``: score runs, check question sets, score outlines.

Exit codes: 0 done, 1 the check found problems, 2 bad use or unreadable input.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer
from rich.console import Console, RenderableType

from eval.questions import load_questions
from eval.runs import align, read_run
from ingest.errors import PlanqaError

app = typer.Typer(no_args_is_help=True, help="评测：给结果评分，检查问题集，核对文档结构。")

_P = ParamSpec("_P")
_Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def _told(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn a :class:`PlanqaError` into its message, its remedy and its exit code."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except PlanqaError as error:
            typer.echo(f"错误：{error.message}", err=True)
            if error.remedy:
                typer.echo(f"办法：{error.remedy}", err=True)
            raise typer.Exit(error.exit_code) from error

    return run


@app.command()
@_told
def score(
    questions: Annotated[Path, typer.Argument(help="问题集（.jsonl 或 .csv）")],
    run: Annotated[Path, typer.Argument(help="结果文件（.jsonl，每题一行）")],
    as_json: _Json = False,
    misses: Annotated[bool, typer.Option("--misses", help="列出出错的题")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="只评结果里有的题")] = False,
) -> None:
    """给一次结果评分：总体、分类型、分文件，拒答、误引和耗时。"""
    from eval.summary import summarise
    from eval.tables import miss_table, summary_tables

    figures = summarise(align(load_questions(questions), read_run(run), partial=partial))
    if as_json:
        _print_json(figures)
        return
    _print(summary_tables(figures))
    if misses:
        _print(miss_table(figures))


@app.command()
@_told
def validate(
    questions: Annotated[Path, typer.Argument(help="问题集（.jsonl 或 .csv）")],
    corpus: Annotated[Path | None, typer.Option("--corpus", help="原文所在的文件夹，逐条核对原文")] = None,
    as_json: _Json = False,
) -> None:
    """检查问题集：类型与标注是否相符，原文是否真在语料里。有问题时退出码为 1。"""
    from eval.corpus_check import misplaced_quotes, read_corpus
    from eval.labels import validate_labels

    asked = load_questions(questions)
    problems = validate_labels(asked)
    if corpus is not None:
        problems += misplaced_quotes(asked, read_corpus(corpus))
    if as_json:
        _print_json({"questions": len(asked), "problems": [asdict(problem) for problem in problems]})
    else:
        for problem in problems:
            typer.echo(f"{problem.id}：{problem.message}")
        typer.echo(f"共 {len(asked)} 题，{len(problems)} 处问题")
    if problems:
        raise typer.Exit(1)


@app.command()
@_told
def outline(
    found: Annotated[Path, typer.Argument(help="planqa outline --json 的输出")],
    gold: Annotated[Path, typer.Argument(help="标准的前缀，如 gold/000（读 000.outline.tsv）")],
    documents: Annotated[
        Path | None, typer.Option("--documents", help="文件清单 JSON，与 .documents.tsv 核对")
    ] = None,
    as_json: _Json = False,
) -> None:
    """核对文档结构：标题、上级、层级，以及汇编里各文件的边界和文号等。"""
    from eval.document_score import documents_from_json, read_gold_documents, score_documents
    from eval.gold_files import read_json
    from eval.outline_score import headings_from_json, read_gold_outline, read_optional, score_outline
    from eval.structure_tables import document_tables, outline_tables

    optional = _beside(gold, "optional")
    headings = score_outline(
        headings_from_json(read_json(found)),
        read_gold_outline(_beside(gold, "outline")),
        read_optional(optional) if optional.exists() else [],
    )
    split = documents and score_documents(
        documents_from_json(read_json(documents)), read_gold_documents(_beside(gold, "documents"))
    )
    if as_json:
        _print_json({"outline": asdict(headings)} | ({"documents": asdict(split)} if split else {}))
        return
    _print(outline_tables(headings))
    if split:
        _print(document_tables(split))


def _beside(prefix: Path, part: str) -> Path:
    return prefix.with_name(f"{prefix.name}.{part}.tsv")


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _print(table: RenderableType) -> None:
    console = Console()
    # A pipe has no width: a table cut to 80 columns would lose figures.
    if not console.is_terminal:
        console = Console(width=160)
    console.print(table)


if __name__ == "__main__":
    app()
