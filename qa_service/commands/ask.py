"""``planqa ask``: a question, and the passages that answer it."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from qa_service.commands.options import AsJson, Home, Model

NOT_FOUND = 1
_FILTERS = "限定范围（可重复给出；各项同时满足）"


def ask(
    question: Annotated[list[str], typer.Argument(metavar="问题", help="要问的问题；- 表示从标准输入读取")],
    hits: Annotated[
        int | None,
        typer.Option("--hits", "-k", metavar="数", help="最多返回几个段落，1 到 50（默认 5）"),
    ] = None,
    home: Home = None,
    model: Model = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            "--document", metavar="编号", help="文档编号，见 planqa documents", rich_help_panel=_FILTERS
        ),
    ] = None,
    issuer: Annotated[
        list[str] | None,
        typer.Option("--issuer", metavar="机关", help="发文机关", rich_help_panel=_FILTERS),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="地区", help="地区", rich_help_panel=_FILTERS),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="种类", help="文种，如 规划、办法", rich_help_panel=_FILTERS),
    ] = None,
    number: Annotated[
        list[str] | None,
        typer.Option("--number", metavar="文号", help="文号，括号和数字的写法不限", rich_help_panel=_FILTERS),
    ] = None,
    year: Annotated[
        list[int] | None,
        typer.Option("--year", metavar="年份", help="成文年份", rich_help_panel=_FILTERS),
    ] = None,
    in_force: Annotated[
        bool, typer.Option("--in-force", help="只要仍然有效的文件", rich_help_panel=_FILTERS)
    ] = False,
    scores: Annotated[bool, typer.Option("--scores", help="显示各项分数")] = False,
    as_json: AsJson = False,
) -> None:
    """提问：给出有依据的段落、答案所在的句子和可核对的出处。

    找不到依据时直说“未找到依据”，退出码为 1。
    """
    from qa_service.commands.setup import check_hits, check_text, open_engine, start
    from qa_service.model import Filters

    settings = start(home=home, model=model, quiet=as_json)
    wanted = check_hits(settings.hits if hits is None else hits)
    text = check_text(_question(question))
    filters = Filters(
        documents=tuple(document or ()),
        issuers=tuple(issuer or ()),
        regions=tuple(region or ()),
        kinds=tuple(kind or ()),
        doc_numbers=tuple(number or ()),
        years=tuple(year or ()),
        in_force=in_force,
    )
    engine = open_engine(settings)
    try:
        started = time.perf_counter()
        answer = engine.ask(text, k=wanted, filters=filters)
        spent = time.perf_counter() - started
    finally:
        engine.close()
    if as_json:
        from qa_service.show.as_json import print_json

        print_json(answer)
    else:
        from qa_service.show.answer import answer_view
        from qa_service.show.console import show

        show(answer_view(answer, spent, with_scores=scores))
    if not answer.answerable:
        raise typer.Exit(NOT_FOUND)


def _question(words: list[str]) -> str:
    """Return the question; words that the shell took apart are put together again."""
    if words == ["-"]:
        return sys.stdin.buffer.read().decode("utf-8", "surrogateescape").strip()
    return " ".join(words)
