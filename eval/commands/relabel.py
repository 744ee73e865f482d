"""``planqa eval relabel``: evidence as places instead of quotations, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands.frame import Home, QuestionSet, settings_of, told, write_text
from ingest.errors import BadInput

if TYPE_CHECKING:
    from eval.labels import LabelProblem
    from eval.originals import Originals
    from eval.questions import Question

    Relabelled = tuple[list[Question], list[LabelProblem]]


class Form(StrEnum):
    """What the evidence is to be written as."""

    SPANS = "spans"
    QUOTES = "quotes"


@told
def relabel(
    questions: QuestionSet,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="写到哪里（.jsonl）", show_default=False)
    ],
    home: Home = None,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", metavar="文件夹", help="改用这个文件夹里的文件")
    ] = None,
    to: Annotated[
        Form, typer.Option("--to", metavar="spans|quotes", help="写成原文位置（spans）或原文（quotes）")
    ] = Form.SPANS,
    without_answers: Annotated[
        bool, typer.Option("--without-answers", help="不写参考答案：它往往照抄原文")
    ] = False,
) -> None:
    """把问题集里的原文换成它在文件里的位置（或反过来）：只有位置的问题集不含文件的文字，可以分享。

    有一条找不到时不写文件，退出码为 1。
    """
    from eval.corpus import corpus_at
    from eval.originals import Originals
    from eval.questions import as_lines, load_labels

    if output.suffix.lower() != ".jsonl":
        raise BadInput(f"只能写成 .jsonl：{output.name}", remedy="请把 -o 的文件名改为 .jsonl")
    asked = load_labels(questions)
    place = home if corpus else settings_of(home).home
    written, problems = _relabelled(asked, Originals(corpus_at(corpus, place).originals), to)
    _tell(problems)
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)
    if without_answers:
        written = [replace(question, answer="") for question in written]
    write_text(output, as_lines(written))
    typer.echo(f"{output}：{len(written)} 题")


def _relabelled(asked: Sequence[Question], originals: Originals, to: Form) -> Relabelled:
    from eval.relabel import quotes_of, spans_of

    # Spans that are there already are looked up in either case: a wrong one must not be passed on.
    quoted, astray = quotes_of(asked, originals)
    if to is Form.QUOTES:
        return [replace(question, spans=(), alt_spans=()) for question in quoted], astray
    placed, problems = spans_of(quoted, originals)
    return placed, astray + problems


def _tell(problems: Sequence[LabelProblem]) -> None:
    for problem in problems:
        name = "错误" if problem.severity == "error" else "提示"
        typer.echo(f"{name} {problem.id}：{problem.message}", err=True)
