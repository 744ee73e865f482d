"""``planqa eval score``: figures of a run file, whatever system wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands.frame import AsJson, QuestionSet, print_json, print_table, told

if TYPE_CHECKING:
    from eval.questions import Question


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
        Path | None,
        typer.Option(
            "--corpus", metavar="文件夹", help="得出结果时所用的原文：记下其指纹，并由原文位置找出原文"
        ),
    ] = None,
    home: Annotated[Path | None, typer.Option("--home", metavar="目录", help="改用这个索引里的文件")] = None,
    as_json: AsJson = False,
    misses: Annotated[bool, typer.Option("--misses", help="列出出错的题")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="只评结果里有的题")] = False,
) -> None:
    """给一次结果评分：总体、分类型、分文件，拒答、误引和耗时。"""
    from eval.run_folder import StoredRun, save_run
    from eval.runs import align, read_run
    from eval.snapshot import snapshot
    from eval.summary import summarise
    from eval.tables import miss_table, summary_tables

    asked, files = _asked(questions, corpus, home)
    pairs = align(asked, read_run(run), partial=partial)
    figures = summarise(pairs)
    if output:
        asked = [question for question, _ in pairs]
        about = snapshot(name or run.stem, questions.name, asked, corpus=files)
        save_run(output, StoredRun(about, figures, pairs))
    if as_json:
        print_json(figures)
        return
    print_table(summary_tables(figures))
    if misses:
        print_table(miss_table(figures))


def _asked(
    path: Path, corpus: Path | None, home: Path | None
) -> tuple[list[Question], dict[str, str] | None]:
    """The questions, with quotations, and the sha256 of each file where files were given."""
    from eval.corpus import corpus_at
    from eval.questions import load_labels, load_questions
    from eval.relabel import with_quotes
    from eval.snapshot import folder_corpus, home_corpus

    if not (corpus or home):
        return load_questions(path), None
    asked = with_quotes(load_labels(path), lambda: corpus_at(corpus, home).originals)
    if corpus:
        return asked, folder_corpus(corpus)
    return asked, home_corpus(home) if home else None
