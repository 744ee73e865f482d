"""``planqa eval score``: figures of a run file, whatever system wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.frame import AsJson, QuestionSet, print_json, print_table, told


@told
def score(
    questions: QuestionSet,
    run: Annotated[Path, typer.Argument(metavar="结果", help="结果文件（.jsonl，每题一行）")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件夹", help="存成运行文件夹，供 compare、report 使用"),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="这次运行的名称（默认取结果文件名）")] = None,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", metavar="文件夹", help="得出结果时所用的原文，记下其指纹")
    ] = None,
    as_json: AsJson = False,
    misses: Annotated[bool, typer.Option("--misses", help="列出出错的题")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="只评结果里有的题")] = False,
) -> None:
    """给一次结果评分：总体、分类型、分文件，拒答、误引和耗时。"""
    from eval.questions import load_questions
    from eval.run_folder import StoredRun, save_run
    from eval.runs import align, read_run
    from eval.snapshot import folder_corpus, snapshot
    from eval.summary import summarise
    from eval.tables import miss_table, summary_tables

    pairs = align(load_questions(questions), read_run(run), partial=partial)
    figures = summarise(pairs)
    if output:
        asked = [question for question, _ in pairs]
        about = snapshot(
            name or run.stem, questions.name, asked, corpus=folder_corpus(corpus) if corpus else None
        )
        save_run(output, StoredRun(about, figures, pairs))
    if as_json:
        print_json(figures)
        return
    print_table(summary_tables(figures))
    if misses:
        print_table(miss_table(figures))
