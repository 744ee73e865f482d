"""``planqa eval cite``: the draft sentences of a question set, their sources and what they alter."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.frame import (
    AsJson,
    Home,
    QuestionSet,
    print_json,
    progress,
    settings_of,
    told,
    write_json,
)


@told
def cite(
    questions: QuestionSet,
    home: Home = None,
    today: Annotated[
        datetime | None,
        typer.Option("--today", formats=["%Y-%m-%d"], metavar="日期", help="按这一天判断有效期"),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写成 JSON")] = None,
    details: Annotated[bool, typer.Option("--details", help="列出判断有误的条目")] = False,
    as_json: AsJson = False,
) -> None:
    """核对问题集里的引文题：cite 的第一出处是否正确、有没有误报，misquote 的改动是否指出。"""
    from eval.claims.cited import check_items, summary
    from eval.questions import load_labels
    from qa_service.commands.setup import open_engine

    asked = load_labels(questions)
    engine = open_engine(settings_of(home))
    try:
        with progress("核对引文题", len(asked)) as step:
            items = check_items(engine, asked, today.date() if today else date.today(), step)
    finally:
        engine.close()
    figures = {"set": questions.name, **summary(items)}
    if output:
        write_json(output, figures)
    if as_json:
        print_json(figures)
        return
    cited, wrong = figures["cite"], figures["misquote"]
    typer.echo(
        f"cite {cited['items']} 条：第一出处正确 {cited['right_source_first']}，"
        f"判为有出入或未找到 {cited['called_altered_or_not_found']}"
    )
    typer.echo(f"misquote {wrong['items']} 条：指出问题 {wrong['flagged']}，指明改动 {wrong['fact_named']}")
    for one in items if details else ():
        fine = one.source_first and (one.named or not one.question.altered)
        if not fine or (not one.question.altered and one.result.flags):
            typer.echo(f"{one.question.id}：{one.result.verdict}：{'；'.join(one.result.flags)}")
