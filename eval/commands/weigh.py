"""``planqa eval weigh``: fit the weights of the second pass, and cross-validate them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from eval.commands.frame import (
    AsJson,
    Home,
    QuestionSet,
    print_json,
    print_table,
    progress,
    settings_of,
    told,
    write_json,
)
from ingest.errors import BadInput

FEWEST = 20
"""Fewest questions with evidence that weights can be fitted to."""


@told
def weigh(
    questions: QuestionSet,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 JSON")] = None,
    home: Home = None,
    penalty: Annotated[float, typer.Option("--penalty", min=1e-3, help="对大权重的惩罚，越大越保守")] = 10.0,
    as_json: AsJson = False,
) -> None:
    """拟合重排的权重，并以交叉验证给出未参与拟合的题目上的成绩。只报告，不改动系统。"""
    from eval.questions import load_labels
    from eval.relabel import with_quotes
    from eval.weights import REPEATS, collect
    from eval.weights import weigh as weigh_all
    from qa_service.engine import Engine

    asked = load_labels(questions)
    engine = Engine.open(settings_of(home).home)
    try:
        asked = with_quotes(asked, lambda: engine.searcher.documents)
        with progress("收集候选段落", len(asked)) as step:
            examples = collect(asked, engine, step)
    finally:
        engine.close()
    if len(examples) < FEWEST:
        raise BadInput(
            f"有依据的题只有 {len(examples)} 道，无法拟合", remedy=f"请给出至少 {FEWEST} 道带原文的题"
        )
    with progress("交叉验证", REPEATS) as step:
        found = weigh_all(examples, penalty, step)
    if output:
        write_json(output, found)
    if as_json:
        print_json(found)
    else:
        print_table(_figures(found))
        print_table(_weights(found))


def _figures(found: dict[str, Any]) -> Table:
    table = Table(title=f"重排成绩（{found['questions']} 题，候选段落之内）")
    for name in ("", "R@1", "R@5", "MRR@10"):
        table.add_column(name, justify="right" if name else "left")
    rows = (("现用权重", "shipped"), ("拟合（偏乐观）", "fitted"), ("交叉验证", "cross_validated"))
    for title, key in rows:
        table.add_row(title, *(f"{found[key][name]:.3f}" for name in ("R@1", "R@5", "MRR@10")))
    return table


def _weights(found: dict[str, Any]) -> Table:
    table = Table(title="权重")
    for name in ("项", "现用", "拟合"):
        table.add_column(name, justify="left" if name == "项" else "right")
    for name, weight in found["shipped"]["weights"].items():
        table.add_row(name, f"{weight:.2f}", f"{found['fitted']['weights'][name]:.2f}")
    return table
