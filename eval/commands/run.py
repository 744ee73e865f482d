"""``planqa eval run``: ask a question set, and keep the run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.frame import AsJson, Home, Model, QuestionSet, print_json, print_table, progress, told


@told
def run(
    questions: QuestionSet,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="文件夹", help="存到哪里（默认为索引目录下的 runs/日期时间-配置）"
        ),
    ] = None,
    home: Home = None,
    model: Model = None,
    config: Annotated[
        str, typer.Option("--config", metavar="配置", help="命名配置，见 planqa eval ablate")
    ] = "full",
    hits: Annotated[int, typer.Option("--hits", "-k", min=1, max=50, help="每题取几个段落")] = 10,
    name: Annotated[str | None, typer.Option("--name", help="这次运行在表里的名称（默认为配置名）")] = None,
    today: Annotated[
        datetime | None,
        typer.Option("--today", formats=["%Y-%m-%d"], metavar="日期", help="按这一天提问（今年、有效期）"),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="列出出错的题和原文的下落")] = False,
    as_json: AsJson = False,
) -> None:
    """运行问题集：逐题提问、评分，连同语料、索引、模型、代码的指纹一起存下。"""
    from eval.commands.frame import settings_of
    from eval.configurations import find_configurations
    from eval.questions import load_labels
    from eval.run_folder import check_folder, save_run

    asked = load_labels(questions)
    (configuration,) = find_configurations([config])
    settings = settings_of(home, model, quiet=as_json)
    folder = output or settings.home / "runs" / f"{datetime.now():%Y%m%dT%H%M%S}-{name or config}"
    check_folder(folder)
    from eval.engines import Engines
    from eval.running import run_set
    from eval.tables import miss_table, summary_tables
    from qa_service.show.progress import BuildProgress

    with BuildProgress() as building:
        engines = Engines(settings.home, model=settings.model, shown=building)
        engine = engines.get(configuration)
        engine = engine.on(today.date()) if today else engine
    try:
        with progress("提问", len(asked)) as step:
            stored = run_set(engine, asked, questions.name, configuration, name=name, hits=hits, step=step)
    finally:
        engines.close()
    save_run(folder, stored)
    if as_json:
        print_json({"folder": str(folder), "about": stored.about, **stored.figures})
        return
    print_table(summary_tables(stored.figures))
    if misses:
        print_table(miss_table(stored.figures))
    typer.echo(f"已存入 {folder}")
