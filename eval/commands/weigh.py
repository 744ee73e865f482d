"""``planqa eval weigh``: fit the weights of the second pass, and cross-validate them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from eval.commands.frame import (
    AsJson,
    Home,
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
    questions: Annotated[
        list[str],
        typer.Argument(metavar="问题集[=分量]…", help="问题集，可有几个；分量是其每题在拟合中算几题，默认 1"),
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 JSON")] = None,
    home: Home = None,
    penalty: Annotated[float, typer.Option("--penalty", min=1e-3, help="对大权重的惩罚，越大越保守")] = 10.0,
    as_json: AsJson = False,
) -> None:
    """拟合重排的权重，并以交叉验证给出未参与拟合的题目上的成绩。只报告，不改动系统。"""
    from eval.questions import load_labels
    from eval.relabel import with_quotes
    from eval.weights import REPEATS, Candidates, collect
    from eval.weights import weigh as weigh_all
    from qa_service.engine import Engine

    counts = dict(map(_counted, questions))
    loaded = {path: load_labels(path) for path in counts}
    engine = Engine.open(settings_of(home).home)
    sets: dict[str, list[Candidates]] = {}
    try:
        with progress("收集候选段落", sum(map(len, loaded.values()))) as step:
            for path, asked in loaded.items():
                quoted = with_quotes(asked, lambda: engine.searcher.documents)
                # Sets of one name in several folders are told together; none takes another's place.
                sets.setdefault(path.name, []).extend(collect(quoted, engine, step, counts[path]))
    finally:
        engine.close()
    count = sum(map(len, sets.values()))
    if count < FEWEST:
        raise BadInput(f"有依据的题只有 {count} 道，无法拟合", remedy=f"请给出至少 {FEWEST} 道带原文的题")
    with progress("交叉验证", REPEATS) as step:
        found = weigh_all(sets, penalty, step)
    if output:
        write_json(output, found)
    if as_json:
        print_json(found)
    else:
        print_table(_figures(found))
        print_table(_weights(found))


def _counted(given: str) -> tuple[Path, float]:
    """A set's file, and what each of its questions counts.

    >>> _counted("everyday.jsonl=0.2")
    (PosixPath('everyday.jsonl'), 0.2)
    """
    name, _, counts = given.partition("=")
    try:
        value = float(counts or 1.0)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise BadInput(f"分量“{counts}”不是正数", remedy="写法：问题集.jsonl=0.2")
    return Path(name), value


def _figures(found: dict[str, Any]) -> Table:
    table = Table(title=f"重排成绩（{found['questions']} 题，候选段落之内）")
    for name in ("", "R@1", "R@5", "MRR@10"):
        table.add_column(name, justify="right" if name else "left")
    rows = (("现用权重", "shipped"), ("拟合（偏乐观）", "fitted"), ("交叉验证", "cross_validated"))
    for title, key in rows:
        table.add_row(title, *_cells(found[key]))
    for name, part in found["by_set"].items():
        table.add_section()
        table.add_row(f"{name}（{part['questions']} 题）：现用权重", *_cells(part["shipped"]))
        table.add_row(f"{name}：交叉验证", *_cells(part["cross_validated"]))
    return table


def _cells(figures: dict[str, float]) -> list[str]:
    return [f"{figures[name]:.3f}" for name in ("R@1", "R@5", "MRR@10")]


def _weights(found: dict[str, Any]) -> Table:
    table = Table(title="权重")
    for name in ("项", "现用", "拟合"):
        table.add_column(name, justify="left" if name == "项" else "right")
    for name, weight in found["shipped"]["weights"].items():
        table.add_row(name, f"{weight:.2f}", f"{found['fitted']['weights'][name]:.2f}")
    return table
