"""``planqa eval claims``: claims made of the index's own sentences, and the verdicts on them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from eval.commands.frame import AsJson, Home, print_json, print_table, progress, settings_of, told, write_json

DAY = date(2021, 1, 1)
"""By default no document has run out: whether one has is another question than what it says."""


@told
def claims(
    home: Home = None,
    each: Annotated[int, typer.Option("--each", min=1, help="每种改写、每种改动各生成多少句")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="随机种子")] = 1,
    today: Annotated[
        datetime | None,
        typer.Option("--today", formats=["%Y-%m-%d"], metavar="日期", help="按这一天判断有效期"),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 JSON")] = None,
    details: Annotated[bool, typer.Option("--details", help="列出判断有误的句子")] = False,
    as_json: AsJson = False,
) -> None:
    """用索引里的原句生成如实改写的句子和改动一处事实的句子，看核对的结论。"""
    from eval.claims.collection import altered, retold
    from eval.claims.run import check_claims
    from eval.claims.score import by_kind, score
    from qa_service.commands.setup import open_engine

    engine = open_engine(settings_of(home))
    try:
        documents = engine.checker().library.documents
        made = [*retold(documents, each, seed), *altered(documents, each, seed)]
        with progress("核对句子", len(made)) as step:
            judged = check_claims(engine, made, today.date() if today else DAY, step)
    finally:
        engine.close()
    figures = {"each": each, "seed": seed, **score(judged), "kinds": by_kind(judged)}
    if output:
        write_json(output, figures)
    if as_json:
        print_json(figures)
        return
    print_table(_table(figures["kinds"]))
    for one in judged if details else ():
        if not one.right:
            typer.echo(f"{one.claim.kind}：判为 {one.verdict}：{one.claim.text}（原句：{one.claim.source}）")


def _table(kinds: dict[str, Any]) -> Table:
    table = Table(title="生成的句子")
    for name in ("种类", "句子", "判断正确", "指出改动", "结论"):
        table.add_column(name, justify="left" if name in ("种类", "结论") else "right")
    for kind, told_ in kinds.items():
        verdicts = "，".join(f"{name} {count}" for name, count in told_["verdicts"].items())
        located = f"{told_['located']:.3f}" if "located" in told_ else ""
        table.add_row(kind, str(told_["claims"]), f"{told_['right']:.3f}", located, verdicts)
    return table
