"""``planqa eval validate``: is a question set fit to be scored against?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands.frame import AsJson, QuestionSet, print_json, told

if TYPE_CHECKING:
    from eval.labels import LabelProblem


@told
def validate(
    questions: QuestionSet,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", metavar="文件夹", help="原文所在的文件夹，逐条核对原文")
    ] = None,
    home: Annotated[
        Path | None, typer.Option("--home", metavar="目录", help="改用这个索引里的文件核对原文")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """检查问题集：类型与标注是否相符，原文是否真在语料里。有错误时退出码为 1；提示不算错误。"""
    from eval.corpus import corpus_at
    from eval.corpus_check import ambiguous_quotes, misplaced_quotes
    from eval.labels import validate_labels
    from eval.originals import Originals
    from eval.questions import load_labels
    from eval.relabel import quotes_of

    asked = load_labels(questions)
    problems = validate_labels(asked)
    if corpus or home:
        held = corpus_at(corpus, home)
        quoted, astray = quotes_of(asked, Originals(held.originals))
        problems += astray
        problems += misplaced_quotes(quoted, held.texts, held.unreadable)
        problems += ambiguous_quotes(quoted, held.documents)
    errors = [problem for problem in problems if problem.severity == "error"]
    if as_json:
        print_json({"questions": len(asked), "problems": [asdict(problem) for problem in problems]})
    else:
        _tell(problems, len(asked), len(errors))
    if errors:
        raise typer.Exit(1)


def _tell(problems: Sequence[LabelProblem], questions: int, errors: int) -> None:
    for problem in sorted(problems, key=lambda item: item.severity):
        typer.echo(f"{'错误' if problem.severity == 'error' else '提示'} {problem.id}：{problem.message}")
    hints = len(problems) - errors
    typer.echo(f"共 {questions} 题，{errors} 处错误，{hints} 处提示")
